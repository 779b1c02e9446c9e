using System.Diagnostics;
using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace SkillsPassport.Benchmarks.Wallets;

/// <summary>A worker's browser that times what it asks: from the request to the last byte of its answer. It follows no
/// redirect by itself, so that one number is one request.</summary>
internal sealed class BenchPhone : IDisposable
{
    private readonly HttpClient _http;
    private string _path = "";
    private string _body = "";

    public BenchPhone(string wallet, string number, string address)
    {
        Number = number;
        _http = new HttpClient(new HttpClientHandler { CookieContainer = new(), AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(wallet),
        };
        _http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
    }

    public string Number { get; }

    /// <summary>Where the last answer leads.</summary>
    public string Location { get; private set; } = "";

    /// <summary>A certificate of this worker.</summary>
    public Guid Certificate { get; set; }

    /// <summary>Opens a page; one that leads on (a step that gives itself an address) counts with where it leads.</summary>
    public async Task<double> GoAsync(string path)
    {
        _path = path;
        var time = await TimeAsync(() => _http.GetAsync(path), HttpStatusCode.OK, HttpStatusCode.Redirect);
        return Location.Length == 0 ? time : time + await GoAsync(Location);
    }

    /// <summary>Goes where the last answer led.</summary>
    public Task<double> FollowAsync() => GoAsync(Location);

    /// <summary>Sends the page's own form with what the worker fills in; the answer must lead on.</summary>
    public Task<double> SubmitAsync(params (string Name, string Value)[] filled)
    {
        using var page = new HtmlParser().ParseDocument(_body);
        var form = page.QuerySelector("main form[method=post]") as IHtmlFormElement
            ?? throw new InvalidOperationException($"No form at {_path}.");
        var fields = form.Elements.OfType<IHtmlInputElement>()
            .Where(one => one.Name is { Length: > 0 } && (one.Type is not ("checkbox" or "radio") || one.IsChecked))
            .Select(one => (one.Name!, one.Value))
            .Where(one => filled.All(own => own.Name != one.Item1))
            .Concat(filled)
            .Select(one => KeyValuePair.Create(one.Item1, one.Item2)).ToList();
        var action = form.GetAttribute("action") is { Length: > 0 } own ? own : _path;
        return TimeAsync(() => _http.PostAsync(action, new FormUrlEncodedContent(fields)), HttpStatusCode.Redirect);
    }

    public async Task<double> SignInAsync(string pin)
    {
        await GoAsync("/sign-in?other=1");
        return await SubmitAsync(("Phone", Number), ("Pin", pin));
    }

    /// <summary>The secret link on a share's page.</summary>
    public string Link()
    {
        using var page = new HtmlParser().ParseDocument(_body);
        return page.QuerySelector("#link")?.TextContent ?? throw new InvalidOperationException($"No link at {_path}.");
    }

    public void Dispose() => _http.Dispose();

    private async Task<double> TimeAsync(Func<Task<HttpResponseMessage>> ask, params HttpStatusCode[] expected)
    {
        var watch = Stopwatch.StartNew();
        using var answer = await ask();
        _body = await answer.Content.ReadAsStringAsync();
        var time = watch.Elapsed.TotalMilliseconds;
        Location = answer.Headers.Location?.OriginalString ?? "";
        return expected.Contains(answer.StatusCode)
            ? time
            : throw new InvalidOperationException($"{_path}: {answer.StatusCode} {_body}");
    }
}
