using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Verifier.Receipts;

/// <summary>A signed receipt says what was found at one moment, whatever that was, and nothing about the person.</summary>
public sealed class ReceiptTests : IAsyncLifetime
{
    private const int Revoked = 40;
    private Scheme _scheme = null!;
    private RunningVerifier _verifier = null!;

    public async Task InitializeAsync()
    {
        _scheme = await Scheme.StartAsync();
        _scheme.Statuses[Revoked] = 1;
        _scheme.PublishStatus();
        _verifier = await RunningVerifier.StartAsync(_scheme);
    }

    public async Task DisposeAsync()
    {
        await _verifier.DisposeAsync();
        await _scheme.DisposeAsync();
    }

    [Fact]
    public async Task A_receipt_is_signed_with_a_published_key_and_names_what_was_checked_and_by_which_lists()
    {
        var paper = _scheme.Paper();
        var (jws, receipt) = await MakeAsync(Base32.Encode(paper), "HR 2026/113");
        Assert.Equal("verification-receipt+jwt", jws.Type);
        Assert.Equal("http://localhost:5102", receipt.GetProperty("iss").GetString());
        Assert.InRange(receipt.GetProperty("iat").GetInt64(), DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeSeconds(),
            DateTimeOffset.UtcNow.AddSeconds(1).ToUnixTimeSeconds());
        Assert.Equal(Base64UrlStrict.Encode(SHA256.HashData(paper)),
            receipt.GetProperty("credential").GetProperty("sha256").GetString());
        Assert.Equal("NSC-CON-PLM-L2-900101", receipt.GetProperty("certificate").GetProperty("serial").GetString());
        Assert.Equal(_scheme.Issuer.Url, receipt.GetProperty("certificate").GetProperty("issuer").GetString());
        Assert.Equal("valid", receipt.GetProperty("state").GetString());
        Assert.Equal("please_check", receipt.GetProperty("answers").GetProperty("person").GetProperty("answer").GetString());
        Assert.Equal(1, receipt.GetProperty("trustList").GetProperty("sequence").GetInt64());
        var list = await _verifier.Http.GetByteArrayAsync("/trust/list");
        Assert.Equal(Base64UrlStrict.Encode(SHA256.HashData(list)),
            receipt.GetProperty("trustList").GetProperty("digest").GetString());
        Assert.Equal(_scheme.PaperStatusUri, receipt.GetProperty("status").GetProperty("uri").GetString());
        Assert.Equal("HR 2026/113", receipt.GetProperty("requestedFor").GetString());
        Assert.True(receipt.GetProperty("demo").GetBoolean());
    }

    [Fact]
    public async Task It_says_nothing_about_the_person()
    {
        foreach (var credential in (string[])[Base32.Encode(_scheme.Paper()), _scheme.SdJwt()])
        {
            var (jws, _) = await MakeAsync(credential);
            var text = Encoding.UTF8.GetString(jws.Payload);
            Hidden.In(text, "RAFIQUL", "রফিকুল", "KARIM", "ROKEYA", "4821", "7K2", "1990");
        }

        Assert.DoesNotContain("RAFIQUL", _verifier.Log.All);
        Assert.DoesNotContain(Base32.Encode(_scheme.Paper())[..40], _verifier.Log.All);
    }

    [Fact]
    public async Task A_no_and_a_could_not_check_get_an_honest_receipt()
    {
        var forged = _scheme.Paper(9);
        forged[^1] ^= 1;
        foreach (var (credential, state, certificate) in new (string, string, bool)[]
        {
            (Base32.Encode(_scheme.Paper(Revoked)), "revoked", true),
            (Base32.Encode(forged), "not_genuine", false),
            ("what is this", "not_genuine", false),
            (Base32.Encode(_scheme.Paper(10, statusUri: _scheme.Issuer.Url + "/status/9.cwt")), "could_not_check", true),
            (Base32.Encode(_scheme.Paper(11, key: Scheme.NewKey(), issuer: "https://nobody.example",
                statusUri: "https://nobody.example/1.cwt")), "not_accredited", false),
        })
        {
            var (_, receipt) = await MakeAsync(credential);
            Assert.Equal(state, receipt.GetProperty("state").GetString());
            // A number nobody vouches for is not repeated.
            Assert.Equal(certificate, receipt.GetProperty("certificate").ValueKind == JsonValueKind.Object);
        }
    }

