using System.Text;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.SdJwt;

/// <summary>
/// An SD-JWT, or an SD-JWT with Key Binding, in compact form (RFC 9901 section 4): the issuer's JWT, disclosures, and
/// a KB-JWT after the last tilde. Reading it says nothing about any signature.
/// </summary>
public sealed class SdJwtPresentation
{
    /// <summary>Longest text accepted, in characters; a portrait fits, a flood does not.</summary>
    public const int MaxLength = 512 * 1024;

    /// <summary>Most disclosures accepted.</summary>
    public const int MaxDisclosures = 256;

    /// <summary>Longest KB-JWT accepted, in characters.</summary>
    private const int MaxKeyBindingLength = 8 * 1024;

    private readonly ReadOnlyMemory<byte> _ascii;
    private ProcessedClaims? _processed;
    private JsonObject? _claims;
    private Dictionary<string, Disclosure>? _paths;

    private SdJwtPresentation(ReadOnlyMemory<byte> ascii, int firstTilde, int disclosures, int lastTilde)
    {
        _ascii = ascii;
        Disclosures = Disclosure.ParseAll(ascii[(firstTilde + 1)..(lastTilde + 1)], disclosures);
        KeyBindingJwt = lastTilde == ascii.Length - 1
            ? null : Jws.Parse(ascii[(lastTilde + 1)..], MaxKeyBindingLength);
        IssuerJwt = Jws.Parse(ascii[..firstTilde], MaxLength);
        WithoutKeyBindingBytes = ascii[..(lastTilde + 1)];
    }

    /// <summary>The issuer-signed JWT.</summary>
    public Jws IssuerJwt { get; }

    /// <summary>Disclosures in the order sent.</summary>
    public IReadOnlyList<Disclosure> Disclosures { get; }

    /// <summary>The key binding JWT; null when none was appended.</summary>
    public Jws? KeyBindingJwt { get; }

    /// <summary>Everything before the KB-JWT, with the last tilde: what <c>sd_hash</c> covers.</summary>
    public string WithoutKeyBinding => Encoding.ASCII.GetString(WithoutKeyBindingBytes.Span);

    /// <summary>
    /// Disclosed claims by path: names and array indexes joined by <c>/</c>, e.g. <c>full_name</c>, <c>units/3</c>
    /// (indexes as in the issuer's array, undisclosed elements counted).
    /// </summary>
    /// <exception cref="InputRefusedException">As <see cref="Process"/>.</exception>
    public IReadOnlyDictionary<string, Disclosure> DisclosedPaths =>
        _paths ??= new(Processed.Disclosed, StringComparer.Ordinal);

    /// <summary>The processed payload with what was disclosed at which place.</summary>
    internal ProcessedClaims Processed => _processed ??= ProcessedClaims.Of(this);

    /// <summary><see cref="WithoutKeyBinding"/> as it came.</summary>
    internal ReadOnlyMemory<byte> WithoutKeyBindingBytes { get; }

    /// <summary>Reads the compact form.</summary>
    /// <exception cref="InputRefusedException">Too long, too many disclosures, or any part malformed.</exception>
    public static SdJwtPresentation Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // A letter that is not ASCII becomes a question mark, which no part of an SD-JWT can have.
        return text.Length <= MaxLength
            ? Parse(Encoding.ASCII.GetBytes(text))
            : throw new InputRefusedException(InputRefusal.TooLarge, "The presentation is too long.");
    }

    /// <summary>Reads the compact form in ASCII. The memory is kept, not copied.</summary>
    /// <exception cref="InputRefusedException">Too long, too many disclosures, or any part malformed.</exception>
    public static SdJwtPresentation Parse(ReadOnlyMemory<byte> ascii)
    {
        if (ascii.Length > MaxLength)
        {
            throw new InputRefusedException(InputRefusal.TooLarge, "The presentation is too long.");
        }

        var last = ascii.Span.LastIndexOf((byte)Specs.SdJwt.Separator);
        if (last < 0)
        {
            throw new InputRefusedException(InputRefusal.Unreadable, "An SD-JWT has at least one tilde.");
        }

        var disclosures = ascii.Span.Count((byte)Specs.SdJwt.Separator) - 1;
        return disclosures <= MaxDisclosures
            ? new SdJwtPresentation(ascii, ascii.Span.IndexOf((byte)Specs.SdJwt.Separator), disclosures, last)
            : throw new InputRefusedException(InputRefusal.TooLarge, "Too many disclosures.");
    }

    /// <summary>
    /// RFC 9901 section 7.1 step 3: the payload with every disclosed claim in its place and every digest removed. The
    /// signature is the caller's business (section 7.1 step 2).
    /// </summary>
    /// <exception cref="InputRefusedException">
    /// An unknown hash algorithm, a digest seen twice anywhere, a disclosure nothing refers to, a name that is reserved
    /// or already there, a disclosure of the wrong shape for its place, or a malformed digest.
    /// </exception>
    public JsonObject Process() => _claims ??= Processed.Claims.ToNode()!.AsObject();

    /// <summary>
    /// The same SD-JWT with only the chosen disclosures and without key binding; it ends in a tilde. A disclosure
    /// inside another is kept only together with the one around it.
    /// </summary>
    /// <param name="keep">Decides by path, see <see cref="DisclosedPaths"/>.</param>
    /// <exception cref="InputRefusedException">As <see cref="Process"/>.</exception>
    public string Present(Func<string, bool> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        var chosen = new HashSet<Disclosure>();
        foreach (var (path, disclosure) in DisclosedPaths)
        {
            // The walk lists parents before children, so a parent's fate is known here.
            if (keep(path) && !Parents(path).Any(parent =>
                DisclosedPaths.ContainsKey(parent) && !kept.Contains(parent)))
            {
                kept.Add(path);
                chosen.Add(disclosure);
            }
        }

        return Join(Disclosures.Where(chosen.Contains));
    }

    private static IEnumerable<string> Parents(string path)
    {
        for (var at = path.IndexOf('/'); at > 0; at = path.IndexOf('/', at + 1))
        {
            yield return path[..at];
        }
    }

    private string Join(IEnumerable<Disclosure> disclosures)
    {
        var issuerText = _ascii.Span[..(_ascii.Span.IndexOf((byte)Specs.SdJwt.Separator) + 1)];
        var text = new StringBuilder(Encoding.ASCII.GetString(issuerText));
        foreach (var disclosure in disclosures)
        {
            text.Append(disclosure.Text).Append(Specs.SdJwt.Separator);
        }

        return text.ToString();
    }
}
