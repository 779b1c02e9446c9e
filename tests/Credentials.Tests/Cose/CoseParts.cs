using System.Formats.Cbor;

namespace SkillsPassport.Credentials.Tests.Cose;

/// <summary>A COSE_Sign1 taken apart by a plain CBOR reader, so that tests can put a wrong one together.</summary>
internal sealed record CoseParts(byte[] Protected, byte[] Payload, byte[] Signature)
{
    public static CoseParts Of(byte[] message)
    {
        var reader = new CborReader(message, CborConformanceMode.Lax);
        reader.ReadTag();
        reader.ReadStartArray();
        var header = reader.ReadByteString();
        reader.SkipValue();
        return new CoseParts(header, reader.ReadByteString(), reader.ReadByteString());
    }

    public byte[] Encode(ulong tag = 18, byte[]? unprotected = null)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        writer.WriteTag((CborTag)tag);
        writer.WriteStartArray(4);
        writer.WriteByteString(Protected);
        writer.WriteEncodedValue(unprotected ?? [0xA0]);
        writer.WriteByteString(Payload);
        writer.WriteByteString(Signature);
        writer.WriteEndArray();
        return writer.Encode();
    }
}
