using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.Trust;
using static SkillsPassport.Credentials.Tests.Verification.WalletForge;
using World = SkillsPassport.Credentials.Tests.Verification.VerdictWorld;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>One case on an SD-JWT VC: everything as usual but for what it changes.</summary>
internal sealed record WalletCase(string Name, Expected Expect, Func<string> Credential)
{
    public DateTimeOffset Now { get; init; } = World.Now;

    public string? Audience { get; init; } = WalletForge.Audience;

    public string? Nonce { get; init; } = WalletForge.Nonce;

    public Func<TrustListContent, TrustListContent>? Trust { get; init; }

    public bool NoTrust { get; init; }

    public TrustListMemory? Remembered { get; init; }

    public string? MetadataKey { get; init; }

    public string StatusUri { get; init; } = WalletForge.StatusUri;

    public Func<byte[]>? Status { get; init; } = () => WalletForge.StatusList();
}

/// <summary>All cases of <c>Vectors/wallet-verdicts.json</c>.</summary>
internal static partial class WalletCases
{
    private const string Unreadable = "format_unreadable";
    private const string NotCanonical = "format_not_canonical";
    private const string TooLarge = "format_too_large";
    private const string Disclosure = "disclosure_refused";
    private const string Mismatch = "type_metadata_mismatch";
    private const string UsualClaims = """{"sub":"URI","iat":NOW,"status_list":{"bits":2,"lst":"LST"}}""";

    private static readonly Expected Good = Expected.AllRight with { Person = ("yes", ["ok"]) };

    private static readonly Expected Unbound = Good with
    {
        State = "could_not_check", Person = Expected.Open("kb_missing"),
    };

    public static IEnumerable<WalletCase> All() =>
    [
        .. Sound(), .. Times(), .. Status(), .. TrustLists(), .. Keys(), .. Headers(), .. Compacts(), .. Signatures(),
        .. Claims(), .. DisclosureAttacks(), .. TypeMetadata(), .. KeyBindings(), .. Around(), .. ShownTexts(),
        .. OtherValues(), .. Contradictions(), .. OtherForms(),
    ];

    private static Expected WrongHolder(string reason) => Good with { State = "wrong_holder", Person = Expected.No(reason) };

    private static IEnumerable<WalletCase> Sound() =>
    [
        new("presented by its holder", Good, () => Bound(Issue())),
        new("white space around", Good, () => " \n" + Bound(Issue()) + "\r\n"),
        new("without key binding", Unbound, () => Issue()),
        new("statement of achievement", Good, () => Bound(Issue(candidate: "CAND-02"))),
        new("nothing disclosed", Good, () => Bound(SdJwtPresentation.Parse(Issue()).Present(_ => false))),
        new("half of the units disclosed", Good, () => Bound(SdJwtPresentation.Parse(Issue()).Present(path =>
            !path.StartsWith("units/", StringComparison.Ordinal) || path[^1] % 2 == 0))),
        new("no audience asked for", Good with { State = "could_not_check", Person = Expected.Open("kb_not_expected") },
            () => Bound(Issue())) { Audience = null },
        new("no nonce asked for", Good with { State = "could_not_check", Person = Expected.Open("kb_not_expected") },
            () => Bound(Issue())) { Nonce = null },
        new("a share with an end of its own", Good, () => Bound(Issue(), at: World.Now.AddDays(-30),
            expires: World.Now.AddDays(30))),
        new("keys out of the issuer's metadata", Good, () => Bound(Issue(World.Key("keyless"), issuer: World.Keyless)))
        {
            MetadataKey = "keyless", StatusUri = World.Keyless + "/status/1",
            Status = () => StatusList(key: "keyless", uri: World.Keyless + "/status/1"),
        },
        new("keys out of the issuer's metadata, which could not be had", Expected.GenuineOpen("key_unknown"),
            () => Bound(Issue(World.Key("keyless"), issuer: World.Keyless))),
        new("signed before the key was retired", Good, () => Bound(Issue(World.Key("nsda retired"),
            issuedAt: World.Utc("2026-05-01T00:00:00")))),
        new("no key id where the issuer has one key", Good, () => Bound(Header("""{"alg":"ES256","typ":"dc+sd-jwt"}""")))
        {
            Trust = list => list.WithNsda(nsda => nsda with { Keys = [World.Trusted("nsda")] }),
        },
    ];

