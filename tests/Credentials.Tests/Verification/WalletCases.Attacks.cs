using System.Text;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;
using static SkillsPassport.Credentials.Tests.Verification.WalletForge;
using World = SkillsPassport.Credentials.Tests.Verification.VerdictWorld;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>What attackers and careless issuers send.</summary>
internal static partial class WalletCases
{
    private static readonly byte[] Order =
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    private static IEnumerable<WalletCase> Headers()
    {
        foreach (var (name, reason, header) in new[]
        {
            ("alg none", "algorithm_refused", """{"alg":"none","typ":"dc+sd-jwt","kid":"KID"}"""),
            ("alg NONE", "algorithm_refused", """{"alg":"NONE","typ":"dc+sd-jwt","kid":"KID"}"""),
            ("alg HS256", "algorithm_refused", """{"alg":"HS256","typ":"dc+sd-jwt","kid":"KID"}"""),
            ("alg ES384", "algorithm_refused", """{"alg":"ES384","typ":"dc+sd-jwt","kid":"KID"}"""),
            ("alg es256", "algorithm_refused", """{"alg":"es256","typ":"dc+sd-jwt","kid":"KID"}"""),
            ("alg in a list", "algorithm_refused", """{"alg":["ES256"],"typ":"dc+sd-jwt","kid":"KID"}"""),
            ("no alg", "algorithm_refused", """{"typ":"dc+sd-jwt","kid":"KID"}"""),
            ("typ vc+sd-jwt", "type_refused", """{"alg":"ES256","typ":"vc+sd-jwt","kid":"KID"}"""),
            ("typ JWT", "type_refused", """{"alg":"ES256","typ":"JWT","kid":"KID"}"""),
            ("typ kb+jwt", "type_refused", """{"alg":"ES256","typ":"kb+jwt","kid":"KID"}"""),
            ("typ statuslist+jwt", "type_refused", """{"alg":"ES256","typ":"statuslist+jwt","kid":"KID"}"""),
            ("typ with application/", "type_refused", """{"alg":"ES256","typ":"application/dc+sd-jwt","kid":"KID"}"""),
            ("typ in capitals", "type_refused", """{"alg":"ES256","typ":"DC+SD-JWT","kid":"KID"}"""),
            ("no typ", "type_refused", """{"alg":"ES256","kid":"KID"}"""),
            ("typ a number", "header_refused", """{"alg":"ES256","typ":1,"kid":"KID"}"""),
            ("its own key", "header_refused", """{"alg":"ES256","typ":"dc+sd-jwt","jwk":{"kty":"EC"}}"""),
            ("an address of keys", "header_refused", """{"alg":"ES256","typ":"dc+sd-jwt","kid":"KID","jku":"https://a.example"}"""),
            ("an address of certificates", "header_refused", """{"alg":"ES256","typ":"dc+sd-jwt","kid":"KID","x5u":"https://a.example"}"""),
            ("critical parameters", "header_refused", """{"alg":"ES256","typ":"dc+sd-jwt","kid":"KID","crit":["exp"]}"""),
            ("b64 false", "header_refused", """{"alg":"ES256","typ":"dc+sd-jwt","kid":"KID","b64":false}"""),
            ("compression", "header_refused", """{"alg":"ES256","typ":"dc+sd-jwt","kid":"KID","zip":"DEF"}"""),
            ("encryption", "header_refused", """{"alg":"ES256","typ":"dc+sd-jwt","kid":"KID","enc":"A128GCM"}"""),
            ("kid a number", "header_refused", """{"alg":"ES256","typ":"dc+sd-jwt","kid":5}"""),
            ("kid empty", "header_refused", """{"alg":"ES256","typ":"dc+sd-jwt","kid":""}"""),
            ("kid with a line feed", "header_refused", """{"alg":"ES256","typ":"dc+sd-jwt","kid":"a\nb"}"""),
            ("kid of a path", "key_unknown", """{"alg":"ES256","typ":"dc+sd-jwt","kid":"../../etc/passwd"}"""),
            ("its own key and alg none", "header_refused", """{"alg":"none","typ":"dc+sd-jwt","jwk":{}}"""),
            ("alg twice", Unreadable, """{"alg":"none","alg":"ES256","typ":"dc+sd-jwt","kid":"KID"}"""),
            ("alg twice, once escaped", Unreadable, """{"alg":"none","\u0061lg":"ES256","typ":"dc+sd-jwt","kid":"KID"}"""),
            ("a list", Unreadable, """["ES256"]"""),
            ("a comma too many", Unreadable, """{"alg":"ES256","typ":"dc+sd-jwt","kid":"KID",}"""),
            ("a comment", Unreadable, """{"alg":"ES256","typ":"dc+sd-jwt","kid":"KID"}/**/"""),
            ("nothing", Unreadable, ""),
        })
        {
            yield return new($"header with {name}", Expected.NotGenuine(reason), () => Bound(Header(header)));
        }

        yield return new("header with a byte order mark", Expected.NotGenuine(Unreadable),
            () => Header("\uFEFF{\"alg\":\"ES256\",\"typ\":\"dc+sd-jwt\",\"kid\":\"KID\"}"));
        yield return new("header with a member nobody knows", Good,
            () => Bound(Header("""{"alg":"ES256","typ":"dc+sd-jwt","kid":"KID","vctm":[]}""")));
    }

