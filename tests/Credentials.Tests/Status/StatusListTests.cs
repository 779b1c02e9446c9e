using System.IO.Compression;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Status;

namespace SkillsPassport.Credentials.Tests.Status;

/// <summary>
/// Vectors of draft-ietf-oauth-status-list-20 (<c>Vectors/token-status-list/vectors.json</c>) and beyond.
/// </summary>
public class StatusListTests
{
    private static readonly JsonElement Vectors =
        JsonDocument.Parse(File.ReadAllBytes(Vector.Path("token-status-list/vectors.json"))).RootElement;

    public static TheoryData<string> Large =>
        [.. Vectors.GetProperty("vectors").EnumerateArray().Select(vector => vector.GetProperty("name").GetString()!)];

    public static TheoryData<int> Small => [1, 2];

    [Theory]
    [MemberData(nameof(Large))]
    public void The_large_vectors_of_the_specification_read_as_published(string name)
    {
        var vector = Vectors.GetProperty("vectors").EnumerateArray()
            .Single(candidate => candidate.GetProperty("name").GetString() == name);
        Assert.True(Base64UrlStrict.TryDecode(vector.GetProperty("lst").GetString(), out var lst));
        var list = StatusList.Decompress(lst, vector.GetProperty("bits").GetInt32(), 1 << 20);
        Assert.Equal(vector.GetProperty("size").GetInt32(), list.Size);
        var values = vector.GetProperty("nonZero").EnumerateObject()
            .ToDictionary(entry => int.Parse(entry.Name), entry => entry.Value.GetInt32());
        Assert.All(values, entry => Assert.Equal(entry.Value, list[entry.Key]));
    }

    [Theory]
    [InlineData("1-bit 2^20")]
    [InlineData("2-bit 2^20")]
    [InlineData("4-bit 2^20")]
    public void Every_entry_that_the_vector_does_not_name_is_zero(string name)
    {
        var vector = Vectors.GetProperty("vectors").EnumerateArray()
            .Single(candidate => candidate.GetProperty("name").GetString() == name);
        Assert.True(Base64UrlStrict.TryDecode(vector.GetProperty("lst").GetString(), out var lst));
        var list = StatusList.Decompress(lst, vector.GetProperty("bits").GetInt32(), 1 << 20);
        var named = vector.GetProperty("nonZero").EnumerateObject().Count(entry => entry.Value.GetInt32() != 0);
        Assert.Equal(named, Enumerable.Range(0, list.Size).Count(index => list[index] != 0));
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void The_small_vectors_pack_the_first_entry_in_the_lowest_bits(int bits)
    {
        var vector = Vectors.GetProperty("small").EnumerateArray()
            .Single(one => one.GetProperty("bits").GetInt32() == bits);
        var values = vector.GetProperty("values").EnumerateArray().Select(value => value.GetByte()).ToArray();
        Assert.True(Base64UrlStrict.TryDecode(vector.GetProperty("lst").GetString(), out var lst));
        var read = StatusList.Decompress(lst, bits, 1 << 10);
        var written = new StatusList(bits, read.Size);
        for (var i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[i], read[i]);
            written[i] = values[i];
        }

        Assert.Equal(read.Packed.ToArray(), written.Packed.ToArray());
    }

    [Fact]
    public void The_first_of_eight_one_bit_entries_is_the_least_significant_bit()
    {
        var list = new StatusList(1, 16) { [0] = 1, [3] = 1, [15] = 1 };
        Assert.Equal([0b0000_1001, 0b1000_0000], list.Packed.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Random_lists_survive_the_round_trip(int bits)
    {
        var random = new Random(bits);
        var list = new StatusList(bits, 4096);
        var expected = new byte[list.Size];
        for (var i = 0; i < 3000; i++)
        {
            var index = random.Next(list.Size);
            list[index] = expected[index] = (byte)random.Next(1 << bits);
        }

        var read = StatusList.Decompress(list.Compress(), bits, 4096);
        Assert.Equal(expected, Enumerable.Range(0, read.Size).Select(index => read[index]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(-1)]
    public void Another_width_of_entry_is_refused(int bits)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new StatusList(bits, 8));
        var lst = new StatusList(1, 8).Compress();
        Assert.Throws<InputRefusedException>(() => StatusList.Decompress(lst, bits, 8));
    }

    [Fact]
    public void A_place_outside_the_list_or_a_value_too_wide_is_a_fault()
    {
        var list = new StatusList(2, 8);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[8]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[0] = 4);
    }

    [Fact]
    public void A_zip_bomb_is_stopped_at_the_size_of_the_list()
    {
        using var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var megabyte = 0; megabyte < 300; megabyte++)
            {
                zlib.Write(zeros);
            }
        }

        var bomb = buffer.ToArray();
        Assert.InRange(bomb.Length, 1, 1 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Assert.Throws<InputRefusedException>(() => StatusList.Decompress(bomb, 2, 1 << 17));
        Assert.Equal(InputRefusal.TooLarge, refused.Refusal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3 << 20);
    }

    [Fact]
    public void One_entry_more_than_allowed_is_refused()
    {
        Assert.Equal(64, StatusList.Decompress(new StatusList(2, 64).Compress(), 2, 64).Size);
        Assert.Throws<InputRefusedException>(() => StatusList.Decompress(new StatusList(2, 68).Compress(), 2, 64));
    }

    [Fact]
    public void Data_that_are_not_one_whole_zlib_stream_are_refused()
    {
        var list = new StatusList(2, 1 << 12);
        var random = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            list[random.Next(list.Size)] = (byte)random.Next(4);
        }

        var lst = list.Compress();
        Refused([]);
        Refused([1, 2, 3, 4, 5, 6, 7, 8]);
        Refused([.. lst, 0]); // trailing data
        Refused(lst[2..]); // raw deflate
        for (var length = 1; length < lst.Length; length += 7)
        {
            Refused(lst[..length]);
        }

        var damaged = (byte[])lst.Clone();
        damaged[^1] ^= 1; // checksum
        Refused(damaged);
        Refused(Nothing());

        static void Refused(byte[] bytes) =>
            Assert.Throws<InputRefusedException>(() => StatusList.Decompress(bytes, 2, 1 << 12));
    }

    [Fact]
    public void A_gzip_stream_is_refused()
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(new byte[100]);
        }

        var bytes = buffer.ToArray();
        Assert.Throws<InputRefusedException>(() => StatusList.Decompress(bytes, 1, 1 << 12));
    }

    private static byte[] Nothing()
    {
        using var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Flush();
        }

        return buffer.ToArray();
    }
}