    private static IEnumerable<WalletCase> Around() =>
    [
        new("a byte order mark before it", Good, () => "\uFEFF" + Bound(Issue())),
        new("U+0085 behind it", Good, () => Bound(Issue()) + "\u0085"),
        new("a space of no width behind it without key binding", Unbound, () => Issue() + "\u200B"),
        new("a soft hyphen behind it", WrongHolder("kb_invalid"), () => Bound(Issue()) + "\u00AD"),
        new("a number sign behind it", WrongHolder("kb_invalid"), () => Bound(Issue()) + "#"),
        new("a number sign behind it without key binding", WrongHolder("kb_invalid"), () => Issue() + "#"),
        new("a number sign before it", Expected.NotGenuine(Unreadable, NotCanonical, TooLarge), () => "#" + Bound(Issue())),
        new("a claim with the name of a prototype", Unbound, () => With(
            """["salt","__proto__",{"title":"x"}]""", """["salt","constructor","y"]""")),
    ];

    /// <summary>What the paper form refuses too: text that does not show what was signed, and values of another kind.</summary>
    private static IEnumerable<WalletCase> ShownTexts() =>
    [
        .. from one in new (string Name, string Text)[]
           {
               ("that turns round", "National \u202Eslliks"), ("with an invisible space", "National\u200B Skills"),
               ("with a NUL", "National\0 Skills"), ("with two spaces", "National  Skills"), ("of nothing", ""),
               ("with a space behind it", "National "), ("not in normal form", "Na\u0303\u09DC"),
           }
           select new WalletCase($"a title {one.Name}", Expected.NotGenuine(Mismatch),
               () => Bound(Resign(claims => claims["title"] = one.Text))),
        new("a title in Bangla", Good, () => Bound(Resign(claims => claims["title"] = "\u099C\u09BE\u09A4\u09C0\u09AF\u09BC \u09B8\u09A8\u09A6"))),
        new("a hidden letter in the name of the occupation", Expected.NotGenuine(Mismatch),
            () => Bound(Resign(claims => claims["occupation"]!["name_en"] = "Plumb\u2066ing"))),
        new("a hidden letter in a disclosure", Expected.NotGenuine(Mismatch),
            () => Bound(With("[\"salt\",\"extra\",[{\"x\":\"a\\u202Eb\"}]]"))),
        .. from one in new (string Claim, string Value)[]
           {
               ("title", "{}"), ("title", "null"), ("title", "[\"x\"]"), ("level", "2"), ("occupation", "\"Plumbing\""),
               ("result_published_on", "\"2026-02-30\""), ("result_published_on", "\"2026-2-3\""), ("valid_until", "20280531"),
               ("units_total", "\"12\""), ("units_total", "1.0"), ("units_total", "9007199254740993"), ("outcome", "true"),
           }
           select new WalletCase($"{one.Claim}: {one.Value}", Expected.NotGenuine(Mismatch),
               () => Bound(Resign(claims => claims[one.Claim] = JsonNode.Parse(one.Value)))),
    ];

    private static IEnumerable<WalletCase> Times() =>
    [
        new("expired", Expected.NotValid("expired", "expired") with { Person = ("yes", ["ok"]) }, () => Bound(Resign(
            claims => End(claims, World.Now.AddSeconds(-60))))),
        new("expired within the clocks' difference", Good, () => Bound(Resign(
            claims => End(claims, World.Now.AddSeconds(-59))))),
        new("not yet valid", Expected.NotValid("not_yet_valid", "not_yet_valid") with { Person = ("yes", ["ok"]) },
            () => Bound(Resign(claims => claims["nbf"] = World.Now.AddSeconds(61).ToUnixTimeSeconds()))),
    ];