    private static IEnumerable<WalletCase> Compacts()
    {
        foreach (var (name, reason, make) in new (string, string, Func<string>)[]
        {
            ("two parts", Unreadable, () => Parts(parts => parts[2] = "").Replace(".~", "~")),
            ("four parts", Unreadable, () => Parts(parts => parts[2] += ".AAAA")),
            ("no header", Unreadable, () => Parts(parts => parts[0] = "")),
            ("no payload", Unreadable, () => Parts(parts => parts[1] = "")),
            ("padding", NotCanonical, () => Parts(parts => parts[0] += "=")),
            ("left-over bits", NotCanonical, () => Parts(parts => parts[2] = parts[2][..^1] + (char)(parts[2][^1] + 1))),
            ("one letter too many", NotCanonical, () => Parts(parts => parts[1] += (parts[1].Length % 4) switch { 0 => "A", 2 => "AAA", _ => "AA" })),
            ("base64 instead of base64url", NotCanonical, () => Parts(parts => parts[1] = "+" + parts[1][1..])),
            ("white space inside", NotCanonical, () => Parts(parts => parts[1] = parts[1][..9] + "\n" + parts[1][9..])),
            ("a letter outside ASCII", NotCanonical, () => Parts(parts => parts[1] = "\u0130" + parts[1][1..])),
            ("a disclosure that is empty", Unreadable, () => Issue() + "~"),
            ("a disclosure with padding", NotCanonical, () => Issue() + "AA==~"),
            ("a disclosure with left-over bits", NotCanonical, () => Issue() + "WyI_~".Replace("_", "x") ),
            ("257 disclosures", TooLarge, () => Issue() + string.Concat(Enumerable.Repeat("AAAA~", 257))),
            ("a header of 40,000 letters", TooLarge, () => Parts(parts => parts[0] = new string('A', 40_000))),
        })
        {
            yield return new($"compact form with {name}", Expected.NotGenuine(
                name.Contains("left-over") && name.Contains("disclosure") ? [NotCanonical, Unreadable] : [reason]), make);
        }
    }

