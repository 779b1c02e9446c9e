using System.Formats.Cbor;
using System.Text;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Cose;

/// <summary>
/// A COSE_Sign1 message (RFC 9052 section 4.2) as this system writes and reads it: tag 18, ES256 in the protected
/// header
/// and nowhere else, an 8-byte key id, a type, an empty unprotected header, deterministic CBOR (RFC 8949 section
/// 4.2.1).
/// </summary>
public sealed class CoseSign1
{
    private const int KidLength = 8;
    private const int SignatureLength = 64;

    private readonly ReadOnlyMemory<byte> _protected;
    private readonly ReadOnlyMemory<byte> _signature;

    private CoseSign1(
        ReadOnlyMemory<byte> protectedHeader, ReadOnlyMemory<byte> payload, ReadOnlyMemory<byte> signature)
    {
        _protected = protectedHeader;
        _signature = signature;
        Payload = payload;
        (Kid8, Type) = ReadProtected(protectedHeader);
    }

    /// <summary>Key id: first 8 bytes of the SHA-256 thumbprint of the signing key.</summary>
    public byte[] Kid8 { get; }

    /// <summary>Type of what is signed (RFC 9596).</summary>
    public string Type { get; }

    /// <summary>The signed octets.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Reads the envelope; says nothing about the signature. The bytes must not change afterwards.</summary>
    /// <param name="message">The whole message, nothing behind it.</param>
    /// <param name="type">The only type accepted here (RFC 8725 section 3.11: one type, one purpose).</param>
    /// <param name="maxLength">Largest message accepted, in bytes.</param>
    /// <exception cref="InputRefusedException">
    /// Too long, another tag or algorithm, any unprotected header, a key id that is not 8 bytes, a signature that is
    /// not
    /// 64 bytes, another type, or CBOR that is not deterministic.
    /// </exception>
    public static CoseSign1 Parse(ReadOnlyMemory<byte> message, string type, int maxLength)
    {
        if (message.Length > maxLength)
        {
            throw new InputRefusedException(InputRefusal.TooLarge, "The COSE message is too long.");
        }

        var envelope = StrictCbor.Read(message, static reader =>
        {
            if (reader.PeekState() != CborReaderState.Tag || (ulong)reader.ReadTag() != Specs.Cose.Sign1Tag)
            {
                throw new InputRefusedException(InputRefusal.Unreadable, "Not tagged as COSE_Sign1 (18).");
            }

            reader.ReadArrayOf(4);
            var protectedHeader = reader.ReadDefiniteLengthByteString();
            if (reader.ReadDefiniteMap() != 0)
            {
                throw new InputRefusedException(InputRefusal.Header, "Unprotected headers are not accepted.");
            }

            reader.ReadEndMap();
            var payload = reader.ReadDefiniteLengthByteString();
            var signature = reader.ReadDefiniteLengthByteString();
            reader.ReadEndArray();
            if (signature.Length != SignatureLength)
            {
                throw new InputRefusedException(InputRefusal.Unreadable, "An ES256 signature has 64 bytes.");
            }

            return new CoseSign1(protectedHeader, payload, signature);
        });

        return envelope.Type == type
            ? envelope
            : throw new InputRefusedException(InputRefusal.Type, $"The message's typ is not {type}.");
    }

    /// <summary>True when this key made the signature over header and payload (RFC 9052 section 4.4).</summary>
    public bool VerifiedBy(VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var length = SigStructureLength(_protected.Length, Payload.Length);
        if (length <= 1024)
        {
            Span<byte> small = stackalloc byte[length];
            WriteSigStructure(_protected.Span, Payload.Span, small);
            return key.Verify(small, _signature.Span);
        }

        var large = new byte[length];
        WriteSigStructure(_protected.Span, Payload.Span, large);
        return key.Verify(large, _signature.Span);
    }