    private static IEnumerable<WalletCase> Status()
    {
        foreach (var (name, reason, list) in new (string, string, Func<byte[]>?)[]
        {
            ("missing", "status_unreachable", null),
            ("stale", "status_stale", () => StatusList(1, issuedAt: World.Now.AddDays(-1), expires: World.Now.AddSeconds(-60))),
            ("from the future", "status_invalid", () => StatusList(issuedAt: World.Now.AddSeconds(61))),
            ("of another address", "status_invalid", () => StatusList(uri: World.Nsda + "/status/2")),
            ("of another issuer", "status_invalid", () => StatusList(key: "other")),
            ("signed with a stolen key", "status_invalid", () => StatusList(key: "nsda stolen")),
            ("too short", "status_out_of_range", () => StatusList(size: 1024)),
            ("with a value nobody knows", "status_invalid", () => StatusList(7, bits: 4)),
            ("as a credential", "status_invalid", () => System.Text.Encoding.ASCII.GetBytes(Issue())),
            ("of another typ", "status_invalid", () => StatusToken(
                """{"sub":"URI","iat":NOW,"status_list":{"bits":2,"lst":"LST"}}""", """{"alg":"ES256","typ":"JWT","kid":"KID"}""")),
            ("without iat", "status_invalid", () => StatusToken("""{"sub":"URI","status_list":{"bits":2,"lst":"LST"}}""")),
            ("with ttl 0", "status_invalid", () => StatusToken(
                """{"sub":"URI","iat":NOW,"ttl":0,"status_list":{"bits":2,"lst":"LST"}}""")),
            ("with a fraction for exp", "status_invalid", () => StatusToken(
                """{"sub":"URI","iat":NOW,"exp":4000000000.5,"status_list":{"bits":2,"lst":"LST"}}""")),
            ("of three bits", "status_invalid", () => StatusToken(
                """{"sub":"URI","iat":NOW,"status_list":{"bits":3,"lst":"LST"}}""")),
            ("with padding", "status_invalid", () => StatusToken(
                """{"sub":"URI","iat":NOW,"status_list":{"bits":2,"lst":"LST="}}""")),
            ("that is no zlib", "status_invalid", () => StatusToken(
                """{"sub":"URI","iat":NOW,"status_list":{"bits":2,"lst":"AAAA"}}""")),
            ("with a name twice", "status_invalid", () => StatusToken(
                """{"sub":"URI","sub":"URI","iat":NOW,"status_list":{"bits":2,"lst":"LST"}}""")),
            ("with a ttl beyond 31 bits", "status_invalid", () => StatusToken(
                """{"sub":"URI","iat":NOW,"ttl":2147483648,"status_list":{"bits":2,"lst":"LST"}}""")),
            ("with null for exp", "status_invalid", () => StatusToken(
                """{"sub":"URI","iat":NOW,"exp":null,"status_list":{"bits":2,"lst":"LST"}}""")),
            ("that ends after the year 9999", "status_invalid", () => StatusToken(
                """{"sub":"URI","iat":NOW,"exp":253402300800,"status_list":{"bits":2,"lst":"LST"}}""")),
            ("with a number for its aggregation", "status_invalid", () => StatusToken(
                """{"sub":"URI","iat":NOW,"status_list":{"bits":2,"lst":"LST","aggregation_uri":1}}""")),
            ("with no certificate in its chain", "status_invalid", () => StatusToken(UsualClaims,
                """{"alg":"ES256","typ":"statuslist+jwt","kid":"KID","x5c":[]}""")),
            ("with a chain that is no list", "status_invalid", () => StatusToken(UsualClaims,
                """{"alg":"ES256","typ":"statuslist+jwt","kid":"KID","x5c":"AAAA"}""")),
            ("with a chain that is no base64", "status_invalid", () => StatusToken(UsualClaims,
                """{"alg":"ES256","typ":"statuslist+jwt","kid":"KID","x5c":["A_-A"]}""")),
            ("with a chain in another spelling", "status_invalid", () => StatusToken(UsualClaims,
                """{"alg":"ES256","typ":"statuslist+jwt","kid":"KID","x5c":["AB=="]}""")),
            ("with a chain that has a space in it", "status_invalid", () => StatusToken(UsualClaims,
                """{"alg":"ES256","typ":"statuslist+jwt","kid":"KID","x5c":["AA AA"]}""")),
        })
        {
            yield return new($"status list {name}", Expected.ValidOpen(reason) with { Person = ("yes", ["ok"]) },
                () => Bound(Issue())) { Status = list };
        }

        foreach (var (unseen, before) in ((string, byte[])[])[("a byte order mark", [0xEF, 0xBB, 0xBF]), ("a space that does not break", [0xC2, 0xA0])])
        {
            yield return new($"status list with {unseen} before it", Expected.ValidOpen("status_invalid") with { Person = ("yes", ["ok"]) }, () => Bound(Issue()))
            {
                Status = () => [.. before, .. StatusList()],
            };
        }

        yield return new("status list with white space around it", Good, () => Bound(Issue()))
        {
            Status = () => [.. " \t\r\n"u8, .. StatusList(), .. "\n"u8],
        };
        yield return new("status list to be kept for five seconds", Good, () => Bound(Issue()))
        {
            Status = () => StatusToken("""{"sub":"URI","iat":NOW,"ttl":5,"status_list":{"bits":2,"lst":"LST"}}"""),
        };
        yield return new("status list of two hours ago", Good, () => Bound(Issue()))
        {
            Status = () => StatusList(issuedAt: World.Now.AddHours(-2)),
        };
        yield return new("status list without an end", Good, () => Bound(Issue()))
        {
            Status = () => StatusToken("""{"sub":"URI","iat":NOW,"status_list":{"bits":2,"lst":"LST"}}"""),
        };
        foreach (var (value, state) in new[] { ((byte)1, "revoked"), ((byte)2, "suspended"), ((byte)3, "replaced") })
        {
            yield return new(state, Expected.NotValid(state, "status_" + state) with { Person = ("yes", ["ok"]) },
                () => Bound(Issue())) { Status = () => StatusList(value) };
        }
    }