    private static IEnumerable<WalletCase> Signatures()
    {
        foreach (var (name, change) in new (string, Func<byte[], byte[]>)[]
        {
            ("one bit changed", one => Changed(one, 40)),
            ("empty", _ => []),
            ("of 63 bytes", one => one[..63]),
            ("of 65 bytes", one => [.. one, 0]),
            ("r and s swapped", one => [.. one[32..], .. one[..32]]),
            ("all zero", _ => new byte[64]),
            ("r zero", one => [.. new byte[32], .. one[32..]]),
            ("s zero", one => [.. one[..32], .. new byte[32]]),
            ("r the order", one => [.. Order, .. one[32..]]),
            ("s the order", one => [.. one[..32], .. Order]),
            ("r and s the order", _ => [.. Order, .. Order]),
            ("all ones", _ => [.. Enumerable.Repeat((byte)0xFF, 64)]),
            ("as DER", one => Der(one)),
        })
        {
            yield return new($"signature {name}", Expected.NotGenuine("signature_invalid"), () => Signature(change));
        }

        yield return new("signature of another key", Expected.NotGenuine("signature_invalid"),
            () => Bound(Resign(_ => { }, by: World.Key("attacker"))));
        yield return new("signature of another credential", Expected.NotGenuine("signature_invalid"),
            () => Parts(parts => parts[2] = Resign(claims => claims["level"] = "5").Split('~')[0].Split('.')[2]));
        foreach (var claim in (string[])["level", "title", "serial_no", "valid_until"])
        {
            yield return new($"{claim} changed, signature kept", Expected.NotGenuine("signature_invalid"),
                () => Bound(Resign(claims => claims[claim] = claim == "valid_until" ? "2099-12-31" : "9", keepSignature: true)));
        }
    }

    private static IEnumerable<WalletCase> Claims()
    {
        foreach (var (name, make) in new (string, Func<string>)[]
        {
            ("that are a list", () => Payload(_ => "[]")),
            ("with a name twice", () => Payload(text => text[..^1] + ",\"level\":\"6\"}")),
            ("with a name twice inside", () => Payload(text => text[..^1] + ",\"x\":{\"a\":1,\"a\":2}}")),
            ("nested 17 deep", () => Payload(text => text[..^1] + ",\"x\":" + new string('[', 16) + new string(']', 16) + "}")),
            ("with half a surrogate pair", () => Payload(text => text[..^1] + ",\"x\":\"\\ud800\"}")),
            ("with half a surrogate pair for a name", () => Payload(text => text[..^1] + ",\"\\udc00\":1}")),
            ("behind a byte order mark", () => Payload(text => "\uFEFF" + text)),
            ("in UTF-16", () => Payload(text => text, Encoding.Unicode)),
            ("in Latin 1", () => Payload(text => text[..^1] + ",\"x\":\"\u00e9\"}", Encoding.Latin1)),
            ("with a control character", () => Payload(text => text[..^1] + ",\"x\":\"\u0001\"}")),
            ("with NaN", () => Payload(text => text[..^1] + ",\"x\":NaN}")),
            ("with a leading zero", () => Payload(text => text[..^1] + ",\"x\":01}")),
            ("and more behind them", () => Payload(text => text + "{}")),
            ("without vct", () => Resign(claims => claims.Remove("vct"))),
            ("with an empty vct", () => Resign(claims => claims["vct"] = "")),
            ("with vct a number", () => Resign(claims => claims["vct"] = 1)),
            ("with iss a list", () => Resign(claims => claims["iss"] = new JsonArray(World.Nsda))),
            ("with iat as text", () => Resign(claims => claims["iat"] = "1790000000")),
            ("with exp as a fraction", () => Payload(text => Number(text, "exp", "4000000000.0"))),
            ("with exp as a power", () => Payload(text => Number(text, "exp", "4e9"))),
            ("with exp negative", () => Payload(text => Number(text, "exp", "-1"))),
            ("with exp beyond the year 9999", () => Payload(text => Number(text, "exp", "253402300800"))),
            ("with exp beyond all numbers", () => Payload(text => Number(text, "exp", "1" + new string('0', 400)))),
            ("with nbf null", () => Resign(claims => claims["nbf"] = null)),
            ("with aka_vcts empty", () => Resign(claims => claims["aka_vcts"] = new JsonArray())),
            ("with aka_vcts repeating vct", () => Resign(claims => claims["aka_vcts"] = new JsonArray(claims["vct"]!.DeepClone()))),
            ("with aka_vcts as text", () => Resign(claims => claims["aka_vcts"] = "x")),
            ("with cnf as text", () => Resign(claims => claims["cnf"] = "x")),
            ("with cnf without jwk", () => Resign(claims => claims["cnf"] = new JsonObject { ["kid"] = "x" })),
            ("with a private key in cnf", () => Resign(claims => claims["cnf"]!["jwk"]!["d"] = "AAAA")),
            ("with a key off the curve in cnf", () => Resign(claims => claims["cnf"]!["jwk"]!["y"] = Forge.B64(new byte[32]))),
            ("with a key of another curve in cnf", () => Resign(claims => claims["cnf"]!["jwk"]!["crv"] = "P-384")),
            ("with a key for encryption in cnf", () => Resign(claims => claims["cnf"]!["jwk"]!["use"] = "enc")),
            ("with a short coordinate in cnf", () => Resign(claims => claims["cnf"]!["jwk"]!["x"] = Forge.B64(new byte[31]))),
            ("with status as text", () => Resign(claims => claims["status"] = "x")),
            ("with status_list as text", () => Resign(claims => claims["status"]!["status_list"] = "x")),
            ("with a negative status index", () => Resign(claims => claims["status"]!["status_list"]!["idx"] = -1)),
            ("with a status index as text", () => Resign(claims => claims["status"]!["status_list"]!["idx"] = "7")),
            ("with a status index of half", () => Resign(claims => claims["status"]!["status_list"]!["idx"] = 7.5)),
            ("with a status index beyond 31 bits", () => Resign(claims => claims["status"]!["status_list"]!["idx"] = 4294967296)),
            ("with a status address as a number", () => Resign(claims => claims["status"]!["status_list"]!["uri"] = 1)),
        })
        {
            yield return new($"claims {name}", Expected.NotGenuine(Unreadable), make);
        }

        yield return new("no status at all", Expected.NotGenuine(Mismatch), () => Bound(Resign(claims => claims.Remove("status"))));
        yield return new("a status of another kind", Expected.ValidOpen("status_missing") with { Person = ("yes", ["ok"]) },
            () => Bound(Resign(claims => claims["status"] = new JsonObject { ["other"] = 1 })));
        yield return new("a weaker hash", Expected.NotGenuine("algorithm_refused"), () => Bound(Resign(claims => claims["_sd_alg"] = "sha-1")));
        yield return new("a hash nobody knows", Expected.NotGenuine("algorithm_refused"), () => Bound(Resign(claims => claims["_sd_alg"] = 1)));
    }

