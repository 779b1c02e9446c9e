using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SkillsPassport.Hosting.Languages;

/// <summary>
/// A service's words in each of its languages, from embedded <c>languages/{code}.json</c> files (flat objects of key
/// and text). Every language has every key, else the service does not start.
/// </summary>
public sealed class PhraseBook
{
    private readonly Dictionary<string, Dictionary<string, string>> _byLanguage = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, string>> _more = new(StringComparer.Ordinal);

    /// <summary>Reads the files; the first language is the default.</summary>
    /// <exception cref="InvalidOperationException">A file or a key is missing.</exception>
    public PhraseBook(Assembly service, params string[] languages)
    {
        Languages = languages;
        foreach (var language in languages)
        {
            _byLanguage[language] = Read(service, language)
                ?? throw new InvalidOperationException(
                    $"languages/{language}.json is not embedded in {service.GetName().Name}.");
        }

        var missing = from language in languages
                      from key in _byLanguage.Values.SelectMany(phrases => phrases.Keys).Distinct()
                      where !_byLanguage[language].ContainsKey(key)
                      select $"{language}: {key}";
        if (missing.ToList() is { Count: > 0 } gaps)
        {
            throw new InvalidOperationException("Phrases are missing: " + string.Join(", ", gaps));
        }
    }

    /// <summary>The language codes; the first is the default.</summary>
    public IReadOnlyList<string> Languages { get; }

    /// <summary>All of the service's own phrases in one language.</summary>
    public IReadOnlyDictionary<string, string> In(string language) => _byLanguage[language];

    /// <summary>
    /// Adds words for officers or of several services, from embedded <c>languages/{name}.{code}.json</c> files. The
    /// service's own words go first; a language without such a file has the English words.
    /// </summary>
    public void Include(Assembly shared, string name)
    {
        foreach (var language in Languages)
        {
            var words = Read(shared, $"{name}.{language}") ?? Read(shared, $"{name}.en")
                ?? throw new InvalidOperationException($"languages/{name}.en.json is not embedded.");
            if (!_more.TryGetValue(language, out var more))
            {
                _more[language] = more = new(StringComparer.Ordinal);
            }

            foreach (var (key, phrase) in words)
            {
                if (!more.TryAdd(key, phrase))
                {
                    throw new InvalidOperationException($"'{key}' is said twice.");
                }
            }
        }
    }

    /// <summary>One phrase as it is written, null when there is none.</summary>
    public string? Find(string language, string key) => _byLanguage[language].GetValueOrDefault(key)
        ?? _more.GetValueOrDefault(language)?.GetValueOrDefault(key);

    /// <summary>One phrase; <c>{0}</c>, <c>{1}</c> … are filled with the arguments.</summary>
    /// <exception cref="InvalidOperationException">There is no such key.</exception>
    public string Say(string language, string key, params object?[] args)
    {
        var phrase = Find(language, key) ?? throw new InvalidOperationException($"There is no phrase '{key}'.");
        return args.Length == 0
            ? phrase : string.Format(System.Globalization.CultureInfo.InvariantCulture, phrase, args);
    }

    private static Dictionary<string, string>? Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream($"languages/{name}.json");
        return stream is null
            ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(stream, JsonSerializerOptions.Strict);
    }
}

/// <summary>The phrase book opened at the reader's language: <c>@inject Phrases T</c>, then <c>@T["key"]</c>.</summary>
public sealed class Phrases(PhraseBook book, IHttpContextAccessor request)
{
    /// <summary>The reader's language code.</summary>
    public string Language => request.HttpContext?.Features.Get<RequestLanguage>()?.Code ?? book.Languages[0];

    /// <summary>Whether the reader chose it here; else it follows from the browser.</summary>
    public bool IsChosen => request.HttpContext?.Features.Get<RequestLanguage>()?.IsChosen ?? false;

    /// <summary><c>rtl</c> for Arabic and Urdu, else <c>ltr</c>.</summary>
    public string Direction => DirectionOf(Language);

    /// <summary>The same for any language.</summary>
    public static string DirectionOf(string language) => language is "ar" or "ur" ? "rtl" : "ltr";

    /// <summary>The languages offered.</summary>
    public IReadOnlyList<string> Languages => book.Languages;

    /// <summary>The phrase in the reader's language.</summary>
    public string this[string key, params object?[] args] => book.Say(Language, key, args);

    /// <summary>The phrase in the reader's language, null when there is none: for words that follow from
    /// data.</summary>
    public string? Find(string key) => book.Find(Language, key);

    /// <summary>The phrase in a named language, for pages that show two side by side.</summary>
    public string In(string language, string key, params object?[] args) => book.Say(language, key, args);
}

/// <summary>Registers a service's words.</summary>
public static class PhraseRegistration
{
    /// <summary>Adds the book; the first language is the default.</summary>
    public static void AddPhrases(this WebApplicationBuilder builder, Assembly service, params string[] languages)
    {
        builder.Services.AddSingleton(new PhraseBook(service, languages));
        builder.AddMorePhrases(typeof(PhraseRegistration).Assembly, "refused");
        builder.Services.AddScoped<Phrases>();
    }

    /// <summary>Adds words that several services share to the book; call after <see cref="AddPhrases"/>.</summary>
    public static void AddMorePhrases(this WebApplicationBuilder builder, Assembly shared, string name) =>
        builder.Services.Select(service => service.ImplementationInstance).OfType<PhraseBook>().Single()
            .Include(shared, name);
}