    private static IEnumerable<WalletCase> TrustLists() =>
    [
        new("trust list missing", Expected.GenuineOpen("trust_list_missing"), () => Bound(Issue())) { NoTrust = true },
        new("trust list stale", Expected.AccreditedOpen("trust_list_stale") with { Person = ("yes", ["ok"]) },
            () => Bound(Issue())) { Trust = list => list with { NextUpdate = World.Now.AddSeconds(-60) } },
        new("trust list older than one seen", Expected.GenuineOpen("trust_list_rollback"), () => Bound(Issue()))
        {
            Remembered = new(99, "x"),
        },
        new("issuer unknown", IssuerUnknown, () => Bound(Issue())) { Trust = list => list with { Issuers = [.. list.Issuers.Where(one => one.Id != World.Nsda)] } },
        new("no issuer named", Expected.NotGenuine(Mismatch) with { Accredited = Expected.No("issuer_unknown") }, () => Bound(Resign(claims => claims.Remove("iss")))),
        new("issuer withdrawn", Good with
        {
            State = "not_accredited", Accredited = Expected.No("issuer_withdrawn"), Valid = ("could_not_check", ["issuer_withdrawn"]),
        }, () => Bound(Issue())) { Trust = list => list.WithNsda(nsda => nsda with { WithdrawnFrom = World.Utc("2026-01-01T00:00:00") }) },
        new("award not permitted", Good with { State = "not_accredited", Accredited = Expected.No("award_not_permitted") },
            () => Bound(Issue())) { Trust = list => list.WithNsda(nsda => nsda with
            {
                Awards = [.. nsda.Awards.Select(award => award with { Until = new DateOnly(2025, 1, 1) })],
            }) },
        new("centre unknown", Good with { State = "not_accredited", Accredited = Expected.No("centre_unknown") },
            () => Bound(Issue())) { Trust = list => list.WithCentres() },
        new("centre closed by then", Good with { State = "not_accredited", Accredited = Expected.No("centre_not_accredited") },
            () => Bound(Issue()))
        {
            Trust = list => list.WithCentres([.. list.Centres.Select(one => World.Centre(one.Code, "2020-01-01", "2020-12-31"))]),
        },
        new("centre closed by then and not disclosed", Good, () => Bound(SdJwtPresentation.Parse(Issue()).Present(path =>
            path != "assessment_centre")))
        {
            Trust = list => list.WithCentres([.. list.Centres.Select(one => World.Centre(one.Code, "2020-01-01", "2020-12-31"))]),
        },
    ];

