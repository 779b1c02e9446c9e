namespace SkillsPassport.Verifier.Bundle;

/// <summary>The options of a bundle's command; everything else on the line is a setting of the verifier.</summary>
internal sealed class BundleOptions
{
    private readonly Dictionary<string, string> _given = [];
    private readonly List<string> _others = [];

    /// <summary>What is not an option of the command.</summary>
    public IReadOnlyList<string> Others => _others;

    /// <summary>An option's value, null when it was not given.</summary>
    public string? this[string name] => _given.GetValueOrDefault(name);

    public bool Has(string name) => _given.ContainsKey(name);

    /// <summary>Reads <c>--name value</c>, <c>--name=value</c> and <c>--switch</c>; null when a value is
    /// missing.</summary>
    public static BundleOptions? Read(string[] words, string[] names, string[] switches)
    {
        var options = new BundleOptions();
        for (var i = 0; i < words.Length; i++)
        {
            var (name, value) = Split(words[i]);
            if (switches.Contains(name) && value is null)
            {
                options._given[name] = "";
            }
            else if (!names.Contains(name))
            {
                options._others.Add(words[i]);
            }
            else if ((value ?? words.ElementAtOrDefault(++i)) is { Length: > 0 } text
                && !text.StartsWith("--", StringComparison.Ordinal))
            {
                options._given[name] = text;
            }
            else
            {
                return null;
            }
        }

        return options;
    }

    private static (string Name, string? Value) Split(string word)
    {
        var name = word.StartsWith("--", StringComparison.Ordinal) ? word[2..] : "";
        var equals = name.IndexOf('=');
        return equals < 0 ? (name, null) : (name[..equals], name[(equals + 1)..]);
    }
}
