using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Issuing;

public sealed partial class CredentialSigner
{
    private byte[]? _walletHeader;

    private byte[] WalletHeader => _walletHeader ??= BuildWalletHeader();

    /// <summary>
    /// Signs an SD-JWT VC (draft-19 section 2) in compact form, ending in a tilde: header <c>alg typ kid x5c</c>, every
    /// claim that the type metadata hide as a disclosure with a fresh 128-bit salt (RFC 9901 section 4.2).
    /// </summary>
    /// <exception cref="InvalidOperationException">This value was signed before.</exception>
    public string Sign(PreparedWalletCredential prepared)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        prepared.Spend();
        var (payload, disclosures) = (prepared.Payload, prepared.Disclosures);
        var header = WalletHeader;
        var payloadLength = Base64Url.GetEncodedLength(payload.Length);
        var inputLength = header.Length + payloadLength;
        var signatureLength = Base64Url.GetEncodedLength(P256.SignatureBytes);
        var length = inputLength + 1 + signatureLength + 1 + disclosures.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            header.CopyTo(buffer, 0);
            Base64Url.EncodeToUtf8(payload, buffer.AsSpan(header.Length));
            var signature = _signer.Sign(buffer.AsSpan(0, inputLength));
            buffer[inputLength] = (byte)'.';
            Base64Url.EncodeToUtf8(signature, buffer.AsSpan(inputLength + 1));
            buffer[inputLength + 1 + signatureLength] = (byte)Specs.SdJwt.Separator;
            disclosures.CopyTo(buffer.AsSpan(inputLength + 1 + signatureLength + 1));
            return Encoding.ASCII.GetString(buffer, 0, length);
        }
        finally
        {
            // Names and identity endings do not stay behind in a shared buffer.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private byte[] BuildWalletHeader()
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, WireJson.Writer))
        {
            writer.WriteStartObject();
            writer.WriteString(Specs.Jose.Alg, Specs.Jose.ES256);
            writer.WriteString(Specs.Jose.Typ, Specs.SdJwtVc.DcSdJwt);
            writer.WriteString(Specs.Jose.Kid, _signer.Kid);
            if (_signer.CertificateChain.Count > 0)
            {
                writer.WriteStartArray(Specs.Jose.X5c);
                foreach (var certificate in _signer.CertificateChain)
                {
                    writer.WriteBase64StringValue(certificate);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return Encoding.ASCII.GetBytes(Base64UrlStrict.Encode(json.WrittenSpan) + ".");
    }
}
