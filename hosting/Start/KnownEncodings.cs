using System.Text;

namespace SkillsPassport.Hosting.Start;

/// <summary>
/// UTF-7 is a name nobody knows here, as any made-up one: whoever sends a form in it is told that it cannot be read.
/// .NET knows it and refuses it with an exception of its own, which the framework's reading of forms makes a fault of.
/// </summary>
internal sealed class KnownEncodings : EncodingProvider
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The name is one of UTF-7's.</exception>
    public override Encoding? GetEncoding(string name) =>
        name.EndsWith("utf-7", StringComparison.OrdinalIgnoreCase)
        || name.Equals("csUnicode11UTF7", StringComparison.OrdinalIgnoreCase)
            ? throw new ArgumentException("No encoding of this name is read.", nameof(name)) : null;

    /// <inheritdoc/>
    public override Encoding? GetEncoding(int codepage) => null;
}