    private static Expected IssuerUnknown => Expected.GenuineOpen("issuer_unknown") with
    {
        State = "not_accredited", Accredited = Expected.No("issuer_unknown"),
    };

    private static IEnumerable<WalletCase> Keys()
    {
        var chain = TestChain.Make(World.Nsda, World.Key("nsda").PublicJwk);
        var other = TestChain.Make(World.Other, World.Key("nsda").PublicJwk);
        var rogue = TestChain.Make(World.Nsda, World.Key("nsda").PublicJwk);
        var expired = TestChain.Make(World.Nsda, World.Key("nsda").PublicJwk,
            new() { LeafUntil = World.Utc("2026-02-01T00:00:00") });
        var authority = TestChain.Make(World.Nsda, World.Key("nsda").PublicJwk, new() { IsAuthority = true });
        var useless = TestChain.Make(World.Nsda, World.Key("nsda").PublicJwk, new() { Usage = null });
        var weak = TestChain.Make(World.Nsda, World.Key("nsda").PublicJwk, new() { IntermediateIsAuthority = false });
        var byName = TestChain.Make(World.Nsda, World.Key("nsda").PublicJwk, new() { DnsName = true });
        const string Refused = "certificate_chain_refused";

        yield return new("key stolen by then", Expected.NotGenuine("key_compromised"), () => Bound(Issue(World.Key("nsda stolen"))));
        yield return new("key retired by then", Expected.NotGenuine("key_expired"), () => Bound(Issue(World.Key("nsda retired"))));
        yield return new("key not yet in use", Expected.NotGenuine("key_not_yet_valid"), () => Bound(Issue(World.Key("nsda next"))));
        yield return new("key nobody knows", Expected.NotGenuine("key_unknown"), () => Bound(Issue(World.Key("attacker"))));
        yield return new("another issuer's key", Expected.NotGenuine("key_unknown"), () => Bound(Issue(World.Key("other"))));
        yield return new("no key id and several keys", Expected.NotGenuine("key_unknown"),
            () => Bound(Header("""{"alg":"ES256","typ":"dc+sd-jwt"}""")));
        yield return Chained("certificate of a listed key", Good, chain, chain.Root);
        yield return Chained("certificate that names the host", Good, byName, byName.Root);
        yield return Chained("certificate where no root is pinned", Expected.NotGenuine(Refused), chain);
        yield return Chained("certificate under a root of the same name", Expected.NotGenuine(Refused), rogue, chain.Root);
        yield return Chained("certificate under the second of two roots", Good, rogue, chain.Root, rogue.Root);
        yield return Chained("certificate of another issuer", Expected.NotGenuine(Refused), other, other.Root);
        yield return Chained("certificate past its end", Expected.NotGenuine(Refused), expired, expired.Root);
        yield return Chained("certificate of an authority", Expected.NotGenuine(Refused), authority, authority.Root);
        yield return Chained("certificate without key usage", Expected.NotGenuine(Refused), useless, useless.Root);
        yield return Chained("certificate under one that is no authority", Expected.NotGenuine(Refused), weak, weak.Root);
        yield return Sent("certificate with its root", Expected.NotGenuine(Refused), [chain.Leaf, chain.Intermediate, chain.Root], chain.Root);
        yield return Sent("certificate without its intermediate", Expected.NotGenuine(Refused), [chain.Leaf], chain.Root);
        yield return Sent("certificate with a stranger behind it", Expected.NotGenuine(Refused),
            [chain.Leaf, chain.Intermediate, other.Intermediate], chain.Root);
        yield return Sent("certificate cut off", Expected.NotGenuine(Refused), [chain.Leaf[..^1], chain.Intermediate], chain.Root);
        yield return Sent("certificate changed", Expected.NotGenuine(Refused),
            [[.. chain.Leaf[..^1], (byte)(chain.Leaf[^1] ^ 1)], chain.Intermediate], chain.Root);
        yield return Sent("certificate whose signature leaves bits unused", Expected.NotGenuine(Refused),
            [UnusedBits(chain.Leaf), chain.Intermediate], chain.Root);
        foreach (var (made, options) in OddChains())
        {
            var odd = TestChain.Make(World.Nsda, World.Key("nsda").PublicJwk, options);
            yield return Chained($"certificate {made}", Expected.NotGenuine(Refused), odd, odd.Root);
        }

        yield return Sent("no certificate in the list", Expected.NotGenuine(Refused), [], chain.Root);
        yield return new("certificate and key id of two keys", Expected.NotGenuine("key_header_conflict"),
            () => Bound(Header(X5c([chain.Leaf, chain.Intermediate], World.Key("nsda retired").Kid))))
        {
            Trust = list => list.WithNsda(nsda => nsda with { Roots = [chain.Root] }),
        };
        yield return new("certificate and a key id nobody knows", Expected.NotGenuine("key_header_conflict"),
            () => Bound(Header(X5c([chain.Leaf, chain.Intermediate], "other"))))
        {
            Trust = list => list.WithNsda(nsda => nsda with { Roots = [chain.Root] }),
        };
    }

