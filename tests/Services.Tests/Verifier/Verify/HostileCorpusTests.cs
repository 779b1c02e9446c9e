using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Verifier.Verify;

/// <summary>Hundreds of hostile credentials through the front door: never a yes, never a 500, and never a question to
/// anybody whom no signed list names. One peer is named wherever an address fits, and must not hear anything.</summary>
public sealed class HostileCorpusTests : IAsyncLifetime
{
    private const string Nonce = "nonce-1234567890123456";
    private static readonly EcSigner Attacker = Scheme.NewKey();
    private Scheme _scheme = null!;
    private RunningVerifier _verifier = null!;
    private LocalPeer _evil = null!;
    private string _good = "";

    public async Task InitializeAsync()
    {
        _scheme = await Scheme.StartAsync();
        _evil = await LocalPeer.StartAsync();
        _verifier = await RunningVerifier.StartAsync(_scheme);
        _good = _scheme.Presentation("me", Nonce);
        Assert.Equal("valid", (await _verifier.VerifyAsync(_good, "me", Nonce)).State());
    }

    public async Task DisposeAsync()
    {
        await _verifier.DisposeAsync();
        await _evil.DisposeAsync();
        await _scheme.DisposeAsync();
    }

    [Fact]
    public async Task Every_field_of_the_claims_changed_in_every_way_is_never_a_yes()
    {
        var jwt = _good[.._good.IndexOf('~')].Split('.');
        var claims = Json(jwt[1]);
        var corpus = new List<(string, string)>();
        foreach (var (claim, value) in Hostile(claims))
        {
            var changed = claims.DeepClone().AsObject();
            changed[claim] = value?.DeepClone();
            var payload = JsonSerializer.SerializeToUtf8Bytes(changed);
            var what = $"{claim} = {value?.ToJsonString()[..Math.Min(40, value.ToJsonString().Length)]}";
            corpus.Add((what + ", old signature", $"{jwt[0]}.{B64(payload)}.{jwt[2]}{Rest}"));
            corpus.Add((what + ", signed by another", Sign(Json(jwt[0]), payload, Attacker) + Rest));
        }

        Assert.InRange(corpus.Count, 400, 5000);
        await NeverAYesAsync(corpus);
    }

    [Fact]
    public async Task Every_field_of_the_header_changed_in_every_way_is_never_a_yes()
    {
        var jwt = _good[.._good.IndexOf('~')].Split('.');
        var header = Json(jwt[0]);
        Assert.True(Base64UrlStrict.TryDecode(jwt[1], out var payload));
        foreach (var name in (string[])["jwk", "jku", "x5u", "x5c", "x5t", "crit", "b64", "zip", "enc", "cty"])
        {
            header.TryAdd(name, null);
        }

        var corpus = new List<(string, string)>();
        foreach (var (name, value) in Hostile(header).Append(("jwk", Attacker.PublicJwk.ToJson())))
        {
            var changed = Json(jwt[0]);
            changed[name] = value?.DeepClone();
            var text = JsonSerializer.SerializeToUtf8Bytes(changed);
            var what = $"{name} = {value?.ToJsonString()[..Math.Min(40, value.ToJsonString().Length)]}";
            corpus.Add((what + ", old signature", $"{B64(text)}.{jwt[1]}.{jwt[2]}{Rest}"));
            corpus.Add((what + ", signed by another", Sign(changed, payload, Attacker) + Rest));
        }

        foreach (var algorithm in (string[])["none", "None", "nOnE", "", "HS256", "HS512", "RS256", "PS256", "ES384", "ES512", "EdDSA",
            "ES256K", "ES256 ", "es256", "dir", "ECDH-ES"])
        {
            var changed = Json(jwt[0]);
            changed["alg"] = algorithm;
            var input = $"{B64(JsonSerializer.SerializeToUtf8Bytes(changed))}.{jwt[1]}";
            corpus.Add(($"alg {algorithm}, unsigned", $"{input}.{Rest}"));
            corpus.Add(($"alg {algorithm}, signed by the issuer", Sign(changed, payload, _scheme.IssuerKey, algorithm) + Rest));
            var secret = Encoding.UTF8.GetBytes(_scheme.IssuerKey.PublicJwk.ToJson().ToJsonString());
            corpus.Add(($"alg {algorithm}, public key as secret",
                $"{input}.{B64(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(input)))}{Rest}"));
        }

        Assert.InRange(corpus.Count, 200, 5000);
        await NeverAYesAsync(corpus);
    }

