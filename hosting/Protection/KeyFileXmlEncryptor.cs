using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace SkillsPassport.Hosting.Protection;

/// <summary>Encrypts cookie keys before they reach the database, so that a stolen database signs nobody in.</summary>
public sealed class KeyFileXmlEncryptor(FieldCipher cipher) : IXmlEncryptor
{
    internal const string Purpose = "sign-in-key";

    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement("encrypted", Convert.ToBase64String(
            cipher.Protect(Purpose, plaintextElement.ToString(SaveOptions.DisableFormatting)))),
        typeof(KeyFileXmlDecryptor));
}

/// <summary>The other direction; data protection makes it by type.</summary>
public sealed class KeyFileXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    /// <inheritdoc/>
    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(services.GetRequiredService<FieldCipher>()
        .Unprotect(KeyFileXmlEncryptor.Purpose, Convert.FromBase64String(encryptedElement.Value)));
}
