using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SkillsPassport.Client;

/// <summary>How the client behaves towards the verifier.</summary>
public sealed record VerifierClientOptions
{
    /// <summary>An API key, for higher limits.</summary>
    public string? ApiKey { get; init; }

    /// <summary>How often a request that came too soon (429), or too many at once (503), is tried again.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>The longest it waits before one such try; a verifier that asks for more is not waited for.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Items sent in one request of a batch.</summary>
    public int ItemsAtOnce { get; init; } = 500;
}

/// <summary>
/// The verifier's API (<c>docs/verify-api.md</c>). Safe for several threads. The report is the verifier's word: for a
/// verdict that nobody has to be believed for, verify where you are.
/// </summary>
public sealed class VerifierClient
{
    private const string Json = "application/json";
    private const string Lines = "application/x-ndjson";

    internal static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web)
    {
        Converters = { new CodedConverter() },
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly HttpClient _http;
    private readonly VerifierClientOptions _options;
    private readonly TimeProvider _clock;

    /// <summary>Makes a client.</summary>
    /// <param name="http">With the verifier's address as its base address; it stays yours.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="clock">Null: the system's.</param>
    public VerifierClient(HttpClient http, VerifierClientOptions? options = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        _http = http.BaseAddress is null
            ? throw new ArgumentException("The verifier's address is the base address.", nameof(http)) : http;
        _options = options ?? new();
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>Verifies the text of a certificate's QR code, an SD-JWT VC, or a presentation (then with the audience
    /// and nonce you asked for).</summary>
    /// <exception cref="VerifierException">The request was not answered.</exception>
    public Task<Report> VerifyAsync(
        string credential, string? audience = null, string? nonce = null, CancellationToken cancel = default) =>
        PostAsync<Report>("api/verify", () => JsonContent.Create(new { credential, audience, nonce }, options: Wire),
            cancel);

    /// <summary>Verifies one of the certificates as a PDF file.</summary>
    /// <exception cref="VerifierException">The request was not answered.</exception>
    public Task<Report> VerifyPdfAsync(ReadOnlyMemory<byte> pdf, CancellationToken cancel = default) =>
        PostAsync<Report>("api/verify", () => Body(pdf, "application/pdf"), cancel);

    /// <summary>The signed bytes of the certificate with this code, as base32: verify them like a QR code's
    /// text.</summary>
    /// <exception cref="VerifierException">Among others <c>certificate_unknown</c>.</exception>
    public async Task<string> LookUpAsync(string code, CancellationToken cancel = default) =>
        (await PostAsync<LookUpAnswer>("api/lookup", () => JsonContent.Create(new { code }, options: Wire), cancel))
            .Payload;

    /// <summary>Fetches and verifies what a worker shared by a link.</summary>
    /// <param name="link">The whole link as the worker sent it.</param>
    /// <param name="pin">The PIN the worker told, where there is one.</param>
    /// <param name="confirm">Opens a share whose openings are counted.</param>
    /// <param name="visit">22 to 64 random characters (base64url): asked again within half an hour with the same, it is
    /// the same opening and needs no PIN again. Null: this call is a visit, retries included.</param>
    /// <exception cref="VerifierException">The request was not answered.</exception>
    public Task<Share> OpenShareAsync(
        string link, string? pin = null, bool confirm = false, string? visit = null, CancellationToken cancel = default)
    {
        visit ??= Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
        return PostAsync<Share>(
            "api/shares", () => JsonContent.Create(new { link, pin, visit, confirm }, options: Wire), cancel);
    }

    /// <summary>Verifies once more and gives a signed receipt of what was found, for the file. A forgery gets one
    /// too, which says so.</summary>
    /// <param name="credential">As for <see cref="VerifyAsync"/>, or a worker's share link.</param>
    /// <param name="requestedFor">Your reference, such as a file number: at most 100 characters, part of the
    /// receipt.</param>
    /// <param name="audience">The audience you asked a presentation to be made for.</param>
    /// <param name="nonce">The nonce you asked it to carry.</param>
    /// <param name="number">Which of the certificates behind a share link, from 1.</param>
    /// <param name="visit">The visit in which the share was opened.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="VerifierException">Among others <c>reference_refused</c>.</exception>
    public Task<IssuedReceipt> MakeReceiptAsync(string credential, string? requestedFor = null, string? audience = null,
        string? nonce = null, int number = 1, string? visit = null, CancellationToken cancel = default) =>
        PostAsync<IssuedReceipt>("api/receipts", () => JsonContent.Create(
            new { credential, audience, nonce, requestedFor, number, visit }, options: Wire), cancel);

    /// <summary>The keys this verifier signs receipts with, today's and earlier ones.</summary>
    /// <exception cref="VerifierException">They could not be had.</exception>
    public async Task<ReceiptKeys> GetReceiptKeysAsync(CancellationToken cancel = default)
    {
        using var answer = await _http.GetAsync(".well-known/jwks.json", cancel);
        if (!answer.IsSuccessStatusCode)
        {
            throw new VerifierException(await ProblemOfAsync(answer, cancel));
        }

        try
        {
            return ReceiptKeys.Parse(await answer.Content.ReadAsStringAsync(cancel));
        }
        catch (FormatException)
        {
            throw Unreadable();
        }
    }

    /// <summary>Verifies many, in requests of a few hundred each; the answers come in order, while they are
    /// made.</summary>
    /// <exception cref="VerifierException">A request was not answered at all.</exception>
    public async IAsyncEnumerable<BatchAnswer> VerifyBatchAsync(
        IAsyncEnumerable<BatchItem> items, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        var sent = 0;
        var group = new List<BatchItem>(_options.ItemsAtOnce);
        await foreach (var item in items.WithCancellation(cancel))
        {
            group.Add(item);
            if (group.Count < _options.ItemsAtOnce)
            {
                continue;
            }

            await foreach (var answer in SendAsync(group, sent, cancel))
            {
                yield return answer;
            }

            sent += group.Count;
            group.Clear();
        }

        await foreach (var answer in SendAsync(group, sent, cancel))
        {
            yield return answer;
        }
    }

    /// <summary>The same for items that are there already.</summary>
    public IAsyncEnumerable<BatchAnswer> VerifyBatchAsync(
        IEnumerable<BatchItem> items, CancellationToken cancel = default) =>
        VerifyBatchAsync(items.ToAsyncEnumerable(), cancel);

    private async IAsyncEnumerable<BatchAnswer> SendAsync(
        List<BatchItem> group, int before, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (group.Count == 0)
        {
            yield break;
        }

        using var lines = new MemoryStream();
        foreach (var item in group)
        {
            JsonSerializer.Serialize(lines, item, Wire);
            lines.WriteByte((byte)'\n');
        }

        var body = lines.ToArray();
        using var answer = await SendAsync("api/verify/batch", () => Body(body, Lines), cancel);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancel));
        var answered = 0;
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            var read = Read<BatchLine>(line);
            if (read.Line is not { } number)
            {
                throw new VerifierException(read.Problem);
            }

            answered++;
            yield return new(before + number, group[number - 1].Id, read.Report,
                read.Report is null ? read.Problem : null);
        }

        if (answered < group.Count)
        {
            throw new VerifierException(new(0, "answer_cut_off", null, "The answer ended before the last item's."));
        }
    }

    private async Task<T> PostAsync<T>(string path, Func<HttpContent> body, CancellationToken cancel)
    {
        using var answer = await SendAsync(path, body, cancel);
        return Read<T>(await answer.Content.ReadAsStringAsync(cancel));
    }

    /// <summary>Sends, and waits as long as it is told to when it came too soon.</summary>
    private async Task<HttpResponseMessage> SendAsync(string path, Func<HttpContent> body, CancellationToken cancel)
    {
        for (var retry = 0; ; retry++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body() };
            request.Headers.Accept.Add(new(Json));
            if (_options.ApiKey is { } key)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            }

            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (answer.IsSuccessStatusCode)
            {
                return answer;
            }

            using (answer)
            {
                if (retry == _options.Retries || WaitOf(answer) is not { } wait || wait > _options.LongestWait)
                {
                    throw new VerifierException(await ProblemOfAsync(answer, cancel));
                }

                await Task.Delay(wait, _clock, cancel);
            }
        }
    }

    /// <summary>RFC 9110 section 10.2.3: seconds, or a date.</summary>
    private TimeSpan? WaitOf(HttpResponseMessage answer)
    {
        if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            || answer.Headers.RetryAfter is not { } after)
        {
            return null;
        }

        var wait = after.Delta ?? after.Date - _clock.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static async Task<Problem> ProblemOfAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        try
        {
            var problem = JsonSerializer.Deserialize<Problem>(await answer.Content.ReadAsStringAsync(cancel), Wire);
            return problem! with { Status = (int)answer.StatusCode };
        }
        catch (JsonException)
        {
            return new((int)answer.StatusCode, null, answer.ReasonPhrase, null);
        }
    }

    private static T Read<T>(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Wire) ?? throw new JsonException("null");
        }
        catch (JsonException)
        {
            throw Unreadable();
        }
    }

    private static VerifierException Unreadable() =>
        new(new(0, "answer_unreadable", null, "What came back is no answer of a verifier."));

    private static ReadOnlyMemoryContent Body(ReadOnlyMemory<byte> bytes, string type) =>
        new(bytes) { Headers = { ContentType = new(type) } };

    private sealed record LookUpAnswer(string Payload);

    private sealed record BatchLine(
        int? Line, Report? Report, int Status, string? Code, string? Title, string? Detail, string? TraceId)
    {
        public Problem Problem => new(Status, Code, Title, Detail, TraceId);
    }
}
