using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace SkillsPassport.Services.Tests.Wallet;

/// <summary>A browser without script: follows links, fills in forms, keeps cookies.</summary>
public sealed class Phone : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _url;
    private int _turn;

    public Phone(string url)
    {
        _url = url;
        Cookies.Add(new Uri(url), new Cookie("sp-wallet-lang", "en"));
        _http = new HttpClient(new HttpClientHandler { CookieContainer = Cookies }) { BaseAddress = new Uri(url) };
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>Several copies of the wallet that take turns, as behind a load balancer; cookies know no ports.</summary>
    public string[] RoundRobin { get; init; } = [];

    public HttpStatusCode Status { get; private set; }

    /// <summary>Where the phone is now: path and query.</summary>
    public string Path { get; private set; } = "";

    public IHtmlDocument Page { get; private set; } = null!;

    public byte[] Body { get; private set; } = [];

    public HttpResponseMessage Answer { get; private set; } = null!;

    public string Text => string.Join(' ', Page.Body!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public async Task<Phone> GoAsync(string path) => await TakeAsync(await _http.GetAsync(Turn(path)));

    /// <summary>Sends a form of this page: what it holds, and what the person fills in.</summary>
    public async Task<Phone> SubmitAsync(string form, params (string Name, string Value)[] filled)
    {
        var found = Page.QuerySelector(form) as IHtmlFormElement
            ?? throw new InvalidOperationException($"No form {form} on {Path}: {Text}");
        var fields = found.Elements.OfType<IHtmlInputElement>()
            .Where(input => input.Name is { Length: > 0 } && input.Type is not ("checkbox" or "radio") || input.IsChecked)
            .Select(input => (input.Name!, input.Value))
            .Concat(found.Elements.OfType<IHtmlTextAreaElement>().Select(area => (area.Name!, area.Value)))
            .Where(field => field.Item1 is { Length: > 0 } && filled.All(own => own.Name != field.Item1))
            .Concat(filled).Select(field => KeyValuePair.Create(field.Item1, field.Item2)).ToList();
        var action = new Uri(Turn(new Uri(new Uri(_url + Path), found.GetAttribute("action") ?? "").PathAndQuery));
        if (found.Method == "get")
        {
            var query = string.Join('&', fields.Select(one => $"{Uri.EscapeDataString(one.Key)}={Uri.EscapeDataString(one.Value)}"));
            return await GoAsync($"{action.AbsolutePath}?{query}");
        }

        return await TakeAsync(await _http.PostAsync(action, new FormUrlEncodedContent(fields)));
    }

    /// <summary>Sends a form with a file.</summary>
    public async Task<Phone> UploadAsync(
        string form, string field, HttpContent file, params (string Name, string Value)[] filled)
    {
        var found = (IHtmlFormElement)Page.QuerySelector(form)!;
        var token = found.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var parts = new MultipartFormDataContent { { file, field, "copy.json" } };
        foreach (var (name, value) in filled.Append(("__RequestVerificationToken", token)))
        {
            parts.Add(new StringContent(value), name);
        }

        return await TakeAsync(await _http.PostAsync(found.GetAttribute("action"), parts));
    }

    /// <summary>Posts without any form, as an attacker's page would make a browser do.</summary>
    public async Task<Phone> PostBareAsync(string path, params (string Name, string Value)[] fields) => await TakeAsync(
        await _http.PostAsync(path, new FormUrlEncodedContent(fields.Select(one => KeyValuePair.Create(one.Name, one.Value)))));

    public async Task<Phone> SignUpAsync(string number, string pin, string? again = null, bool consent = true)
    {
        await GoAsync("/sign-up");
        (string, string)[] agreed = consent ? [("Consent", "true")] : [];
        await SubmitAsync("main form", [("Phone", number), ("Pin", pin), ("PinAgain", again ?? pin), .. agreed]);
        return await EnterCodeAsync();
    }

    /// <summary>Reads the messages of this machine, newest first, and enters their codes until one is right.</summary>
    public async Task<Phone> EnterCodeAsync()
    {
        var page = Path;
        foreach (var code in Path.Contains("/code", StringComparison.Ordinal) ? await CodesAsync() : [])
        {
            await SubmitAsync("main form", ("Code", code));
            if (Path.Split('?')[0] != page.Split('?')[0])
            {
                break;
            }
        }

        return this;
    }

    /// <summary>The codes in the outbox, newest first.</summary>
    public async Task<IReadOnlyList<string>> CodesAsync()
    {
        var outbox = new HtmlParser().ParseDocument(await _http.GetStringAsync("/outbox"));
        return [.. outbox.QuerySelectorAll("[data-code]").Select(one => one.GetAttribute("data-code")!)
            .Where(code => code.Length > 0)];
    }

    public async Task<Phone> SignInAsync(string number, string pin)
    {
        await GoAsync("/sign-in?other=1");
        return await SubmitAsync("main form", ("Phone", number), ("Pin", pin));
    }

    private string Turn(string path) =>
        (RoundRobin.Length == 0 ? _url : RoundRobin[_turn++ % RoundRobin.Length]) + path;

    public void Dispose() => _http.Dispose();

    private async Task<Phone> TakeAsync(HttpResponseMessage answer)
    {
        Answer = answer;
        Status = answer.StatusCode;
        // Whoever is told to wait is told how long, wherever a test meets it.
        Assert.True(Status != HttpStatusCode.TooManyRequests || answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Path = answer.RequestMessage!.RequestUri!.PathAndQuery;
        Body = await answer.Content.ReadAsByteArrayAsync();
        Page = new HtmlParser().ParseDocument(System.Text.Encoding.UTF8.GetString(Body));
        return this;
    }
}
