using System.Formats.Cbor;
using SkillsPassport.Credentials.Cose;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Tests.Cose;

public sealed class CoseSign1Tests : IDisposable
{
    private const string Type = "test+cwt";
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public void A_signed_message_reads_back_and_verifies()
    {
        var message = CoseSign1.Parse(Signed(), Type, 1024);
        Assert.Equal([1, 2, 3], message.Payload.ToArray());
        Assert.Equal(_issuer.Signer.Kid8, message.Kid8);
        Assert.True(message.VerifiedBy(_issuer.Key));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(23)]
    [InlineData(24)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(200_000)]
    public void Payloads_of_every_length_class_verify(int length)
    {
        var payload = new byte[length];
        new Random(length).NextBytes(payload);
        var signed = CoseSign1.Sign(_issuer.Signer, Type, payload);
        var message = CoseSign1.Parse(signed, Type, 1 << 20);
        Assert.Equal(payload, message.Payload.ToArray());
        Assert.True(message.VerifiedBy(_issuer.Key));
        Assert.Equal(signed.Length, CoseSign1.SignedLength(Type, length));
    }

    [Fact]
    public void The_signed_bytes_are_the_Sig_structure_of_the_standard()
    {
        var parts = CoseParts.Of(Signed());
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(4);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(parts.Protected);
        writer.WriteByteString([]);
        writer.WriteByteString(parts.Payload);
        writer.WriteEndArray();
        Assert.True(_issuer.Key.Verify(writer.Encode(), parts.Signature));
    }

    [Fact]
    public void Another_key_does_not_verify()
    {
        using var other = new TestIssuer();
        Assert.False(CoseSign1.Parse(Signed(), Type, 1024).VerifiedBy(other.Key));
    }

    [Theory]
    [InlineData(16UL)]
    [InlineData(17UL)]
    [InlineData(61UL)]
    [InlineData(98UL)]
    public void Another_tag_is_refused(ulong tag) => Refuses(InputRefusal.Unreadable, Parts().Encode(tag));

    [Fact]
    public void An_untagged_message_is_refused() => Refuses(InputRefusal.Unreadable, Signed()[1..]);

    [Fact]
    public void Two_tags_are_refused() => Refuses(InputRefusal.Unreadable, [0xD2, .. Signed()]);

    [Theory]
    [InlineData("A10126")] // alg where nobody signed it
    [InlineData("A104481122334455667788")]
    [InlineData("A11000")]
    public void Anything_in_the_unprotected_header_is_refused(string unprotected) =>
        Refuses(InputRefusal.Header, Parts().Encode(unprotected: Convert.FromHexString(unprotected)));

    [Theory]
    [InlineData(-35)] // ES384
    [InlineData(-8)] // EdDSA
    [InlineData(5)] // HMAC 256/256
    [InlineData(0)]
    [InlineData(-257)]
    public void Another_algorithm_is_refused(int algorithm) =>
        Refuses(InputRefusal.Algorithm, WithHeader(algorithm, _issuer.Signer.Kid8, Type));