    /// <summary>Signs a payload as a message of this type.</summary>
    public static byte[] Sign(ISigner signer, string type, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(signer);
        var header = new CborWriter(CborConformanceMode.Canonical, initialCapacity: 48);
        header.WriteStartMap(3);
        header.WriteInt32(Specs.Cose.Alg);
        header.WriteInt32(Specs.Cose.ES256);
        header.WriteInt32(Specs.Cose.Kid);
        header.WriteByteString(signer.Kid8);
        header.WriteInt32(Specs.Cose.Typ);
        header.WriteTextString(type);
        header.WriteEndMap();
        var protectedHeader = header.Encode();

        var toBeSigned = new byte[SigStructureLength(protectedHeader.Length, payload.Length)];
        WriteSigStructure(protectedHeader, payload, toBeSigned);

        var message = new CborWriter(CborConformanceMode.Canonical, initialCapacity: payload.Length + 128);
        message.WriteTag((CborTag)Specs.Cose.Sign1Tag);
        message.WriteStartArray(4);
        message.WriteByteString(protectedHeader);
        message.WriteStartMap(0);
        message.WriteEndMap();
        message.WriteByteString(payload);
        message.WriteByteString(signer.Sign(toBeSigned));
        message.WriteEndArray();
        return message.Encode();
    }

    /// <summary>Length of the signed message for a payload of this length, known before signing.</summary>
    public static int SignedLength(string type, int payloadLength)
    {
        // Map of three; 1: -7; 4: 8 bytes; 16: type (shorter than 24).
        var header = 1 + 2 + 1 + 1 + KidLength + 1 + 1 + type.Length;
        return 1 + 1 + HeadLength(header) + header + 1 + HeadLength(payloadLength) + payloadLength
            + HeadLength(SignatureLength) + SignatureLength;
    }

    private static (byte[] Kid8, string Type) ReadProtected(ReadOnlyMemory<byte> header) =>
        StrictCbor.Read(header, static reader =>
        {
            byte[]? kid = null;
            string? type = null;
            var algorithm = 0L;
            for (var left = reader.ReadDefiniteMap(); left > 0; left--)
            {
                var label = IsInteger(reader) ? reader.ReadLabel() : 0;
                switch (label, reader.PeekState())
                {
                    case (Specs.Cose.Alg, _):
                        algorithm = IsInteger(reader) ? reader.ReadLabel() : throw NotEs256();
                        break;
                    case (Specs.Cose.Kid, CborReaderState.ByteString):
                        kid = reader.ReadDefiniteLengthByteString().ToArray();
                        break;
                    case (Specs.Cose.Typ, CborReaderState.TextString):
                        type = reader.ReadTextString();
                        break;
                    default:
                        throw new InputRefusedException(InputRefusal.Header, "A header that is not accepted.");
                }
            }

            reader.ReadEndMap();
            if (algorithm != Specs.Cose.ES256)
            {
                throw NotEs256();
            }

            return kid is { Length: KidLength } && type is not null
                ? (kid, type)
                : throw new InputRefusedException(InputRefusal.Header, "Key id (8 bytes) and typ are required.");
        });

    private static InputRefusedException NotEs256() => new(InputRefusal.Algorithm, "Only ES256 (-7) is accepted.");

    private static bool IsInteger(CborReader reader) =>
        reader.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger;

    // Sig_structure = [ "Signature1", protected, external_aad = h'', payload ]; written by hand: it is in the hot path.
    private static int SigStructureLength(int protectedLength, int payloadLength) =>
        1 + 1 + Specs.Cose.Signature1.Length + HeadLength(protectedLength) + protectedLength
        + 1 + HeadLength(payloadLength) + payloadLength;

    private static void WriteSigStructure(
        ReadOnlySpan<byte> protectedHeader, ReadOnlySpan<byte> payload, Span<byte> target)
    {
        target[0] = 0x84;
        target[1] = (byte)(0x60 | Specs.Cose.Signature1.Length);
        var at = 2 + Encoding.ASCII.GetBytes(Specs.Cose.Signature1, target[2..]);
        at = WriteByteString(protectedHeader, target, at);
        target[at++] = 0x40;
        WriteByteString(payload, target, at);
    }

    private static int WriteByteString(ReadOnlySpan<byte> bytes, Span<byte> target, int at)
    {
        var head = HeadLength(bytes.Length);
        if (head == 1)
        {
            target[at] = (byte)(0x40 | bytes.Length);
        }
        else
        {
            target[at] = (byte)(0x58 + (head == 2 ? 0 : head == 3 ? 1 : 2));
            for (var i = 1; i < head; i++)
            {
                target[at + i] = (byte)(bytes.Length >> 8 * (head - 1 - i));
            }
        }

        bytes.CopyTo(target[(at + head)..]);
        return at + head + bytes.Length;
    }

    private static int HeadLength(int length) => length switch { < 24 => 1, < 256 => 2, < 65536 => 3, _ => 5 };
}
