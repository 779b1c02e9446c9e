using System.Security.Cryptography;
using System.Text;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.Verification;

namespace SkillsPassport.Benchmarks.Library;

/// <summary>The library on one core beside .NET's own P-256, and what people use on Node beside both.</summary>
internal static class LibraryBenchmark
{
    public static async Task RunAsync()
    {
        var world = new BenchWorld();
        var verifier = new CredentialVerifier(TimeProvider.System);
        using var raw = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var hash = SHA256.HashData("message"u8);
        var signature = raw.SignHash(hash);

        var ten = world.SignWallet(BenchWorld.TenDisclosures);
        var whole = world.SignWallet(BenchWorld.WholeCertificate);
        var paper = world.SignPaper(BenchWorld.WholeCertificate);
        if (ten.Count(c => c == '~') != 11)
        {
            throw new InvalidOperationException("Not ten disclosures.");
        }

        Table.Heading("Library, one core");
        var signing = Measurement.RatesOf(
            () => raw.SignHash(hash),
            () => world.SignWallet(BenchWorld.TenDisclosures),
            () => world.SignWallet(BenchWorld.WholeCertificate),
            () => world.SignPaper(BenchWorld.WholeCertificate));
        Table.Rate(".NET P-256 sign, raw", signing[0]);
        Table.Rate("lint + sign SD-JWT VC, 10 disclosures", signing[1], signing[0], 0.5);
        Table.Rate("lint + sign SD-JWT VC, whole certificate (23 disclosures)", signing[2], signing[0]);
        Table.Rate("lint + sign paper CWT", signing[3], signing[0]);

        var presented = () => KeyBinding.Append(
            ten, world.Holder, BenchWorld.Audience, BenchWorld.Nonce, DateTimeOffset.UtcNow);
        var bound = presented();
        var plain = new VerificationRequest { SdJwtBytes = Encoding.ASCII.GetBytes(ten) };
        var large = new VerificationRequest { SdJwtBytes = Encoding.ASCII.GetBytes(whole) };
        var keyBound = plain with
        {
            SdJwtBytes = Encoding.ASCII.GetBytes(bound),
            ExpectedAudience = BenchWorld.Audience, ExpectedNonce = BenchWorld.Nonce,
        };
        var printed = new VerificationRequest { PaperCwt = paper };
        Expect(plain, AnswerValue.Yes, AnswerValue.Yes);
        Expect(large, AnswerValue.Yes, AnswerValue.Yes);
        Expect(keyBound, AnswerValue.Yes, AnswerValue.Yes);
        Expect(printed, AnswerValue.Yes, AnswerValue.Yes);
        var verifying = Measurement.RatesOf(
            () => raw.VerifyHash(hash, signature),
            () => verifier.Verify(plain, world.Trust, world.Lists),
            () => verifier.Verify(large, world.Trust, world.Lists),
            () => verifier.Verify(keyBound, world.Trust, world.Lists),
            () => verifier.Verify(printed, world.Trust, world.Lists),
            () => presented());
        Table.Rate(".NET P-256 verify, raw", verifying[0]);
        Table.Rate("verify SD-JWT VC, 10 disclosures, all checks", verifying[1], verifying[0], 0.75);
        Table.Rate("verify SD-JWT VC, whole certificate, all checks", verifying[2], verifying[0]);
        Table.Rate("verify SD-JWT VC + KB-JWT, all checks (imports the holder key)", verifying[3], verifying[0]);
        Table.Rate("verify paper CWT, all checks", verifying[4], verifying[0], 0.9);
        Table.Rate("append KB-JWT", verifying[5], signing[0]);

        await NodeBenchmark.RunAsync(signing[1], verifying[1], verifying[3]);

        void Expect(VerificationRequest request, AnswerValue genuine, AnswerValue valid)
        {
            var report = verifier.Verify(request, world.Trust, world.Lists);
            if (report.Genuine.Value != genuine || report.Valid.Value != valid)
            {
                throw new InvalidOperationException(report.ToJson().ToJsonString());
            }
        }
    }
}