    private static IEnumerable<WalletCase> TypeMetadata()
    {
        yield return new("a claim missing that must be there", Expected.NotGenuine(Mismatch), () => Bound(Resign(claims => claims.Remove("serial_no"))));
        yield return new("another description's hash", Expected.NotGenuine(Mismatch), () => Bound(Resign(claims => claims["vct#integrity"] = "sha256-AAAA")));
        yield return new("a stronger hash that is wrong", Expected.NotGenuine(Mismatch),
            () => Bound(Resign(claims => claims["vct#integrity"] = claims["vct#integrity"] + " sha512-AAAA")));
        yield return new("a hash of no known kind", Expected.NotGenuine(Mismatch), () => Bound(Resign(claims => claims["vct#integrity"] = "md5-AAAA")));
        yield return new("a unit in plain sight", Expected.NotGenuine(Mismatch), 
            () => Bound(Resign(claims => claims["units"] = new JsonArray("PLM")).Split('~')[0] + "~"));
        yield return new("a birth date in plain sight", Expected.NotGenuine(Mismatch),
            () => Bound(Resign(claims => claims["birth_date"] = "1990-01-01").Split('~')[0] + "~"));
        yield return new("level as a disclosure", Expected.NotGenuine(Mismatch), () => Bound(Resign(claims =>
        {
            claims.Remove("level");
            claims["_sd"]!.AsArray().Add(Forge.H("""["salt","level","3"]"""));
        }, disclosures: """["salt","level","3"]""")));
        yield return new("a kind nobody described", Expected.GenuineOpen("type_unknown") with
        {
            State = "not_accredited", Accredited = Expected.No("award_not_permitted"),
        }, () => Bound(Resign(claims => claims["vct"] = "https://university.example/diploma")));
        yield return new("a framework version nobody published", Expected.GenuineOpen("framework_data_unknown"),
            () => Bound(Resign(claims => claims["framework_version"] = "2099")));
        yield return new("a framework nobody published", Expected.GenuineOpen("framework_data_unknown") with
        {
            State = "not_accredited", Accredited = Expected.No("award_not_permitted"),
        }, () => Bound(Resign(claims => claims["framework"] = "XX-NQF")));
    }

