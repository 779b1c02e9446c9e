using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace SkillsPassport.AllInOne.Demo;

/// <summary>
/// Visits a service's pages the way a person without script does: opens them, fills their forms, presses their buttons.
/// The sample story has no door of its own.
/// </summary>
public sealed class PageVisitor(Uri service) : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { CookieContainer = new CookieContainer() })
    {
        BaseAddress = service,
        Timeout = TimeSpan.FromMinutes(5),
    };

    /// <summary>Opens a page.</summary>
    /// <exception cref="InvalidOperationException">The page is an error page.</exception>
    public async Task<VisitedPage> OpenAsync(string path) => await ReadAsync(await _http.GetAsync(path));

    /// <summary>Downloads a file.</summary>
    public Task<byte[]> DownloadAsync(string path) => _http.GetByteArrayAsync(path);

    /// <summary>
    /// Fills the form that has a field for each of <paramref name="values"/> and presses its button; hidden fields and
    /// preset values go along as a browser would send them.
    /// </summary>
    public async Task<VisitedPage> SubmitAsync(VisitedPage page, string formSelector,
        Dictionary<string, string>? values = null, (string Field, string Name, byte[] Bytes)? file = null)
    {
        var form = page.Document.QuerySelector(formSelector) as IHtmlFormElement
            ?? throw new InvalidOperationException($"{page.Address} has no form {formSelector}: {page.Text}");
        var fields = form.Elements.OfType<IHtmlInputElement>()
            .Where(input => input.Name is not null && !input.IsDisabled
                && input.Type is not ("file" or "submit" or "button")
                && (input.Type is not ("checkbox" or "radio") || input.IsChecked))
            .Select(input => (input.Name!, input.Value))
            .Concat(form.Elements.OfType<IHtmlSelectElement>().Where(select => select.Name is not null)
                .Select(select => (select.Name!, select.Value ?? "")))
            .Concat(form.Elements.OfType<IHtmlTextAreaElement>().Where(area => area.Name is not null)
                .Select(area => (area.Name!, area.Value)))
            .Where(field => values is null || !values.ContainsKey(field.Item1))
            .Concat((values ?? []).Select(value => (value.Key, value.Value)));
        var action = new Uri(page.Address, form.GetAttribute("action") is { Length: > 0 } to
            ? to : page.Address.PathAndQuery);
        return await ReadAsync(await _http.PostAsync(action, Body(fields, file)));
    }

    private static HttpContent Body(IEnumerable<(string Name, string Value)> fields,
        (string Field, string Name, byte[] Bytes)? file)
    {
        if (file is null)
        {
            return new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        }

        var parts = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            parts.Add(new StringContent(value), name);
        }

        parts.Add(new ByteArrayContent(file.Value.Bytes), file.Value.Field, file.Value.Name);
        return parts;
    }

    private static async Task<VisitedPage> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        var address = response.RequestMessage!.RequestUri!;
        var document = await new HtmlParser().ParseDocumentAsync(text);
        var page = new VisitedPage(address, document, (int)response.StatusCode);
        // 409 and 422 are pages that say what is wrong with what was sent; the caller reads them.
        return response.IsSuccessStatusCode || page.Status is 409 or 422 ? page
            : throw new InvalidOperationException($"{address} answered {(int)response.StatusCode}: {page.Text}");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}

/// <summary>A page that was opened.</summary>
public sealed record VisitedPage(Uri Address, IDocument Document, int Status)
{
    /// <summary>What a reader sees, white space folded.</summary>
    public string Text => string.Join(' ', (Document.QuerySelector("main") ?? Document.Body)?.TextContent
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? []);

    /// <summary>The text of one element.</summary>
    public string TextOf(string selector) => Document.QuerySelector(selector)?.TextContent.Trim()
        ?? throw new InvalidOperationException($"{Address} has no {selector}: {Text}");

    /// <summary>The address of a link.</summary>
    public string? Link(string selector) => Document.QuerySelector(selector)?.GetAttribute("href");
}