    [Fact]
    public async Task Dates_at_the_end_of_the_calendar_are_a_verdict_and_never_a_yes()
    {
        var jwt = _good[.._good.IndexOf('~')].Split('.');
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var own = new CertificateRequest("CN=Own", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var header = Json(jwt[0]);
        header["x5c"] = new JsonArray(Convert.ToBase64String(own.RawData));
        var corpus = new List<(string, string)>();
        foreach (var claim in (string[])["exp", "iat", "nbf"])
        {
            foreach (var last in (long[])[253_402_300_799, 253_402_290_000, 253_402_214_400])
            {
                var claims = Json(jwt[1]);
                claims[claim] = last;
                var payload = JsonSerializer.SerializeToUtf8Bytes(claims);
                corpus.Add(($"{claim} {last}", Sign(Json(jwt[0]), payload, Attacker) + Rest));
                corpus.Add(($"{claim} {last}, own certificate", Sign(header, payload, Attacker) + Rest));
                claims["iss"] = "https://nobody.example";
                payload = JsonSerializer.SerializeToUtf8Bytes(claims);
                corpus.Add(($"{claim} {last}, unlisted", Sign(Json(jwt[0]), payload, Attacker) + Rest));
            }
        }

        await NeverAYesAsync(corpus);
        using var receipt = await _verifier.Http.PostAsJsonAsync("/api/receipts", new { credential = corpus[0].Item2 });
        Assert.True((int)receipt.StatusCode < 500, $"{receipt.StatusCode}");
    }

    [Fact]
    public async Task Every_segment_cut_doubled_swapped_and_respelled_is_never_a_yes()
    {
        var corpus = new List<(string, string)>();
        var segments = _good.Split('~');
        for (var i = 0; i < segments.Length; i++)
        {
            foreach (var (what, other) in Respelled(segments[i]))
            {
                var changed = (string[])segments.Clone();
                changed[i] = other;
                corpus.Add(($"segment {i} {what}", string.Join('~', changed)));
            }

            corpus.Add(($"segment {i} doubled", string.Join('~', segments.Take(i + 1).Concat(segments.Skip(i)))));
            if (i + 1 < segments.Length)
            {
                var changed = (string[])segments.Clone();
                (changed[i], changed[i + 1]) = (changed[i + 1], changed[i]);
                // Disclosures may come in any order, but the proof covers the one it was made over.
                corpus.Add(($"segments {i} and {i + 1} swapped", string.Join('~', changed)));
            }
        }

        Assert.InRange(corpus.Count, 200, 5000);
        // A broken proof says nothing against the credential, so that only the whole must not be a yes.
        await NeverAYesAsync(corpus, genuineToo: false);
    }

    [Fact]
    public async Task Signatures_at_the_edges_of_the_curve_are_never_a_yes()
    {
        static byte[] Hex(string hex) => Convert.FromHexString(hex);
        var order = Hex("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
        var prime = Hex("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");
        byte[][] numbers =
        [
            new byte[32], Add(new byte[32], 1), Add(new byte[32], 2), Add(order, -1), order, Add(order, 1), Add(prime, -1), prime, Add(prime, 1),
            [.. Enumerable.Repeat((byte)0xFF, 32)], Hex("7FFFFFFF800000007FFFFFFFFFFFFFFFDE737D56D38BCF4279DCE5617E3192A8"),
            Hex("6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"),
        ];
        var jwt = _good[.._good.IndexOf('~')].Split('.');
        Assert.True(Base64UrlStrict.TryDecode(jwt[2], out var right));
        var corpus = (from r in numbers from s in numbers select (byte[])[.. r, .. s]).ToList();
        corpus.AddRange(numbers.SelectMany(one => new byte[][] { [.. right[..32], .. one], [.. one, .. right[32..]] }));
        corpus.AddRange(Enumerable.Range(0, 64).Select(length => right[..length]));
        corpus.Add([.. right, 0]);
        corpus.Add([0, .. right]);
        corpus.Add([.. right[..32], 0, .. right[32..]]);
        corpus.Add([.. right, .. right]);
        corpus.Add([.. right[32..], .. right[..32]]);
        corpus.Add([0x30, 0x44, 0x02, 0x20, .. right[..32], 0x02, 0x20, .. right[32..]]);
        corpus.Add([0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01]);
        corpus.Add([0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00]);
        Assert.InRange(corpus.Count, 200, 1000);
        await NeverAYesAsync(corpus.Select((one, i) => ($"signature {i}: {Convert.ToHexString(one)}", $"{jwt[0]}.{jwt[1]}.{B64(one)}{Rest}")));

        // The paper certificate ends in its 64 bytes.
        var paper = _scheme.Paper();
        await NeverAYesAsync(corpus.Where(one => one.Length == 64).Select((one, i) =>
            ($"paper signature {i}", Base32.Encode([.. paper[..^64], .. one]))));
    }

    [Fact]
    public async Task Malformed_codes_are_never_a_yes()
    {
        var random = new Random(20261122);
        var paper = _scheme.Paper();
        var text = Base32.Encode(paper);
        var corpus = new List<(string, string)>();
        for (var length = 0; length < paper.Length; length += 3)
        {
            corpus.Add(($"{length} bytes", Base32.Encode(paper[..length])));
        }

        for (var i = 0; i < 400; i++)
        {
            var changed = (byte[])paper.Clone();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            corpus.Add(($"bit flipped {i}", Base32.Encode(changed)));
            var at = random.Next(paper.Length);
            corpus.Add(($"byte put in {i}", Base32.Encode([.. paper[..at], (byte)random.Next(256), .. paper[at..]])));
            corpus.Add(($"letter changed {i}", text[..at] + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567018=-_"[random.Next(38)] + text[(at + 1)..]));
        }

        foreach (var (what, bytes) in Envelopes(paper))
        {
            corpus.Add((what, Base32.Encode(bytes)));
        }

        foreach (var odd in (string[])["", "C#", "HTTPS://V/C#", "HTTPS://V/C#=", "A", "AAA", "AAAAAA", "AAAAAAAA=", "C#C#" + text, text + "=",
            text + "A", "=" + text, text + "\u00A0A", text.Replace('A', '\u0410'), "HTTP://[::1]/C#" + text + "?", "javascript:alert(1)#" + text + "!",
            new string('A', 5000), new string('7', 4096), "HC1:" + text, "SP1:" + text, text + "\0"])
        {
            corpus.Add(($"text {odd[..Math.Min(20, odd.Length)]}", odd));
        }

        Assert.InRange(corpus.Count, 800, 5000);
        await NeverAYesAsync(corpus.Where(one => one.Item2.Trim() != text));
    }

    private string Rest => _good[_good.IndexOf('~')..];

    private async Task NeverAYesAsync(IEnumerable<(string What, string Credential)> corpus, bool genuineToo = true)
    {
        var wrong = new List<string>();
        foreach (var (what, credential) in corpus.Where(one => one.Credential.Trim() != _good))
        {
            using var answer = await _verifier.Http.PostAsJsonAsync("/api/verify", new { credential, audience = "me", nonce = Nonce });
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                wrong.Add($"{what}: {answer.StatusCode}");
                continue;
            }

            var report = await answer.Content.ReadFromJsonAsync<JsonElement>();
            if (report.State() == "valid" || (genuineToo && report.Answer("genuine") == "yes"))
            {
                wrong.Add($"{what}: {report.State()} {report.GetProperty("answers").GetRawText()}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(0, _evil.AllHits);
        Assert.Equal(0, _scheme.Wallet.AllHits);
        // The issuer hears of its two status lists only, the authority of its trust list.
        Assert.Equal(_scheme.Issuer.AllHits, _scheme.Issuer.Hits("/status/1") + _scheme.Issuer.Hits("/status/1.cwt"));
        Assert.Equal(_scheme.Authority.AllHits, _scheme.Authority.Hits("/trust-list.jwt"));
        Assert.DoesNotContain("Fault ", _verifier.Log.All);
    }

    /// <summary>Each member in turn, gone or with a value that somebody may not have thought of.</summary>
    private IEnumerable<(string Name, JsonNode? Value)> Hostile(JsonObject members)
    {
        foreach (var (name, _) in members)
        {
            foreach (var value in (JsonNode?[])
            [
                null, true, 0, -1, 1.5, 1e300, 9007199254740993, 253402300799, 253402290000, "", " ", "\0", "../../etc/passwd", "' OR 1=1 --", _evil.Url, $"{_evil.Url}/status/1",
                "https://127.0.0.1/", "javascript:alert(1)", new string('A', 3000), "\u202Eevil", new JsonArray(), new JsonArray(name), new JsonObject(),
                new JsonObject { ["_sd"] = new JsonArray() }, new JsonArray(new JsonObject { ["..."] = "x" }),
                new JsonObject { ["status_list"] = new JsonObject { ["idx"] = 0, ["uri"] = _evil.Url + "/status/1" } },
                new JsonObject { ["jwk"] = Attacker.PublicJwk.ToJson() },
            ])
            {
                if (!JsonNode.DeepEquals(members[name], value))
                {
                    yield return (name, value);
                }
            }
        }
    }

    private static IEnumerable<(string, string)> Respelled(string segment)
    {
        yield return ("empty", "");
        yield return ("with padding", segment + "=");
        yield return ("with a space", " " + segment);
        yield return ("with a line feed", segment + "\n.");
        yield return ("with a dot", segment + ".");
        yield return ("with a dot before", "." + segment);
        yield return ("in other letters", segment.ToUpperInvariant() == segment ? segment.ToLowerInvariant() : segment.ToUpperInvariant());
        yield return ("cut", segment.Length > 1 ? segment[..^1] : "A");
        yield return ("without its beginning", segment.Length > 1 ? segment[1..] : "B");
        yield return ("with a letter more", segment + "A");
        yield return ("with a zero character", segment + "\0");
        yield return ("with a letter outside ASCII", segment.Length > 0 ? "\u0130" + segment[1..] : "\u0130");
        yield return ("with another last letter", segment.Length > 0 ? segment[..^1] + (segment[^1] == 'A' ? 'B' : 'A') : "C");
        yield return ("as brackets", "W10");
        yield return ("as null", "bnVsbA");
    }

    private static IEnumerable<(string, byte[])> Envelopes(byte[] paper)
    {
        var inside = paper[1..];
        yield return ("no tag", inside);
        yield return ("tag twice", [0xD2, .. paper]);
        foreach (var tag in (byte[])[0xC0, 0xC1, 0xD0, 0xD1, 0xD3, 0xD8])
        {
            yield return ($"tag {tag:x}", [tag, .. inside]);
        }

        yield return ("tag in two bytes", [0xD8, 18, .. inside]);
        foreach (var head in (byte[])[0x80, 0x83, 0x85, 0x9F, 0xA4, 0x44, 0x64, 0x1B, 0xFB, 0xF6, 0xFF])
        {
            yield return ($"list head {head:x}", [0xD2, head, .. inside[1..]]);
        }

        yield return ("bytes behind", [.. paper, 0]);
        yield return ("twice", [.. paper, .. paper]);
        yield return ("wrapped in a text", [0x78, 200, .. paper]);
        yield return ("deep lists", [0xD2, .. Enumerable.Repeat((byte)0x81, 900)]);
        yield return ("deep tags", [.. Enumerable.Repeat((byte)0xD2, 900)]);
        yield return ("a text of all memory", [0xD2, 0x84, 0x7B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
        yield return ("a map of all memory", [0xD2, 0x84, 0xBB, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
        yield return ("endless bytes", [0xD2, 0x84, 0x5F, 0x41, 0x00]);
        yield return ("zlib", [0x78, 0x9C, .. paper]);
        yield return ("gzip", [0x1F, 0x8B, 0x08, .. paper]);
        yield return ("empty envelope", [0xD2, 0x84, 0x40, 0xA0, 0x40, 0x40]);
        yield return ("detached payload", [0xD2, 0x84, 0x43, 0xA1, 0x01, 0x26, 0xA0, 0xF6, 0x58, 0x40, .. new byte[64]]);
        yield return ("a Mac0 of the same", [0xD1, .. inside]);
        for (var at = 0; at < Math.Min(120, paper.Length); at++)
        {
            yield return ($"byte {at} gone", [.. paper[..at], .. paper[(at + 1)..]]);
        }
    }

    private static byte[] Add(byte[] number, int more) => [.. (new System.Numerics.BigInteger(number, true, true) + more)
        .ToByteArray(true, true) is var bytes && bytes.Length < 32 ? [.. new byte[32 - bytes.Length], .. bytes] : bytes];

    private static string Sign(JsonObject header, byte[] payload, EcSigner by, string? algorithm = null)
    {
        if (algorithm is not null)
        {
            header["alg"] = algorithm;
        }

        var input = $"{B64(JsonSerializer.SerializeToUtf8Bytes(header))}.{B64(payload)}";
        return $"{input}.{B64(by.Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    private static JsonObject Json(string part)
    {
        Assert.True(Base64UrlStrict.TryDecode(part, out var bytes));
        return JsonNode.Parse(bytes)!.AsObject();
    }

    private static string B64(byte[] bytes) => Base64UrlStrict.Encode(bytes);
}