    // What platforms read differently is refused everywhere (CertificateProfile).
    private static IEnumerable<(string Made, TestChain.Leafing Options)> OddChains()
    {
        // permittedSubtrees [0] { dNSName [2] "example.com" }, then a bare 0, then keyIdentifier [0] of one octet and
        // authorityCertSerialNumber [2] 7.
        byte[] names = [0x30, 0x11, 0xA0, 0x0F, 0x30, 0x0D, 0x82, 0x0B, .. "example.com"u8];
        byte[] zero = [0x02, 0x01, 0x00];
        yield return ("under an intermediate for other names", new() { OnIntermediate = new("2.5.29.30", names, false) });
        yield return ("under a root for other names", new() { OnRoot = new("2.5.29.30", names, false) });
        yield return ("that names what it may name", new() { OnLeaf = new("2.5.29.30", names, true) });
        yield return ("that demands a policy", new() { OnIntermediate = new("2.5.29.36", [0x30, 0x03, 0x80, 0x01, 0x00], true) });
        yield return ("that forbids a policy", new() { OnIntermediate = new("2.5.29.54", zero, true) });
        yield return ("with something critical that nobody knows", new() { OnLeaf = new("1.3.6.1.4.1.99999.1", zero, true) });
        yield return ("of another authority's key", new()
        {
            OnIntermediate = new X509SubjectKeyIdentifierExtension("01", false), OnLeaf = new("2.5.29.35", [0x30, 0x03, 0x80, 0x01, 0x02], false),
        });
        yield return ("of another authority's number", new() { OnLeaf = new("2.5.29.35", [0x30, 0x03, 0x82, 0x01, 0x07], false) });
        yield return ("under a root on another curve", new() { RootCurve = ECCurve.NamedCurves.nistP521 });
        yield return ("whose root is spelled otherwise", new() { NameOfRoot = new X500DistinguishedName("CN=DEMO ROOT") });
    }

    // The first octet of the BIT STRING behind ecdsa-with-SHA256.
    private static byte[] UnusedBits(byte[] certificate)
    {
        byte[] changed = [.. certificate];
        ReadOnlySpan<byte> algorithm = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02, 0x03];
        changed[changed.AsSpan().LastIndexOf(algorithm) + algorithm.Length + 1] = 1;
        return changed;
    }

    private static WalletCase Chained(string name, Expected expected, TestChain chain, params byte[][] roots) =>
        Sent(name, expected, [chain.Leaf, chain.Intermediate], roots);

    private static WalletCase Sent(string name, Expected expected, byte[][] sent, params byte[][] roots) =>
        new(name, expected, () => Bound(Header(X5c(sent, World.Key("nsda").Kid))))
        {
            Trust = list => list.WithNsda(nsda => nsda with { Roots = roots }),
        };

    private static string X5c(IEnumerable<byte[]> chain, string kid) => $$"""
        {"alg":"ES256","typ":"dc+sd-jwt","kid":"{{kid}}","x5c":[{{string.Join(',', chain.Select(one => $"\"{Convert.ToBase64String(one)}\""))}}]}
        """;
}