    [Fact]
    public void A_missing_algorithm_is_refused() =>
        Refuses(InputRefusal.Algorithm, WithHeader(null, _issuer.Signer.Kid8, Type));

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(300)]
    public void A_key_id_of_another_length_is_refused(int length) =>
        Refuses(InputRefusal.Header, WithHeader(-7, new byte[length], Type));

    [Fact]
    public void A_missing_key_id_is_refused() => Refuses(InputRefusal.Header, WithHeader(-7, null, Type));

    [Fact]
    public void A_missing_type_is_refused() => Refuses(InputRefusal.Header, WithHeader(-7, _issuer.Signer.Kid8, null));

    [Theory]
    [InlineData("application/statuslist+cwt")]
    [InlineData("TEST+CWT")]
    [InlineData("")]
    public void Another_type_is_refused(string type) =>
        Refuses(InputRefusal.Type, WithHeader(-7, _issuer.Signer.Kid8, type));

    [Theory]
    [InlineData(2)] // crit
    [InlineData(3)] // content type
    [InlineData(33)] // x5chain
    [InlineData(35)] // x5u
    public void A_header_that_is_not_ours_is_refused(int label)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(4);
        writer.WriteInt32(1);
        writer.WriteInt32(-7);
        writer.WriteInt32(label);
        writer.WriteByteString([1]);
        writer.WriteInt32(4);
        writer.WriteByteString(_issuer.Signer.Kid8);
        writer.WriteInt32(16);
        writer.WriteTextString(Type);
        writer.WriteEndMap();
        Refuses(InputRefusal.Header, (Parts() with { Protected = writer.Encode() }).Encode());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(72)]
    public void A_signature_of_another_length_is_refused(int length)
    {
        var signature = new byte[length];
        Parts().Signature.AsSpan(0, Math.Min(64, length)).CopyTo(signature);
        Refuses(InputRefusal.Unreadable, (Parts() with { Signature = signature }).Encode());
    }

    [Theory]
    [InlineData("00", "00")] // r = s = 0 (CVE-2022-21449)
    [InlineData("00", null)]
    [InlineData(null, "00")]
    [InlineData("N", null)] // r = n
    [InlineData(null, "N")]
    public void Numbers_outside_the_curve_order_never_verify(string? r, string? s)
    {
        var order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
        var signature = Parts().Signature;
        Replace(signature.AsSpan(0, 32), r);
        Replace(signature.AsSpan(32), s);
        var message = CoseSign1.Parse((Parts() with { Signature = signature }).Encode(), Type, 1024);
        Assert.False(message.VerifiedBy(_issuer.Key));

        void Replace(Span<byte> half, string? by)
        {
            if (by == "N")
            {
                order.CopyTo(half);
            }
            else if (by is not null)
            {
                half.Clear();
            }
        }
    }

    [Fact]
    public void Bytes_behind_the_message_are_refused() => Refuses(InputRefusal.Unreadable, [.. Signed(), 0]);

    [Fact]
    public void Bytes_behind_the_protected_header_are_refused() =>
        Refuses(InputRefusal.Unreadable, (Parts() with { Protected = [.. Parts().Protected, 0xA0] }).Encode());

    [Fact]
    public void A_message_cut_at_any_place_is_refused()
    {
        var message = Signed();
        for (var length = 0; length < message.Length; length++)
        {
            var cut = message[..length];
            Assert.Throws<InputRefusedException>(() => CoseSign1.Parse(cut, Type, 1024));
        }
    }

    [Fact]
    public void An_array_of_indefinite_length_is_refused()
    {
        var message = Signed();
        Assert.Equal(0x84, message[1]);
        Refuses(InputRefusal.NotCanonical, [0xD2, 0x9F, .. message[2..], 0xFF]);
    }

    [Fact]
    public void A_byte_string_of_indefinite_length_is_refused()
    {
        var parts = Parts();
        byte[] message =
        [
            0xD2, 0x84, 0x58, (byte)parts.Protected.Length, .. parts.Protected, 0xA0,
            0x5F, 0x43, .. parts.Payload, 0xFF, 0x58, 64, .. parts.Signature,
        ];
        Refuses(InputRefusal.NotCanonical, message);
    }

    [Fact]
    public void A_length_in_more_bytes_than_needed_is_refused()
    {
        var parts = Parts();
        byte[] message =
        [
            0xD2, 0x84, (byte)(0x40 | parts.Protected.Length), .. parts.Protected, 0xA0,
            0x58, 3, .. parts.Payload, 0x58, 64, .. parts.Signature,
        ];
        Assert.InRange(parts.Protected.Length, 1, 23);
        Refuses(InputRefusal.NotCanonical, message);
    }

    [Theory]
    [InlineData("A3012601260443112233")] // alg twice
    [InlineData("A30448112233445566778801261068746573742B637774")] // unsorted
    [InlineData("A3180126044811223344556677881068746573742B637774")] // label 1 in two bytes
    [InlineData("BF01260448112233445566778810687465" + "73742B637774FF")] // indefinite map
    [InlineData("80")]
    [InlineData("A0")]
    [InlineData("")]
    public void A_protected_header_in_any_other_form_is_refused(string header)
    {
        var message = (Parts() with { Protected = Convert.FromHexString(header) }).Encode();
        Assert.Throws<InputRefusedException>(() => CoseSign1.Parse(message, Type, 1024));
    }

    [Fact]
    public void Ten_megabytes_are_refused_before_they_are_read() => Refuses(InputRefusal.TooLarge, new byte[10 << 20]);

    [Fact]
    public void A_hundred_thousand_nested_arrays_are_refused()
    {
        var nested = Enumerable.Repeat((byte)0x81, 100_000).ToArray();
        Assert.Throws<InputRefusedException>(() => CoseSign1.Parse(nested, Type, 1 << 20));
        byte[] message = [0xD2, 0x84, .. nested];
        Assert.Throws<InputRefusedException>(() => CoseSign1.Parse(message, Type, 1 << 20));
    }

    [Fact]
    public void A_length_beyond_the_bytes_allocates_nothing()
    {
        byte[] message = [0xD2, 0x84, 0x5B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0];
        Assert.Throws<InputRefusedException>(() => CoseSign1.Parse(message, Type, 1024));
    }

    [Fact]
    public void Random_bytes_are_refused_and_never_crash()
    {
        var random = new Random(20261121);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(0, 200)];
            random.NextBytes(bytes);
            if (i % 2 == 0 && bytes.Length > 2)
            {
                (bytes[0], bytes[1]) = (0xD2, 0x84);
            }

            Assert.Throws<InputRefusedException>(() => CoseSign1.Parse(bytes, Type, 1024));
        }
    }

    private byte[] Signed() => CoseSign1.Sign(_issuer.Signer, Type, [1, 2, 3]);

    private CoseParts Parts() => CoseParts.Of(Signed());

    // Signed anew, so that nothing but the header rule can be the reason to refuse.
    private byte[] WithHeader(int? algorithm, byte[]? kid, string? type)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap((algorithm is null ? 0 : 1) + (kid is null ? 0 : 1) + (type is null ? 0 : 1));
        if (algorithm is not null)
        {
            writer.WriteInt32(1);
            writer.WriteInt32(algorithm.Value);
        }

        if (kid is not null)
        {
            writer.WriteInt32(4);
            writer.WriteByteString(kid);
        }

        if (type is not null)
        {
            writer.WriteInt32(16);
            writer.WriteTextString(type);
        }

        writer.WriteEndMap();
        return (Parts() with { Protected = writer.Encode() }).Encode();
    }

    private static void Refuses(InputRefusal expected, byte[] message)
    {
        var refused = Assert.Throws<InputRefusedException>(() => CoseSign1.Parse(message, Type, 1024));
        Assert.Equal(expected, refused.Refusal);
    }
}
