using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.Status;
using SkillsPassport.Credentials.Tests.Paper;
using World = SkillsPassport.Credentials.Tests.Verification.VerdictWorld;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>Wallet credentials of the small world, honest ones and those that no honest issuer would make.</summary>
internal static class WalletForge
{
    public const string StatusUri = World.Nsda + "/status/1";
    public const string Audience = "https://verifier.example/S#wallet.example/shares/abc";
    public const string Nonce = "abcdefghijklmnopqrstuvwx";

    public static readonly EcSigner Holder = World.Key("holder");

    private static readonly Lazy<string> Base = new(() => Issue());

    public static string Issue(EcSigner? signer = null, string candidate = "CAND-01", string issuer = World.Nsda,
        DateTimeOffset? issuedAt = null, int index = World.StatusIndex)
    {
        var target = new CopyTarget(issuer, issuer + "/status/1", index, issuedAt ?? World.IssuedAt);
        var prepared = Assert.IsType<PrepareResult.Prepared>(
            Issuance.PrepareWallet(SampleAwards.ByCandidate[candidate], target, Holder.PublicJwk));
        return new CredentialSigner(signer ?? World.Key("nsda")).Sign((PreparedWalletCredential)prepared.Credential);
    }

    public static string Bound(string credential, string audience = Audience, string nonce = Nonce, EcSigner? by = null,
        DateTimeOffset? at = null, DateTimeOffset? expires = null) => KeyBinding.Append(
            credential, by ?? Holder, audience, nonce, at ?? World.Now.AddSeconds(-30), expires);

    /// <summary>A KB-JWT of any header and claims, rightly signed by the holder; HASH stands for the right
    /// sd_hash, NOW for thirty seconds ago.</summary>
    public static string Proof(string credential, string header, string claims, EcSigner? by = null)
    {
        var right = Bound(credential);
        var hash = Read(right[(right.LastIndexOf('~') + 1)..].Split('.')[1])["sd_hash"]!.GetValue<string>();
        return credential + Forge.Jws(header, claims.Replace("HASH", hash).Replace("NOW",
            $"{World.Now.AddSeconds(-30).ToUnixTimeSeconds()}"), by ?? Holder);
    }

    /// <summary>Changes the claims and signs again with the issuer's key, or keeps the old signature.</summary>
    public static string Resign(Action<JsonObject> change, bool keepSignature = false, string? header = null,
        EcSigner? by = null, params string[] disclosures)
    {
        var (jwt, rest) = Split(Base.Value);
        var parts = jwt.Split('.');
        var claims = Read(parts[1]);
        change(claims);
        var payload = JsonSerializer.SerializeToUtf8Bytes(claims);
        var signed = keepSignature ? $"{parts[0]}.{Forge.B64(payload)}.{parts[2]}"
            : Forge.Jws(Encoding.UTF8.GetBytes(header ?? Text(parts[0])), payload, by ?? World.Key("nsda"));
        return signed + rest + string.Concat(disclosures.Select(one => Forge.D(one) + "~"));
    }

    /// <summary>Adds disclosures that the issuer's digests refer to.</summary>
    public static string With(params string[] disclosures) => Resign(claims =>
    {
        foreach (var one in disclosures)
        {
            claims["_sd"]!.AsArray().Add(Forge.H(one));
        }
    }, disclosures: disclosures);

    /// <summary>Changes the payload as text, so that it may be no JSON any serialiser would write.</summary>
    public static string Payload(Func<string, string> change, Encoding? encoding = null)
    {
        var (jwt, rest) = Split(Base.Value);
        var parts = jwt.Split('.');
        return Forge.Jws(Encoding.UTF8.GetBytes(Text(parts[0])),
            (encoding ?? Encoding.UTF8).GetBytes(change(Text(parts[1]))), World.Key("nsda")) + rest;
    }

    /// <summary>Another header, rightly signed; KID stands for the issuer's key.</summary>
    public static string Header(string header) =>
        Resign(_ => { }, header: header.Replace("KID", World.Key("nsda").Kid));

    /// <summary>Changes the compact text.</summary>
    public static string Compact(Func<string, string> change) => change(Base.Value);

    /// <summary>Changes the three parts of the issuer's JWT.</summary>
    public static string Parts(Action<string[]> change)
    {
        var (jwt, rest) = Split(Base.Value);
        var parts = jwt.Split('.');
        change(parts);
        return string.Join('.', parts) + rest;
    }

    /// <summary>Changes the signature's bytes.</summary>
    public static string Signature(Func<byte[], byte[]> change) => Parts(parts =>
    {
        Assert.True(Base64UrlStrict.TryDecode(parts[2], out var signature));
        parts[2] = Forge.B64(change(signature));
    });

    /// <summary>The disclosures of the honest credential.</summary>
    public static IReadOnlyList<Disclosure> Disclosures => SdJwtPresentation.Parse(Base.Value).Disclosures;

    public static byte[] StatusList(byte value = 0, string key = "nsda", string uri = StatusUri, int size = 1 << 13,
        DateTimeOffset? issuedAt = null, DateTimeOffset? expires = null, int bits = 2)
    {
        var list = new StatusList(bits, size);
        if (size > World.StatusIndex)
        {
            list[World.StatusIndex] = value;
        }

        var signed = issuedAt ?? World.Now.AddMinutes(-10);
        return Encoding.ASCII.GetBytes(StatusListToken.SignJwt(World.Key(key), new StatusListClaims(uri, signed,
            expires ?? signed.AddHours(24), TimeSpan.FromHours(1)), bits, list.Compress()));
    }

    /// <summary>A status list token of any header and claims, rightly signed; LST stands for a list without
    /// revocations.</summary>
    public static byte[] StatusToken(string claims, string header = """{"alg":"ES256","typ":"statuslist+jwt","kid":"KID"}""") =>
        Encoding.ASCII.GetBytes(Forge.Jws(header.Replace("KID", World.Key("nsda").Kid),
            claims.Replace("LST", Forge.B64(new StatusList(2, 1 << 13).Compress()))
                .Replace("NOW", $"{World.Now.AddMinutes(-10).ToUnixTimeSeconds()}").Replace("URI", StatusUri),
            World.Key("nsda")));

    public static JsonObject Read(string part) => JsonNode.Parse(Text(part))!.AsObject();

    private static string Text(string part)
    {
        Assert.True(Base64UrlStrict.TryDecode(part, out var bytes));
        return Encoding.UTF8.GetString(bytes);
    }

    private static (string Jwt, string Disclosed) Split(string credential)
    {
        var end = credential.IndexOf('~');
        return (credential[..end], credential[end..]);
    }
}
