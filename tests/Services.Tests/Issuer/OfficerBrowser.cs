using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace SkillsPassport.Services.Tests.Issuer;

/// <summary>A page as it came: its status, address and document.</summary>
public sealed record Shown(HttpStatusCode Status, Uri Address, IDocument Page, byte[] Bytes, string? ContentType)
{
    /// <summary>Whether nobody on the way may keep it.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>How long the page says to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public string Text => Page.QuerySelector("main")?.TextContent ?? Page.DocumentElement.TextContent;

    /// <summary>Id of the sheet that is shown, from the address.</summary>
    public string? SheetId => Address.AbsolutePath.Split('/') is ["", "sheets", var id] && id != "new" ? id : null;

    /// <summary>The findings in the table: row, column, code.</summary>
    public IReadOnlyList<(int Row, string Column, string Code)> Findings => [.. Page.QuerySelectorAll("table.errors tbody tr").Select(row => (
        int.TryParse(row.QuerySelector("th")!.TextContent, out var line) ? line : 0,
        row.QuerySelector("td:nth-child(2) .mono")?.TextContent ?? "",
        row.QuerySelector("td:nth-child(3) .mono")!.TextContent.Split(' ')[0]))];
}

/// <summary>An officer's browser: cookies, forms with their tokens, redirects.</summary>
public sealed class OfficerBrowser : IDisposable
{
    private readonly HttpClient _http;
    private readonly CookieContainer _cookies = new();

    /// <param name="from">Whom a proxy names as the caller.</param>
    public OfficerBrowser(string url, string language = "en", string? from = null)
    {
        _http = new HttpClient(new HttpClientHandler { CookieContainer = _cookies }) { BaseAddress = new Uri(url) };
        _http.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        if (from is not null)
        {
            _http.DefaultRequestHeaders.Add("X-Forwarded-For", from);
        }
    }

    public IReadOnlyList<string> CookieNames => [.. _cookies.GetAllCookies().Select(cookie => cookie.Name)];

    /// <summary>Another browser with a copy of what this one keeps.</summary>
    public OfficerBrowser Copy()
    {
        var copy = new OfficerBrowser(_http.BaseAddress!.ToString());
        copy._cookies.Add(_cookies.GetAllCookies());
        return copy;
    }

    public async Task<Shown> GetAsync(string path, CancellationToken cancel = default) =>
        await ReadAsync(await _http.GetAsync(path, cancel));

    public async Task<Shown> SignInAsync(string user, string password) =>
        await SubmitAsync(await GetAsync("/sign-in"), "form.card", new() { ["UserName"] = user, ["Password"] = password });

    /// <summary>Uploads a file with the form of the page.</summary>
    /// <param name="inPieces">Without saying beforehand how long it is.</param>
    public async Task<Shown> SendSheetAsync(byte[] file, string name = "sheet.csv", bool inPieces = false)
    {
        var page = await GetAsync("/sheets/new");
        var form = page.Page.QuerySelector("form[enctype]")!;
        using var body = new MultipartFormDataContent();
        foreach (var hidden in form.QuerySelectorAll("input[type=hidden]"))
        {
            body.Add(new StringContent(hidden.GetAttribute("value") ?? ""), hidden.GetAttribute("name")!);
        }

        body.Add(new ByteArrayContent(file), "file", name);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sheets/new") { Content = body };
        // A refusal that comes before the whole body was sent is then read, not lost with the connection.
        request.Headers.ExpectContinue = file.Length > 45 * 1024 * 1024;
        request.Headers.TransferEncodingChunked = inPieces;
        return await ReadAsync(await _http.SendAsync(request));
    }

    public async Task<Shown> ApproveAsync(string sheet, string? digest = null)
    {
        var page = await GetAsync($"/sheets/{sheet}");
        return await SubmitAsync(page, "form[action*=Approve]", digest is null ? [] : new() { ["digest"] = digest });
    }

    public async Task<Shown> RejectAsync(string sheet, string reason) =>
        await SubmitAsync(await GetAsync($"/sheets/{sheet}"), "form[action*=Reject]", new() { ["reason"] = reason });

    /// <summary>Fills a form of the page as given, keeps what it already holds, and sends it.</summary>
    public async Task<Shown> SubmitAsync(Shown shown, string selector, Dictionary<string, string> fields, string? button = null)
    {
        var form = shown.Page.QuerySelector(selector) ?? throw new InvalidOperationException(
            $"{shown.Address.PathAndQuery} ({shown.Status}) has no {selector}: {shown.Text}");
        var values = form.QuerySelectorAll("input[name], textarea[name], select[name]")
            .Where(field => field.GetAttribute("type") is not ("submit" or "checkbox"))
            .ToDictionary(field => field.GetAttribute("name")!, ValueOf);
        foreach (var (name, value) in fields)
        {
            values[name] = value;
        }

        var action = button is null ? form.GetAttribute("action") : form.QuerySelector(button)?.GetAttribute("formaction");
        var target = new Uri(shown.Address, string.IsNullOrEmpty(action) ? shown.Address.PathAndQuery : action);
        return await ReadAsync(await _http.PostAsync(target, new FormUrlEncodedContent(values)));
    }

    /// <summary>Posts without a form.</summary>
    public async Task<Shown> PostAsync(string path, Dictionary<string, string> fields) =>
        await ReadAsync(await _http.PostAsync(path, new FormUrlEncodedContent(fields)));

    /// <summary>Posts a body of one's own.</summary>
    public async Task<Shown> PostBodyAsync(string path, HttpContent body) => await ReadAsync(await _http.PostAsync(path, body));

    public void Dispose() => _http.Dispose();

    private static string ValueOf(IElement field) => field.LocalName switch
    {
        "textarea" => field.TextContent,
        "select" => (field.QuerySelector("option[selected]") ?? field.QuerySelector("option"))?.TextContent ?? "",
        _ => field.GetAttribute("value") ?? "",
    };

    private static async Task<Shown> ReadAsync(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var type = answer.Content.Headers.ContentType?.MediaType;
        var page = await new HtmlParser().ParseDocumentAsync(type == "text/html" ? System.Text.Encoding.UTF8.GetString(bytes) : "");
        return new Shown(answer.StatusCode, answer.RequestMessage!.RequestUri!, page, bytes, type)
        {
            IsPrivate = answer.Headers.CacheControl?.NoStore ?? false,
            RetryAfter = answer.Headers.RetryAfter?.Delta,
        };
    }
}
