using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SkillsPassport.Client;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;

namespace SkillsPassport.Services.Tests.Clients;

/// <summary>The typed client against the running verifier, and against servers that behave as they should not.</summary>
public sealed class VerifierClientTests : VerifierTests
{
    private VerifierClient _client = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _client = new VerifierClient(Verifier.Http);
    }

    [Fact]
    public async Task A_report_comes_with_its_types()
    {
        var report = await _client.VerifyAsync(Base32.Encode(Scheme.Paper()));
        Assert.Equal(VerdictState.Valid, report.State.Value);
        Assert.Equal((AnswerValue.Yes, Reason.Ok), (report.Answers.Genuine.Value.Value, report.Answers.Genuine.Reason.Value));
        Assert.Equal(AnswerValue.PleaseCheck, report.Answers.Person.Value.Value);
        Assert.NotNull(report.Answers.Valid.AsOf);
        Assert.Equal(CheckOutcome.Passed, report.Checks.Single(one => one.Check == Check.Signature).Outcome.Value);
        Assert.All(report.Checks, one => Assert.NotEqual(Reason.Unknown, one.Reason.Value));
        Assert.Equal("MD RAFIQUL ISLAM", report.Content!.NameEn);
        Assert.Equal(new DateOnly(2031, 3, 15), report.Content.ValidUntil);
        Assert.True(report.Content.More.ContainsKey("units"));
        Assert.Equal("Demo issuer", report.Issuer!.Name!["en"]);

        var presented = await _client.VerifyAsync(Scheme.Presentation("me", "nonce-1234567890123456"), "me", "nonce-1234567890123456");
        Assert.Equal((VerdictState.Valid, "dc+sd-jwt+kb"), (presented.State.Value, presented.Format));
        var rubbish = await _client.VerifyAsync("rubbish");
        Assert.Equal((VerdictState.NotGenuine, Reason.FormatUnreadable), (rubbish.State.Value, rubbish.Answers.Genuine.Reason.Value));
        Assert.Null(rubbish.Content);
        Assert.Equal(VerdictState.NotGenuine, (await _client.VerifyPdfAsync("%PDF-1.7"u8.ToArray())).State.Value);
    }

    [Fact]
    public async Task A_batch_is_answered_in_order_over_several_requests()
    {
        var client = new VerifierClient(Verifier.Http, new() { ItemsAtOnce = 40 });
        var items = Enumerable.Range(1, 100).Select(i => new BatchItem(i switch
        {
            7 => new string('A', 1024 * 1024 + 1),
            _ when i % 2 == 0 => Scheme.SdJwt(i),
            _ => Base32.Encode(Scheme.Paper(i)),
        }, $"item-{i}"));
        var answers = new List<BatchAnswer>();
        await foreach (var answer in client.VerifyBatchAsync(items))
        {
            answers.Add(answer);
        }

        Assert.Equal(Enumerable.Range(1, 100).Select(i => (i, $"item-{i}")), answers.Select(one => (one.Number, one.Id!)));
        Assert.Equal("request_too_large", answers[6].Problem!.Code);
        Assert.All(answers.Where(one => one.Number != 7), one => Assert.Equal(
            one.Number % 2 == 0 ? VerdictState.CouldNotCheck : VerdictState.Valid, one.Report!.State.Value));
    }

    [Fact]
    public async Task Codes_and_share_links_are_looked_up_and_refusals_are_exceptions_with_their_code()
    {
        await RefusedAsync("certificate_code_unreadable", () => _client.LookUpAsync("0000"));
        await RefusedAsync("share_link_unreadable", () => _client.OpenShareAsync("https://example.org"));
        await RefusedAsync("request_unreadable", () => _client.VerifyAsync(null!));
        await RefusedAsync("api_key_unknown", () => new VerifierClient(Verifier.Http, new() { ApiKey = "spk_wrong" }).VerifyAsync("x"));
    }

    [Fact]
    public async Task Told_to_come_back_it_waits_and_comes_back()
    {
        await using var server = await LocalPeer.StartAsync();
        var times = 0;
        server.On("/api/verify", async context =>
        {
            if (++times <= 2)
            {
                context.Response.StatusCode = times == 1 ? 429 : 503;
                context.Response.Headers.RetryAfter = "1";
                return;
            }

            await context.Response.WriteAsync(Later);
        });
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        var started = DateTime.UtcNow;
        var report = await new VerifierClient(http).VerifyAsync("x");
        Assert.Equal(3, times);
        Assert.True(DateTime.UtcNow - started >= TimeSpan.FromSeconds(1.9));

        // What came up after this client was made is unknown, with its own words, and no exception.
        Assert.Equal((VerdictState.Unknown, "quantum_doubt"), (report.State.Value, report.State.Text));
        Assert.Equal((Reason.Unknown, "moon_phase"), (report.Answers.Genuine.Reason.Value, report.Answers.Genuine.Reason.Text));

        times = -1000;
        var patient = new VerifierClient(http, new() { Retries = 1 });
        server.On("/api/verify", context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        });
        Assert.Equal(429, (await Assert.ThrowsAsync<VerifierException>(() => patient.VerifyAsync("x"))).Problem.Status);
    }

    [Fact]
    public async Task It_stops_when_it_is_told_to()
    {
        await using var server = await LocalPeer.StartAsync();
        server.On("/api/verify", context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new VerifierClient(http).VerifyAsync("x", cancel: cancel.Token));
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task What_is_no_answer_of_a_verifier_is_said_so(string body)
    {
        await using var server = await LocalPeer.StartAsync();
        server.Serve("/api/verify", Encoding.UTF8.GetBytes(body), "application/json");
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        await RefusedAsync("answer_unreadable", () => new VerifierClient(http).VerifyAsync("x"));
    }

    [Fact]
    public async Task A_receipt_is_verified_offline_with_the_published_keys_and_nothing_else_passes_for_one()
    {
        var issued = await _client.MakeReceiptAsync(Base32.Encode(Scheme.Paper()), "HR 2026/113");
        var keys = ReceiptKeys.Parse((await _client.GetReceiptKeysAsync()).Json);
        foreach (var text in (string[])[issued.Text, issued.Link, $" {issued.Text}\n"])
        {
            Assert.Equal(ReceiptFlaw.None, keys.Read(text, out var receipt));
            Assert.Equal(("HR 2026/113", VerdictState.Valid), (receipt!.RequestedFor, receipt.State.Value));
            Assert.Equal(("http://localhost:5102", true), (receipt.Verifier, receipt.Demo));
            Assert.InRange(receipt.At, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddSeconds(1));
            Assert.Equal(("NSC-CON-PLM-L2-900101", "Demo issuer"), (receipt.Certificate!.Serial, receipt.Certificate.IssuerName));
            Assert.Equal(AnswerValue.PleaseCheck, receipt.Answers.Person.Value.Value);
            Assert.Contains("signature", receipt.Checks.Passed);
            Assert.Equal(Reason.PersonPleaseCheck, receipt.Checks.CouldNotCheck["holder_binding"].Value);
            Assert.Equal((Scheme.PaperStatusUri, "valid", 1L), (receipt.Status!.List, receipt.Status.State, receipt.TrustList!.Sequence));
        }

        var forged = await _client.MakeReceiptAsync("what is this");
        Assert.Equal(ReceiptFlaw.None, keys.Read(forged.Text, out var honest));
        Assert.Equal((VerdictState.NotGenuine, null), (honest!.State.Value, honest.Certificate));

        var parts = issued.Text.Split('.');
        var (head, body, end) = (parts[0], parts[1], parts[2]);
        string Part(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
        var kid = JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(head)).GetProperty("kid").GetString();
        using var stranger = Scheme.NewKey();
        var other = ReceiptKeys.Parse($$"""{"keys":[{{stranger.PublicJwk.ToJson().ToJsonString()}}]}""");
        var posing = ReceiptKeys.Parse($$"""{"keys":[{{(stranger.PublicJwk with { Kid = kid }).ToJson().ToJsonString()}}]}""");
        foreach (var (flaw, set, text) in new (ReceiptFlaw, ReceiptKeys, string)[]
        {
            (ReceiptFlaw.KeyUnknown, other, issued.Text),
            (ReceiptFlaw.KeyUnknown, ReceiptKeys.Parse("""{"keys":[]}"""), issued.Text),
            (ReceiptFlaw.SignatureWrong, posing, issued.Text),
            (ReceiptFlaw.SignatureWrong, keys, $"{head}.{forged.Text.Split('.')[1]}.{end}"),
            (ReceiptFlaw.SignatureWrong, keys, $"{head}.{body}.{new string('A', 86)}"),
            (ReceiptFlaw.Unreadable, keys, issued.Text[..^1]),
            (ReceiptFlaw.Unreadable, keys, issued.Text + "="),
            (ReceiptFlaw.Unreadable, keys, $"{head}.{body}."),
            (ReceiptFlaw.Unreadable, keys, $"{head}.{body[..20]} {body[20..]}.{end}"),
            (ReceiptFlaw.Unreadable, keys, $"{Part($$"""{"alg":"none","typ":"verification-receipt+jwt","kid":"{{kid}}"}""")}.{body}.{end}"),
            (ReceiptFlaw.Unreadable, keys, $"{Part($$"""{"alg":"ES256","typ":"JWT","kid":"{{kid}}"}""")}.{body}.{end}"),
            (ReceiptFlaw.Unreadable, keys, $"{Part($$"""{"alg":"ES256","typ":"verification-receipt+jwt","kid":"{{kid}}","crit":[]}""")}.{body}.{end}"),
            (ReceiptFlaw.Unreadable, keys, $"{Part($$"""{"alg":"ES256","alg":"ES256","typ":"verification-receipt+jwt","kid":"{{kid}}"}""")}.{body}.{end}"),
            (ReceiptFlaw.Unreadable, keys, "rubbish"),
            (ReceiptFlaw.Unreadable, keys, ""),
        })
        {
            Assert.Equal(flaw, set.Read(text, out var nothing));
            Assert.Null(nothing);
        }

        await RefusedAsync("reference_refused", () => _client.MakeReceiptAsync("x", new string('x', 101)));
        Assert.Throws<FormatException>(() => ReceiptKeys.Parse("<html>"));
        Assert.Throws<FormatException>(() => ReceiptKeys.Parse("{}"));
    }

    [Fact]
    public void The_clients_codes_are_those_of_the_law()
    {
        using var stream = typeof(CertificateCode).Assembly.GetManifestResourceStream("schemas/api/verification.json")!;
        var law = JsonDocument.Parse(stream).RootElement;
        Same<Reason>(Codes("reasons"));
        Same<VerdictState>(Codes("states"));
        Same<Check>(Codes("checks"));
        Same<AnswerValue>(Enum.GetValues<SkillsPassport.Credentials.Verification.AnswerValue>().Select(SkillsPassport.Credentials.Verification.Wire.Name));
        // A check without a meaning for a credential is not listed.
        Same<CheckOutcome>(Enum.GetNames<SkillsPassport.Credentials.Verification.CheckOutcome>()
            .Except([nameof(SkillsPassport.Credentials.Verification.CheckOutcome.NotApplicable)]));

        // Every code is known, and nothing more is but Unknown.
        static void Same<T>(IEnumerable<string> codes) where T : struct, Enum => Assert.Equal(
            Enum.GetValues<T>().Order(), codes.Select(code => Coded<T>.Of(code).Value).Append(default).Order());

        IEnumerable<string> Codes(string list) =>
            law.GetProperty(list).EnumerateArray().Select(one => one.GetProperty("code").GetString()!);
    }

    private const string Later = """
        {"version":1,"format":"paper-cwt","checkedAt":"2030-01-01T00:00:00Z","state":"quantum_doubt","new":[1],
         "answers":{"genuine":{"answer":"maybe","reason":"moon_phase"},"accredited":{"answer":"yes","reason":"ok"},
         "valid":{"answer":"yes","reason":"ok","asOf":null},"person":{"answer":"yes","reason":"ok"},"new":{}},
         "checks":[],"issuer":null,"status":null,"trustList":null,"content":null}
        """;

    private static async Task RefusedAsync(string code, Func<Task> call) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<VerifierException>(call)).Problem.Code);
}
