using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace SkillsPassport.Verifier.Browser;

/// <summary>A script or style that stands in the page, with the source expression that lets it run there.</summary>
/// <param name="Text">What stands between the tags, byte for byte.</param>
/// <param name="Source">Content-Security-Policy Level 3, section 2.3.1: <c>'sha256-…'</c>.</param>
public sealed record InlineText(string Text, string Source)
{
    /// <exception cref="InvalidOperationException">The text would end its own element.</exception>
    public static InlineText Of(string text)
    {
        if (text.Contains("</", StringComparison.Ordinal) || text.Contains("<!--", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("A script or style in a page must not hold \"</\" or \"<!--\".");
        }

        // The parser of the page reads CR LF as LF, and the hash is of what it reads.
        text = text.ReplaceLineEndings("\n");
        return new(text, $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'");
    }
}

/// <summary>
/// Makes one script of a module and everything it imports from the start, so that a page needs no second request.
/// Each module keeps a scope of its own. It knows the forms that our modules are written in and refuses all others, so
/// that a service whose modules it would misread does not start.
/// </summary>
public static partial class LinkModules
{
    /// <param name="read">A module's source by its file name.</param>
    /// <param name="addresses">Where a module is fetched from that is imported only when it is needed.</param>
    /// <exception cref="InvalidOperationException">A form that is not known, a cycle, a name not exported.</exception>
    public static string Link(string script, Func<string, string> read, Func<string, string> addresses)
    {
        var linked = new StringBuilder();
        var exports = new Dictionary<string, string[]>(StringComparer.Ordinal);
        Add(script, []);
        return linked.ToString();

        void Add(string name, string[] importers)
        {
            if (importers.Contains(name))
            {
                throw new InvalidOperationException($"{name} imports itself by {string.Join(", ", importers)}.");
            }

            if (exports.ContainsKey(name))
            {
                return;
            }

            var source = read(name);
            foreach (Match import in Import().Matches(source))
            {
                Add(import.Groups["from"].Value, [.. importers, name]);
            }

            source = Import().Replace(source, import => Bind(import, name));
            var exported = Export().Matches(source).Select(match => match.Groups["name"].Value).ToArray();
            source = Export().Replace(source, match => match.Groups["declaration"].Value);
            source = Dynamic().Replace(source, match => $"import('{addresses(match.Groups["file"].Value)}')");
            if (Unknown().Match(source) is { Success: true } unknown)
            {
                throw new InvalidOperationException($"{name}: \"{unknown.Value.Trim()}\" cannot stand in a page.");
            }

            exports[name] = exported;
            linked.Append("const ").Append(Scope(name)).Append(" = (() => {\n").Append(source.Trim())
                .Append("\nreturn { ").AppendJoin(", ", exported).Append(" };\n})();\n");
        }

        string Bind(Match import, string importer)
        {
            var from = import.Groups["from"].Value;
            var names = import.Groups["names"].Value.Split(',', StringSplitOptions.TrimEntries)
                .Where(one => one.Length > 0).Select(one => one.Split(" as ", StringSplitOptions.TrimEntries)).ToList();
            return names.FirstOrDefault(one => !exports[from].Contains(one[0])) is { } missing
                ? throw new InvalidOperationException($"{importer}: {from} does not export {missing[0]}.")
                : $"const {{ {string.Join(", ", names.Select(one => string.Join(": ", one)))} }} = {Scope(from)};";
        }
    }

    private static string Scope(string name) => name.Replace('.', '_').Replace('-', '_');

    [GeneratedRegex(@"^import \{(?<names>[\w\s,]+)\} from '\./(?<from>[\w.-]+)';", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(@"^export (?<declaration>(?:async function\*?|function\*?|class|const) (?<name>\w+))",
        RegexOptions.Multiline)]
    private static partial Regex Export();

    [GeneratedRegex(@"\bimport\('\./(?<file>[\w./-]+)'\)")]
    private static partial Regex Dynamic();

    [GeneratedRegex(@"^(import|export|await)\b.*|\bimport\.meta\b|\bimport\(['""`]\.", RegexOptions.Multiline)]
    private static partial Regex Unknown();
}