    [Fact]
    public async Task Every_way_of_writing_one_code_gives_the_digest_of_the_same_bytes()
    {
        var text = Base32.Encode(_scheme.Paper());
        var digests = new List<string?>();
        foreach (var typed in (string[])[text, text.ToLowerInvariant(), $"HTTPS://OTHER.EXAMPLE/C#{text}", $" {text}\n"])
        {
            digests.Add((await MakeAsync(typed)).Receipt.GetProperty("credential").GetProperty("sha256").GetString());
        }

        Assert.Single(digests.Distinct());
    }

    [Theory]
    [InlineData("https://employer-a.example", "yes")]
    [InlineData("https://employer-b.example", "no")]
    public async Task A_receipt_of_a_presentation_names_for_whom_it_was_made(string expected, string person)
    {
        const string nonce = "nonce-1234567890123456";
        using var answer = await _verifier.Http.PostAsJsonAsync("/api/receipts", new
        {
            credential = _scheme.Presentation("https://employer-a.example", nonce), audience = expected, nonce,
        });
        var text = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("receipt").GetString()!;
        var receipt = Jws.Parse(text, 16 * 1024).PayloadObject();
        Assert.Equal(person, receipt.GetProperty("answers").GetProperty("person").GetProperty("answer").GetString());
        Assert.Equal(person == "yes" ? expected : null,
            receipt.TryGetProperty("presentedTo", out var to) ? to.GetString() : null);
    }

