using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Tests.Verification;
using SkillsPassport.Credentials.Trust;
using Xunit.Abstractions;

namespace SkillsPassport.Credentials.Tests.Trust;

/// <summary>A list of ten thousand issuers: what it weighs and what a refresh costs. The bounds are wide, for slow
/// machines; the figures are printed.</summary>
[Collection(nameof(Alone))]
public sealed class TrustListScaleTests(ITestOutputHelper output)
{
    private const int Issuers = 10_000;

    [Fact]
    public void Ten_thousand_issuers_are_read_found_and_refreshed_without_effort()
    {
        var root = VerdictWorld.Key("root");
        using var pinned = new TrustRoots(new TrustRoot(root.PublicJwk));
        var content = Content();
        var signed = TrustListSigner.Sign(content, root);
        var next = TrustListSigner.Sign(content with { Sequence = content.Sequence + 1 }, root);

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        var first = TrustSnapshot.Of(TrustList.Parse(signed, pinned));
        var reading = clock.ElapsedMilliseconds;
        var held = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024 / 1024;
        clock.Restart();
        var second = TrustSnapshot.Of(TrustList.Parse(next, pinned), before: first);
        var refreshing = clock.ElapsedMilliseconds;
        clock.Restart();
        for (var i = 0; i < Issuers; i++)
        {
            Assert.NotNull(second.FindIssuer($"https://issuer{i}.example.gov.bd"));
        }

        output.WriteLine($"{Issuers} issuers: {signed.Length / 1024} KB signed, {Gzipped(signed) / 1024} KB gzipped, read in "
            + $"{reading} ms, {held} MB held, refreshed in {refreshing} ms, {Issuers} found in {clock.ElapsedMilliseconds} ms");
        Assert.Same(first.FindIssuer("https://issuer7.example.gov.bd")!.OnlyKey!.Key,
            second.FindIssuer("https://issuer7.example.gov.bd")!.OnlyKey!.Key);
        Assert.InRange(reading, 0, 60_000);
        // Less than nothing, when something older went at the same time.
        Assert.InRange(held, -50, 150);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 5000);
    }

    private static TrustListContent Content() => VerdictWorld.TrustList() with
    {
        Issuers = [.. Enumerable.Range(0, Issuers).Select(i => new TrustedIssuer
        {
            Id = $"https://issuer{i}.example.gov.bd",
            Name = new LocalisedName($"Technical Training Centre {i}", $"কারিগরি প্রশিক্ষণ কেন্দ্র {i}"),
            Keys = [new TrustedKey(NewKey(), VerdictWorld.Now.AddDays(-1), null, null)],
            Awards = VerdictWorld.AllAwards(),
        })],
    };

    private static Jwk NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var jwk = Jwk.FromEcdsa(key);
        return jwk with { Kid = jwk.Thumbprint() };
    }

    private static long Gzipped(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(System.Text.Encoding.ASCII.GetBytes(text));
        }

        return packed.Length;
    }
}
