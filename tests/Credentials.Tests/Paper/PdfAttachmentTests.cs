using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using SkillsPassport.Credentials.Paper;

namespace SkillsPassport.Credentials.Tests.Paper;

public class PdfAttachmentTests
{
    private static readonly byte[] Signed = [0xD2, 0x84, .. Enumerable.Range(0, 420).Select(i => (byte)(i * 7))];

    [Fact]
    public void The_attached_bytes_come_out_exactly() => Assert.Equal(Signed, PdfAttachment.TryRead(new Pdf().Bytes()));

    [Fact]
    public void A_compressed_attachment_is_inflated() =>
        Assert.Equal(Signed, PdfAttachment.TryRead(
            new Pdf { Content = Deflate(Signed), Filter = "/Filter /FlateDecode" }.Bytes()));

    [Fact]
    public void A_name_in_UTF_16_is_our_name_too()
    {
        var name = "<FEFF" + Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes("certificate.cwt")) + ">";

        Assert.Equal(Signed, PdfAttachment.TryRead(new Pdf { Name = name }.Bytes()));
    }

    [Fact]
    public void A_bomb_is_not_inflated_beyond_the_limit()
    {
        var bomb = Deflate(new byte[512 * 1024 * 1024 / 8]);
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(PdfAttachment.TryRead(new Pdf { Content = bomb, Filter = "/Filter /FlateDecode" }.Bytes()));

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 8 * 1024 * 1024);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("/Filter /LZWDecode")]
    [InlineData("/Filter [/FlateDecode /FlateDecode]")]
    [InlineData("/Filter /FlateDecode /DecodeParms << /Predictor 12 >>")]
    [InlineData("/Filter /FlateDecode")] // the content is not compressed
    public void Another_coding_is_refused(string filter) =>
        Assert.Null(PdfAttachment.TryRead(new Pdf { Filter = filter }.Bytes()));

    [Theory]
    [InlineData("(other.cwt)")]
    [InlineData("(certificate.cwt.exe)")]
    [InlineData("42")]
    [InlineData("null")]
    public void An_attachment_of_another_name_is_not_ours(string name) =>
        Assert.Null(PdfAttachment.TryRead(new Pdf { Name = name }.Bytes()));

    [Fact]
    public void Two_attachments_of_our_name_are_refused() =>
        Assert.Null(PdfAttachment.TryRead(new Pdf { Names = "[(a) 3 0 R (b) 3 0 R]" }.Bytes()));

    [Theory]
    [InlineData("1 0 R")] // the catalog itself
    [InlineData("[(a) 9 0 R]")]
    [InlineData("[(a) 99999999999 0 R]")]
    [InlineData("[(a)]")]
    [InlineData("[(a) [[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]")]
    [InlineData("[(a) << /EF << /F 5 0 R >> /UF (certificate.cwt) >>]")] // refers to itself
    [InlineData("[(a")]
    [InlineData("<<")]
    public void A_broken_tree_of_names_has_no_attachment(string names) =>
        Assert.Null(PdfAttachment.TryRead(new Pdf { Names = names }.Bytes()));

    [Theory]
    [InlineData("/Encrypt 4 0 R")]
    [InlineData("/Prev 0")]
    [InlineData("/Prev -5")]
    [InlineData("/Prev 99999999999999")]
    public void A_trailer_that_leads_astray_is_refused(string trailer) =>
        Assert.Null(PdfAttachment.TryRead(new Pdf { Trailer = trailer }.Bytes()));

    [Fact]
    public void Tables_that_go_round_are_left_soon()
    {
        var pdf = new Pdf();
        var at = Encoding.Latin1.GetString(pdf.Bytes()).IndexOf("xref\n", StringComparison.Ordinal);

        Assert.Null(PdfAttachment.TryRead((pdf with { Trailer = $"/Prev {at}" }).Bytes()));
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused_and_never_throws()
    {
        var whole = new Pdf().Bytes();

        for (var length = 0; length < whole.Length - 8; length++)
        {
            Assert.Null(PdfAttachment.TryRead(whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Damaged_files_never_throw()
    {
        var random = new Random(20261121);
        var whole = new Pdf { Content = Deflate(Signed), Filter = "/Filter /FlateDecode" }.Bytes();
        var found = 0;

        for (var round = 0; round < 20_000; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var hits = random.Next(1, 6); hits > 0; hits--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            found += PdfAttachment.TryRead(damaged) is null ? 0 : 1;
        }

        // Some were damaged where it does not matter, others where it does.
        Assert.InRange(found, 100, 19_900);
    }

    [Fact]
    public void Noise_and_large_inputs_are_refused_quickly()
    {
        var noise = new byte[PdfAttachment.LargestPdf];
        new Random(7).NextBytes(noise);
        "%PDF-1.7\n"u8.CopyTo(noise);
        var watch = Stopwatch.StartNew();

        Assert.Null(PdfAttachment.TryRead(noise));
        Assert.Null(PdfAttachment.TryRead([.. new Pdf().Bytes(), .. new byte[PdfAttachment.LargestPdf]]));
        Assert.Null(PdfAttachment.TryRead([]));
        Assert.Null(PdfAttachment.TryRead("%PDF-"u8));
        Assert.Null(PdfAttachment.TryRead("GIF89a"u8));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("0 ", 30)]
    [InlineData("0 ", 4000)]
    [InlineData(" ", 100_000)]
    [InlineData("% comment\n", 10_000)]
    [InlineData("(text)", 200)]
    public void An_object_named_two_thousand_times_is_read_only_so_often(string filling, int times)
    {
        // Where it is small the attachment behind it is found, so that the others are refused for what they cost.
        var fifth = "[" + string.Concat(Enumerable.Repeat(filling, times)) + "]";
        var pdf = new Pdf { Fifth = fifth, Names = Named(2000) };

        Assert.Equal(times == 30 ? Signed : null, PdfAttachment.TryRead(pdf.Bytes()));
        Assert.Equal(Signed, PdfAttachment.TryRead((pdf with { Names = Named(20) }).Bytes()));

        static string Named(int others) =>
            "[" + string.Concat(Enumerable.Repeat("(a) 5 0 R ", others)) + "(certificate.cwt) 3 0 R]";
    }

    [Theory]
    [InlineData("%PDF-1.7\nrest", true)]
    [InlineData("eyJhbGciOiJFUzI1NiJ9", false)]
    [InlineData("", false)]
    public void A_PDF_is_known_by_its_first_bytes(string text, bool isPdf) =>
        Assert.Equal(isPdf, PdfAttachment.IsPdf(Encoding.ASCII.GetBytes(text)));

    private static byte[] Deflate(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var deflater = new ZLibStream(output, CompressionLevel.SmallestSize))
        {
            deflater.Write(bytes);
        }
        return output.ToArray();
    }

    /// <summary>The smallest PDF with an attachment, each part of which a test can spoil.</summary>
    private sealed record Pdf
    {
        public string Names { get; init; } = "[(certificate.cwt) 3 0 R]";
        public string Name { get; init; } = "(certificate.cwt)";
        public string Filter { get; init; } = "";
        public string Trailer { get; init; } = "";
        public string Fifth { get; init; } = "5 0 R";
        public byte[] Content { get; init; } = Signed;

        public byte[] Bytes()
        {
            using var output = new MemoryStream();
            var offsets = new List<long>();
            Text("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
            Begin("<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names " + Names + " >> >> >>\nendobj\n");
            Begin("<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n");
            Begin($"<< /Type /Filespec /F {Name} /UF {Name} /AFRelationship /Data /EF << /F 4 0 R >> >>\nendobj\n");
            Begin($"<< /Type /EmbeddedFile {Filter} /Length {Content.Length} >>\nstream\n");
            output.Write(Content);
            Text("\nendstream\nendobj\n");
            Begin(Fifth + "\nendobj\n");
            var table = output.Position;
            Text($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
            offsets.ForEach(o => Text($"{o:D10} 00000 n \n"));
            Text($"trailer\n<< /Size {offsets.Count + 1} /Root 1 0 R {Trailer} >>\nstartxref\n{table}\n%%EOF\n");
            return output.ToArray();

            void Begin(string body)
            {
                offsets.Add(output.Position);
                Text($"{offsets.Count} 0 obj\n{body}");
            }

            void Text(string text) => output.Write(Encoding.Latin1.GetBytes(text));
        }
    }
}