    [Fact]
    public async Task What_a_worker_shares_by_a_link_gets_a_receipt_of_that_very_presentation()
    {
        const string id = "q83vEjRWeJASNFZ4kBI0Vg";
        var link = $"http://localhost:5102/S#{new Uri(_scheme.Wallet.Url).Authority}/shares/{id}";
        var presentation = _scheme.Presentation(link, id);
        _scheme.Wallet.On($"/shares/{id}", context => context.Response.WriteAsync(
            JsonSerializer.Serialize(new { presentations = new[] { presentation } })));
        var (_, receipt) = await MakeAsync(link);
        Assert.Equal(("valid", "yes"), (receipt.GetProperty("state").GetString(),
            receipt.GetProperty("answers").GetProperty("person").GetProperty("answer").GetString()));
        Assert.Equal(Base64UrlStrict.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(presentation))),
            receipt.GetProperty("credential").GetProperty("sha256").GetString());
        // The link is a secret: whoever has the receipt has not got it.
        Assert.DoesNotContain(id, receipt.GetRawText(), StringComparison.Ordinal);
        await RefusedAsync(new { credential = link, number = 2 }, 404, "share_unknown");
        await RefusedAsync(new { credential = link.Replace(id, "another-" + id) }, 404, "share_unknown");
    }

    [Theory]
    [InlineData("{}", 400, "request_empty")]
    [InlineData("{\"credential\":\"\"}", 400, "request_empty")]
    [InlineData("{\"credential\":1}", 400, "request_unreadable")]
    [InlineData("{\"credential\":\"a\",\"credential\":\"b\"}", 400, "request_unreadable")]
    [InlineData("{\"credential\":\"a\",\"requestedFor\":\"a\\u202eb\"}", 422, "reference_refused")]
    [InlineData("{\"credential\":\"a\",\"requestedFor\":\"a\\u0000b\"}", 422, "reference_refused")]
    public async Task A_request_that_is_no_request_gets_a_problem(string body, int status, string code)
    {
        using var content = new StringContent(body, null, "application/json");
        using var answer = await _verifier.Http.PostAsync("/api/receipts", content);
        Assert.Equal((status, code), ((int)answer.StatusCode,
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_reference_is_bounded_and_half_a_letter_is_no_reference()
    {
        await RefusedAsync(new { credential = "a", requestedFor = new string('x', 101) }, 422, "reference_refused");
        using var half = new StringContent("{\"credential\":\"a\",\"requestedFor\":\"\\ud800\"}", null, "application/json");
        using var answer = await _verifier.Http.PostAsync("/api/receipts", half);
        Assert.InRange((int)answer.StatusCode, 400, 422);
    }

    [Fact]
    public async Task Receipts_are_limited_for_one_address()
    {
        await using var few = await RunningVerifier.StartAsync(_scheme, args: ["--Receipts:PerMinute=2"]);
        for (var i = 0; i < 3; i++)
        {
            using var answer = await few.Http.PostAsJsonAsync("/api/receipts", new { credential = "a" });
            Assert.Equal(i < 2 ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.Equal(i == 2, answer.Headers.RetryAfter is not null);
        }

        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["credential"] = "a" });
        using var page = await few.Http.PostAsync("/receipt", form);
        Assert.Equal(HttpStatusCode.TooManyRequests, page.StatusCode);
        Assert.InRange(page.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    [Fact]
    public async Task A_receipt_of_a_retired_key_still_verifies_and_a_retired_private_key_stops_the_service()
    {
        var keys = Directory.CreateTempSubdirectory("sp-receipt-keys-").FullName;
        string text;
        await using (var before = await RunningVerifier.StartAsync(_scheme, args: [$"--Keys:Folder={keys}"]))
        {
            text = await TextAsync(before, Base32.Encode(_scheme.Paper()));
        }

        var pem = Path.Combine(keys, "receipts.key.pem");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(pem));
        using (var old = ECDsa.Create())
        {
            old.ImportFromPem(await File.ReadAllTextAsync(pem));
            await File.WriteAllTextAsync(Path.Combine(keys, "receipts.retired-2026.pem"), old.ExportSubjectPublicKeyInfoPem());
        }

        File.Move(pem, Path.Combine(keys, "elsewhere.pem"));
        await using (var after = await RunningVerifier.StartAsync(_scheme, args: [$"--Keys:Folder={keys}"]))
        {
            var set = await after.Http.GetFromJsonAsync<JsonElement>("/.well-known/jwks.json");
            Assert.Equal(2, set.GetProperty("keys").GetArrayLength());
            Assert.Contains("signed it, and nobody has changed it", await PasteAsync(after, text));
        }

        File.Move(Path.Combine(keys, "elsewhere.pem"), Path.Combine(keys, "receipts.retired-wrong.pem"));
        await using var wrong = await RunningVerifier.StartAsync(
            _scheme, waitForTrust: false, args: [$"--Keys:Folder={keys}"]);
        using var answer = await wrong.Http.GetAsync("/.well-known/jwks.json");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        using var ready = await wrong.Http.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
    }

    [Fact]
    public async Task Whatever_is_changed_in_a_receipt_is_no_and_another_verifiers_is_could_not_check()
    {
        var text = await TextAsync(_verifier, Base32.Encode(_scheme.Paper(Revoked)));
        var parts = text.Split('.');
        var payload = Encoding.UTF8.GetString(Decode(parts[1]));
        var changed = string.Join('.', parts[0], Encode(payload.Replace("\"revoked\"", "\"valid\"")), parts[2]);
        var stranger = Scheme.NewKey();
        string Signed(string iss) => Jws.Sign(stranger,
            new() { ["typ"] = "verification-receipt+jwt", ["kid"] = stranger.Kid },
            Encoding.UTF8.GetBytes(payload.Replace("http://localhost:5102", iss)));
        foreach (var (pasted, says) in new[]
        {
            (text, "signed it, and nobody has changed it"),
            ("http://localhost:5102/receipt#" + text, "signed it, and nobody has changed it"),
            (changed, "This receipt is not genuine"),
            (Signed("http://localhost:5102"), "This receipt is not genuine"),
            (Signed("https://other.example"), "cannot be checked here"),
            (Jws.Sign(stranger, new() { ["typ"] = "trust-list+jwt", ["kid"] = stranger.Kid }, "{}"u8.ToArray()), "not a receipt"),
            (text[..^30], "not a receipt"),
            ("<script>alert(1)</script>", "not a receipt"),
            ("", "not a receipt"),
        })
        {
            var page = await PasteAsync(_verifier, pasted);
            Assert.Contains(says, page);
            Assert.Equal(says.Contains("signed it", StringComparison.Ordinal), page.Contains("NSC-CON-PLM-L2-900101"));
            Assert.DoesNotContain("<script>alert", page);
        }
    }

    [Fact]
    public async Task The_form_makes_one_without_any_script()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["credential"] = Base32.Encode(_scheme.Paper(Revoked)), ["requestedFor"] = "<b>File 7</b>", ["number"] = "1",
        });
        using var answer = await _verifier.Http.PostAsync("/receipt", form);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("Demo issuer", page);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Contains("REVOKED", page);
        Assert.Contains("&lt;b&gt;File 7&lt;/b&gt;", page);
        Assert.Contains("/receipt#eyJ", page);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("bn", "ডেমো")]
    [InlineData("ar", "جهة التجربة")]
    [InlineData("ko", "Demo issuer")]
    public async Task The_issuer_has_the_name_that_a_verdict_gives_it_in_that_language(string language, string name)
    {
        _scheme.PublishNextTrustList(list => list with
        {
            Issuers = [list.Issuers[0] with { Name = new("Demo issuer", "ডেমো", "جهة التجربة") }],
        });
        await _verifier.Log.UntilAsync("Trust list 2 is in force");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/receipt")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["credential"] = Base32.Encode(_scheme.Paper()),
            }),
        };
        request.Headers.AcceptLanguage.ParseAdd(language);
        using var answer = await _verifier.Http.SendAsync(request);
        var page = System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains($"<bdi>{name}</bdi>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_payload_is_as_the_published_schema_says()
    {
        var schema = JsonDocument.Parse(await File.ReadAllTextAsync(SchemaFile())).RootElement;
        var (_, receipt) = await MakeAsync(Base32.Encode(_scheme.Paper()), "x");
        // Of key bindings only: A_receipt_of_a_presentation_names_for_whom_it_was_made.
        var names = schema.GetProperty("properties").EnumerateObject().Select(one => one.Name).Where(one => one != "presentedTo");
        Assert.Equal(names.Order(), receipt.EnumerateObject().Select(one => one.Name).Order());
        Assert.All(receipt.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.Object
                && one.Name is not "checks" and not "answers"),
            part => Assert.Equal(schema.GetProperty("properties").GetProperty(part.Name).GetProperty("properties")
                .EnumerateObject().Select(one => one.Name), part.Value.EnumerateObject().Select(one => one.Name)));
        Assert.Equal(Enum.GetValues<VerdictState>().Select(Wire.Name).Order(), schema.GetProperty("properties")
            .GetProperty("state").GetProperty("enum").EnumerateArray().Select(one => one.GetString()!).Order());
    }

    private static string SchemaFile()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SkillsPassport.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "schemas", "api", "verification-receipt.schema.json");
    }

    private async Task<(Jws Jws, JsonElement Receipt)> MakeAsync(string credential, string? requestedFor = null)
    {
        var jws = Jws.Parse(await TextAsync(_verifier, credential, requestedFor), 16 * 1024);
        var set = await _verifier.Http.GetFromJsonAsync<JsonElement>("/.well-known/jwks.json");
        var jwk = set.GetProperty("keys").EnumerateArray().Single(key => key.GetProperty("kid").GetString() == jws.Kid);
        Assert.True(jws.VerifiedBy(VerificationKey.FromJwk(Jwk.Parse(jwk))));
        Assert.False(jwk.TryGetProperty("d", out _));
        return (jws, jws.PayloadObject());
    }

    private static async Task<string> TextAsync(RunningVerifier verifier, string credential, string? requestedFor = null)
    {
        using var answer = await verifier.Http.PostAsJsonAsync("/api/receipts", new { credential, requestedFor });
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.IsSuccessStatusCode, made.ToString());
        var text = made.GetProperty("receipt").GetString()!;
        Assert.Equal("http://localhost:5102/receipt#" + text, made.GetProperty("link").GetString());
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        return text;
    }

    private static async Task<string> PasteAsync(RunningVerifier verifier, string receipt)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["receipt"] = receipt });
        using var answer = await verifier.Http.PostAsync("/receipt?handler=Check", form);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task RefusedAsync(object request, int status, string code)
    {
        using var answer = await _verifier.Http.PostAsJsonAsync("/api/receipts", request);
        Assert.Equal((status, code), ((int)answer.StatusCode,
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()));
    }

    private static byte[] Decode(string part) => Base64UrlStrict.TryDecode(part, out var bytes) ? bytes : [];

    private static string Encode(string text) => Base64UrlStrict.Encode(Encoding.UTF8.GetBytes(text));
}
