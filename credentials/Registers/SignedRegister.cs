using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Credentials.Registers;

/// <summary>Why a register was not accepted.</summary>
public enum RegisterRefusal
{
    /// <summary>Not a compact JWS of the register's type, or too long.</summary>
    Unreadable,

    /// <summary>Not signed by a key that the trust list names for this register at the time of signing.</summary>
    SignatureInvalid,

    /// <summary>Rightly signed, but the content breaks a rule.</summary>
    ContentInvalid,

    /// <summary>A lower sequence number than one seen before, or the same number with other bytes.</summary>
    Rollback,
}

/// <summary>A register was refused; the message names the rule.</summary>
public sealed class RegisterException(RegisterRefusal reason, string message, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>The kind of refusal.</summary>
    public RegisterRefusal Reason { get; } = reason;
}

/// <summary>
/// A register that is rightly signed by a key of the trust list. Whether it is fresh, and not older than one seen
/// before, is for whoever follows it to say.
/// </summary>
public sealed class SignedRegister<T> where T : RegisterContent
{
    /// <summary>Longest register accepted, in characters.</summary>
    public const int MaxLength = 8 * 1024 * 1024;

    private SignedRegister(string text, T content)
    {
        Text = text;
        Bytes = Encoding.ASCII.GetBytes(text);
        Digest = Base64UrlStrict.Encode(SHA256.HashData(Bytes));
        Content = content;
    }

    /// <summary>The signed text, as it was received.</summary>
    public string Text { get; }

    /// <summary>The same as bytes: what may be passed on to anybody.</summary>
    public byte[] Bytes { get; }

    /// <summary>SHA-256 of <see cref="Bytes"/>, base64url.</summary>
    public string Digest { get; }

    /// <summary>What it says.</summary>
    public T Content { get; }

    /// <summary>Sequence number.</summary>
    public long Sequence => Content.Sequence;

    /// <summary>When it was signed.</summary>
    public DateTimeOffset IssuedAt => DateTimeOffset.FromUnixTimeSeconds(Content.Iat);

    /// <summary>From then on it is stale.</summary>
    public DateTimeOffset NextUpdate => DateTimeOffset.FromUnixTimeSeconds(Content.NextUpdate);

    /// <summary>Signs a sound register.</summary>
    /// <exception cref="RegisterException">With <see cref="RegisterRefusal.ContentInvalid"/>: a rule is
    /// broken.</exception>
    public static string Sign(T content, ISigner key)
    {
        ArgumentNullException.ThrowIfNull(key);
        RequireSound(content);
        var header = new JsonObject { [Specs.Jose.Typ] = RegisterKind.Of<T>().Typ, [Specs.Jose.Kid] = key.Kid };
        return Jws.Sign(key, header, JsonSerializer.SerializeToUtf8Bytes(content, RegisterJson.Options));
    }

    /// <summary>Checks type and signature, then reads.</summary>
    /// <param name="jws">Compact JWS; white space around it is ignored.</param>
    /// <param name="address">Where the trust list says that it is published: it must be its issuer's. Null for the
    /// authority's own reading.</param>
    /// <param name="keys">The register's keys from the trust list; one of them must count at the time of
    /// signing.</param>
    /// <exception cref="RegisterException">With the reason.</exception>
    public static SignedRegister<T> Parse(string jws, string? address, IReadOnlyList<TrustedKey> keys)
    {
        ArgumentNullException.ThrowIfNull(jws);
        ArgumentNullException.ThrowIfNull(keys);
        var text = jws.Trim();
        Jws parsed;
        try
        {
            parsed = Jws.Parse(text, MaxLength).RequireType(RegisterKind.Of<T>().Typ);
        }
        catch (FormatException refused)
        {
            throw new RegisterException(RegisterRefusal.Unreadable, refused.Message, refused);
        }

        if (keys.FirstOrDefault(one => Made(parsed, one)) is not { } key)
        {
            throw new RegisterException(RegisterRefusal.SignatureInvalid,
                "The register is not signed by a key that the trust list names for it.");
        }

        var content = Read(parsed);
        RequireSound(content);
        var register = new SignedRegister<T>(text, content);
        var at = register.IssuedAt;
        if (at < key.From || at >= key.Until || at >= key.CompromisedFrom)
        {
            throw new RegisterException(RegisterRefusal.SignatureInvalid,
                "The register's key does not count at the time when it was signed.");
        }

        return address?.StartsWith(content.Iss + "/", StringComparison.Ordinal) != false ? register
            : throw new RegisterException(RegisterRefusal.ContentInvalid, "The register is another authority's.");
    }

    private static bool Made(Jws parsed, TrustedKey trusted)
    {
        using var key = VerificationKey.FromJwk(trusted.Jwk);
        return parsed.VerifiedBy(key);
    }

    private static T Read(Jws parsed)
    {
        try
        {
            return parsed.PayloadObject().Deserialize<T>(RegisterJson.Options)
                ?? throw new RegisterException(RegisterRefusal.ContentInvalid, "The register is empty.");
        }
        catch (Exception refused) when (refused is JsonException or FormatException)
        {
            throw new RegisterException(RegisterRefusal.ContentInvalid, refused.Message, refused);
        }
    }

    private static void RequireSound(T content)
    {
        ArgumentNullException.ThrowIfNull(content);
        const long lastSecond = 253_402_300_799;
        List<string> broken = [.. content.Broken()];
        if (!TrustListRules.IsAddress(content.Iss))
        {
            broken.Add("The authority's address is not an https address (http only on this machine).");
        }

        if (content.Sequence < 1)
        {
            broken.Add("The sequence number starts at 1.");
        }

        if (content.Iat < 0 || content.NextUpdate <= content.Iat || content.NextUpdate > lastSecond)
        {
            broken.Add("The next update must come after the time of signing.");
        }

        if (broken.Count > 0)
        {
            throw new RegisterException(RegisterRefusal.ContentInvalid, string.Join(" ", broken));
        }
    }
}
