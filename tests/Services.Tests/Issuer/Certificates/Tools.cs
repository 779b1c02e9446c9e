using System.Diagnostics;
using System.Text;

namespace SkillsPassport.Services.Tests.Issuer.Certificates;

/// <summary>Other people's programs that read our PDFs: poppler and zbar.</summary>
internal sealed class Tools : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("certificates-").FullName;

    public string File(string name) => Path.Combine(_folder, name);

    public string Save(byte[] pdf, string name = "certificate.pdf")
    {
        System.IO.File.WriteAllBytes(File(name), pdf);
        return File(name);
    }

    public string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(program + ": " + errors.Result);
    }

    /// <summary>What a search in a PDF reader would find, with every run of white space as one space.</summary>
    public string Text(byte[] pdf) => Flat(Run("pdftotext", "-enc", "UTF-8", Save(pdf), "-"));

    public static string Flat(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The page as a grey picture.</summary>
    public Picture Picture(byte[] pdf, int dpi)
    {
        Run("pdftoppm", "-r", dpi.ToString(System.Globalization.CultureInfo.InvariantCulture), "-gray", "-singlefile",
            Save(pdf), File("page"));
        return Certificates.Picture.ReadPgm(System.IO.File.ReadAllBytes(File("page.pgm")));
    }

    /// <summary>The text of the QR symbol in a picture; null when it cannot be read.</summary>
    public string? ReadQr(Picture picture)
    {
        System.IO.File.WriteAllBytes(File("qr.pgm"), picture.ToPgm());
        var start = new ProcessStartInfo("zbarimg", ["-q", "--raw", "-Sdisable", "-Sqrcode.enable", File("qr.pgm")])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        _ = errors.Result;
        return text.Length == 0 ? null : text;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