    private static IEnumerable<WalletCase> DisclosureAttacks()
    {
        const string Extra = """["salt","extra","x"]""", Element = """["salt","x"]""";
        foreach (var (name, make) in new (string, Func<string>)[]
        {
            ("changed", () => Compact(text => text.Replace(Disclosures[0].Text, Forge.D("""["salt","full_name","X"]""")))),
            ("sent twice", () => Compact(text => text + Disclosures[0].Text + "~")),
            ("nothing refers to", () => Compact(text => text + Forge.D(Extra) + "~")),
            ("of another credential", () => Compact(text => text + SdJwtPresentation.Parse(Issue()).Disclosures[0].Text + "~")),
            ("whose digest stands twice", () => Resign(claims => claims["_sd"]!.AsArray().Add(claims["_sd"]![0]!.DeepClone()))),
            ("whose digest stands twice, not sent", () => Resign(claims => claims["_sd"] = new JsonArray(Forge.H(Extra), Forge.H(Extra)))
                .Split('~')[0] + "~"),
            ("whose digest stands again inside", () => Resign(claims => claims["x"] = new JsonObject
            {
                ["_sd"] = new JsonArray(claims["_sd"]![0]!.DeepClone()),
            })),
            ("with a digest that is no text", () => Resign(claims => claims["_sd"]!.AsArray().Add(1))),
            ("with _sd that is no list", () => Resign(claims => claims["x"] = new JsonObject { ["_sd"] = "x" })),
            ("with ... outside a list", () => Resign(claims => claims["x"] = new JsonObject { ["..."] = "x" })),
            ("with ... in company", () => Resign(claims => claims["x"] = new JsonArray(new JsonObject { ["..."] = "x", ["y"] = 1 }))),
            ("with _sd_alg below the top", () => Resign(claims => claims["x"] = new JsonObject { ["_sd_alg"] = "sha-256" })),
            ("of a name that is there already", () => With("""["salt","level","6"]""")),
            ("of one name twice", () => With(Extra, """["pepper","extra","y"]""")),
            ("named _sd", () => With("""["salt","_sd",[]]""")),
            ("named ...", () => With("""["salt","...","x"]""")),
            ("named _sd_alg", () => With("""["salt","_sd_alg","sha-256"]""")),
            ("of one element", () => With("""["salt"]""")),
            ("of four elements", () => With("""["salt","a","b","c"]""")),
            ("that is an object", () => With("""{"0":"salt","1":"a","2":"b"}""")),
            ("that is text", () => With("\"text\"")),
            ("with a salt that is no text", () => With("""[1,"a","b"]""")),
            ("with a name that is no text", () => With("""["salt",1,"b"]""")),
            ("without a name where a claim is", () => With(Element)),
            ("with a name where an element is", () => Resign(claims => claims["x"] = new JsonArray(new JsonObject
            {
                ["..."] = Forge.H(Extra),
            }), disclosures: Extra)),
            ("of a disclosure that is not sent", () => Resign(claims => claims["_sd"]!.AsArray().Add(
                Forge.H($$"""["salt","outer",{"_sd":["{{Forge.H(Extra)}}"]}]""")), disclosures: Extra)),
        })
        {
            yield return new($"a disclosure {name}", Expected.NotGenuine(Disclosure), make);
        }

        foreach (var claim in (string[])["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status"])
        {
            var hidden = $$"""["salt","{{claim}}",1]""";
            yield return new($"{claim} as a disclosure", Expected.NotGenuine(Disclosure), () => Resign(claims =>
            {
                claims.Remove(claim);
                claims["_sd"]!.AsArray().Add(Forge.H(hidden));
            }, disclosures: hidden));
        }

        foreach (var (name, json) in new[]
        {
            ("with a name twice inside", """["salt","extra",{"a":1,"a":2}]"""),
            ("with half a surrogate pair", """["salt","extra","\ud800"]"""),
            ("nested 17 deep", """["salt","extra",""" + new string('[', 16) + new string(']', 16) + "]"),
            ("with more behind it", """["salt","extra","x"]["salt","y","z"]"""),
            ("cut in two", """["salt","extra" """),
        })
        {
            yield return new($"a disclosure {name}", Expected.NotGenuine(Unreadable), () => With(json));
        }

        yield return new("a disclosure in a disclosure", Good, () => Bound(Resign(claims => claims["_sd"]!.AsArray().Add(
            Forge.H($$"""["salt","outer",{"_sd":["{{Forge.H(Extra)}}"]}]""")),
            disclosures: [$$"""["salt","outer",{"_sd":["{{Forge.H(Extra)}}"]}]""", Extra])));
        yield return new("a disclosure with white space around it", Good, () => Bound(With("""  ["salt" , "extra", "x"] """)));
        yield return new("decoys among the digests", Good, () => Bound(Resign(claims => claims["_sd"]!.AsArray().Add(Forge.H(Extra)))));
        yield return new("a claim named __proto__", Good, () => Bound(With("""["salt","__proto__",{"level":"6"}]""")));
        yield return new("a claim named constructor", Good, () => Bound(Resign(claims => claims["constructor"] = "x")));
    }

