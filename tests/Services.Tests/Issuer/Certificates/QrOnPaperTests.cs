using SkillsPassport.Issuer.Certificates;

namespace SkillsPassport.Services.Tests.Issuer.Certificates;

public sealed class QrOnPaperTests : IDisposable
{
    private const int Dpi = 200;
    private readonly Tools _tools = new();

    public static TheoryData<string> Samples => new(CertificateSamples.All.Select(s => s.Id));

    public void Dispose() => _tools.Dispose();

    [Theory, MemberData(nameof(Samples))]
    public void The_printed_symbol_reads_back_exactly_however_the_paper_is_treated(string id)
    {
        var model = CertificateSamples.Model(CertificateSamples.Find(id));
        var whole = _tools.Picture(Certificate.ToPdf(model), Dpi);
        // The lower part of the page is what a phone held over the symbol sees.
        var page = whole.Below(Pixel(PageGeometry.QrTop - 25));

        var treatments = new (string How, Picture Page)[]
        {
            ("clean", whole),
            ("copied at 60 % and blurred", page.Scaled(0.6).Blurred(0.6)),
            ("turned by 11 degrees", page.Turned(11)),
            ("held at a slant", page.Skewed(0.08)),
            ("in the dark", page.Dimmed(0.45, 0.45)),
            ("out of focus", page.Blurred(1.2)),
        };

        // A phone's camera has more pixels than 200 dpi give: a second look at twice the size is fair.
        var lost = treatments.Where(t => (_tools.ReadQr(t.Page) ?? _tools.ReadQr(t.Page.Scaled(2))) != model.QrText);
        Assert.Empty(lost.Select(t => t.How));
    }

    [Fact]
    public void The_symbol_stands_clear_of_the_edges_and_of_every_fold()
    {
        const double edge = 10;
        var (left, top, width) = (PageGeometry.QrLeft, PageGeometry.QrTop, PageGeometry.QrWidth);

        Assert.Equal(50, width);
        Assert.True(left >= edge && top >= edge);
        Assert.True(left + width <= PageGeometry.Width - edge && top + width <= PageGeometry.Height - edge);
        Assert.All(PageGeometry.Folds, fold => Assert.False(fold > top - 2 && fold < top + width + 2));
    }

    [Fact]
    public void The_symbol_is_50_mm_wide_with_four_modules_of_white_around_it()
    {
        var page = _tools.Picture(Certificate.ToPdf(CertificateSamples.Model(CertificateSamples.All[0])), Dpi);
        var (left, top, side) = (Pixel(PageGeometry.QrLeft), Pixel(PageGeometry.QrTop), Pixel(PageGeometry.QrWidth));
        // Version 17 has 85 modules; 4 of white on either side make 93.
        var quiet = side * 4 / 93;

        for (var i = 1; i < side - 1; i++)
        {
            for (var deep = 1; deep < quiet - 1; deep++)
            {
                Assert.Equal(255, page[left + i, top + deep]);
                Assert.Equal(255, page[left + i, top + side - 1 - deep]);
                Assert.Equal(255, page[left + deep, top + i]);
                Assert.Equal(255, page[left + side - 1 - deep, top + i]);
            }
        }
        // The finder pattern begins right inside the white frame.
        Assert.True(page[left + quiet + 2, top + quiet + 2] < 40);
    }

    [Fact]
    public void A_text_too_long_for_fifty_millimetres_is_an_error()
    {
        var model = CertificateSamples.Model(CertificateSamples.All[0], cwtLength: 470);

        Assert.Throws<InvalidOperationException>(() => Certificate.ToPdf(model));
    }

    private static int Pixel(double millimetres) => (int)Math.Round(millimetres / 25.4 * Dpi);
}