    private static IEnumerable<WalletCase> KeyBindings()
    {
        const string Header = """{"alg":"ES256","typ":"kb+jwt"}""";
        string Claims(string aud = "\"" + WalletForge.Audience + "\"", string nonce = "\"" + WalletForge.Nonce + "\"",
            string iat = "NOW", string more = "") => $$"""{"iat":{{iat}},"aud":{{aud}},"nonce":{{nonce}},"sd_hash":"HASH"{{more}}}""";

        foreach (var (name, reason, make) in new (string, string, Func<string>)[]
        {
            ("for somebody else", "kb_audience", () => Bound(Issue(), audience: "https://other.example")),
            ("for several", "kb_audience", () => Proof(Issue(), Header, Claims(aud: $"[\"{WalletForge.Audience}\"]"))),
            ("for nobody", "kb_audience", () => Proof(Issue(), Header, """{"iat":NOW,"nonce":"x","sd_hash":"HASH"}""")),
            ("for another occasion", "kb_nonce", () => Bound(Issue(), nonce: "another")),
            ("with a nonce of another case", "kb_nonce", () => Bound(Issue(), nonce: WalletForge.Nonce.ToUpperInvariant())),
            ("by another key", "kb_invalid", () => Bound(Issue(), by: World.Key("attacker"))),
            ("by the issuer", "kb_invalid", () => Bound(Issue(), by: World.Key("nsda"))),
            ("from the future", "kb_time", () => Bound(Issue(), at: World.Now.AddSeconds(61))),
            ("too old", "kb_time", () => Bound(Issue(), at: World.Now.AddSeconds(-661))),
            ("past its own end", "kb_time", () => Bound(Issue(), at: World.Now.AddDays(-2), expires: World.Now)),
            ("that would live too long", "kb_time", () => Bound(Issue(), expires: World.Now.AddDays(401))),
            ("of no time", "kb_time", () => Proof(Issue(), Header, $$"""{"aud":"{{WalletForge.Audience}}","nonce":"{{WalletForge.Nonce}}","sd_hash":"HASH"}""")),
            ("of a time in text", "kb_time", () => Proof(Issue(), Header, Claims(iat: "\"NOW\""))),
            ("of a fraction of time", "kb_time", () => Proof(Issue(), Header, Claims(iat: "NOW.0"))),
            ("not yet in force", "kb_time", () => Proof(Issue(), Header, Claims(more: ",\"nbf\":4000000000"))),
            ("that ended before it began", "kb_time", () => Proof(Issue(), Header, Claims(more: ",\"exp\":1"))),
            ("of more disclosures than were sent", "kb_hash", () => Moved(text => text != "name_bn")),
            ("of another credential", "kb_hash", () => Issue() + Bound(Issue()).Split('~')[^1]),
            ("without sd_hash", "kb_hash", () => Proof(Issue(), Header, $$"""{"iat":NOW,"aud":"{{WalletForge.Audience}}","nonce":"{{WalletForge.Nonce}}"}""")),
            ("of typ JWT", "kb_invalid", () => Proof(Issue(), """{"alg":"ES256","typ":"JWT"}""", Claims())),
            ("of typ dc+sd-jwt", "kb_invalid", () => Proof(Issue(), """{"alg":"ES256","typ":"dc+sd-jwt"}""", Claims())),
            ("of typ openid4vci-proof+jwt", "kb_invalid", () => Proof(Issue(), """{"alg":"ES256","typ":"openid4vci-proof+jwt"}""", Claims())),
            ("with alg none", "kb_invalid", () => Proof(Issue(), """{"alg":"none","typ":"kb+jwt"}""", Claims())),
            ("with its own key", "kb_invalid", () => Proof(Issue(), """{"alg":"ES256","typ":"kb+jwt","jwk":{}}""", Claims())),
            ("with a name twice", "kb_invalid", () => Proof(Issue(), Header, Claims(more: ",\"aud\":\"x\""))),
            ("that is a list", "kb_invalid", () => Proof(Issue(), Header, "[]")),
            ("that is rubbish", "kb_invalid", () => Issue() + "rubbish"),
            ("that is a word with dots", "kb_invalid", () => Issue() + "a.b.c"),
            ("that is too long", "kb_invalid", () => Issue() + new string('A', 9000) + ".AA.AA"),
            ("with a signature of zeros", "kb_invalid", () => ZeroSigned(Bound(Issue()))),
        })
        {
            yield return new($"a proof {name}", WrongHolder(reason), make);
        }

        yield return new("a proof without a key in the credential", Expected.NotGenuine(Mismatch) with { Person = Expected.No("kb_invalid") },
            () => Bound(Resign(claims => claims.Remove("cnf"))));
        yield return new("a proof taken off", Unbound, () => Bound(Issue()) is var text ? text[..(text.LastIndexOf('~') + 1)] : "");
        yield return new("a proof with an audience that is longer", WrongHolder("kb_audience"),
            () => Bound(Issue(), audience: WalletForge.Audience + "/"));
        yield return new("a proof within the clocks' difference", Good, () => Bound(Issue(), at: World.Now.AddSeconds(60)));
        yield return new("a proof ten minutes old", Good, () => Bound(Issue(), at: World.Now.AddMinutes(-10)));
    }

    private static string Moved(Func<string, bool> keep)
    {
        var presented = Bound(Issue());
        return SdJwtPresentation.Parse(presented).Present(keep) + presented[(presented.LastIndexOf('~') + 1)..];
    }

    private static string ZeroSigned(string presented) => presented[..(presented.LastIndexOf('.') + 1)] + Forge.B64(new byte[64]);

    private static byte[] Changed(byte[] bytes, int at) => [.. bytes[..at], (byte)(bytes[at] ^ 1), .. bytes[(at + 1)..]];

    private static byte[] Der(byte[] signature)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(signature.AsSpan(0, 32));
            writer.WriteIntegerUnsigned(signature.AsSpan(32));
        }

        return writer.Encode();
    }

    private static string Number(string payload, string claim, string number) =>
        System.Text.RegularExpressions.Regex.Replace(payload, $"\"{claim}\":\\d+", $"\"{claim}\":{number}");
}
