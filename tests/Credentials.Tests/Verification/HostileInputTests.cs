using System.Text;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.Status;
using SkillsPassport.Credentials.Tests.Paper;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Credentials.Verification;
using World = SkillsPassport.Credentials.Tests.Verification.VerdictWorld;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>
/// Whatever somebody sends, the verifier gives a report and never a yes; the random numbers are always the same.
/// </summary>
public sealed class HostileInputTests
{
    private static readonly TrustSnapshot Trust = WalletVerdictTests.Trust();
    private static readonly CredentialVerifier Verifier = new(new FixedClock(World.Now));

    [Fact]
    public void A_damaged_certificate_is_never_genuine()
    {
        var sound = World.Paper(SampleAwards.Plumber);
        foreach (var damaged in Damaged(sound, 3000))
        {
            var report = Verifier.Verify(new VerificationRequest { PaperCwt = damaged }, Trust, new VerifiedStatusLists());
            Assert.NotEqual(AnswerValue.Yes, report.Genuine.Value);
            Assert.Null(report.MissingStatusList);
            report.ToJson();
        }
    }

    [Fact]
    public void A_damaged_wallet_credential_is_never_genuine()
    {
        var sound = Encoding.ASCII.GetBytes(WalletVerdictTests.Issue());
        foreach (var damaged in Damaged(sound, 1500))
        {
            var text = Encoding.Latin1.GetString(damaged);
            if (text.Trim() == Encoding.ASCII.GetString(sound))
            {
                continue;
            }

            var report = Verifier.Verify(new VerificationRequest { SdJwt = text }, Trust, new VerifiedStatusLists());
            // Cutting off whole disclosures, or appending a broken proof, is all one can do without the issuer's key.
            Assert.True(report.Genuine.Value != AnswerValue.Yes || text.StartsWith(
                Encoding.ASCII.GetString(sound).Split('~')[0] + "~", StringComparison.Ordinal));
            Assert.NotEqual(VerdictState.Valid, report.State);
        }
    }

    [Fact]
    public void A_damaged_status_list_is_never_accepted()
    {
        var sound = World.StatusList();
        foreach (var damaged in Damaged(sound, 2000).Where(damaged => !damaged.AsSpan().SequenceEqual(sound)))
        {
            var lists = new VerifiedStatusLists();
            Assert.False(lists.TryAccept(damaged, World.StatusUri, World.Nsda, Trust, World.Now, out _));
        }
    }

    [Fact]
    public void A_rightly_signed_list_of_rubbish_is_refused_or_says_what_it_said()
    {
        var random = new Random(3);
        var refused = 0;
        for (var i = 0; i < 500; i++)
        {
            var list = new StatusList(2, 1 << 10).Compress();
            list[random.Next(list.Length)] ^= (byte)(1 + random.Next(255));
            var claims = new StatusListClaims(World.StatusUri, World.Now, World.Now.AddHours(1),
                TimeSpan.FromMinutes(1));
            var token = StatusListToken.SignCwt(World.Key("nsda"), claims, 2, list);
            var lists = new VerifiedStatusLists();
            if (lists.TryAccept(token, World.StatusUri, World.Nsda, Trust, World.Now, out _))
            {
                // A change in what zlib does not look at.
                Assert.All(Enumerable.Range(0, 1 << 10), index =>
                    Assert.Equal((byte?)0, lists.Find(World.StatusUri, World.Nsda)!.Get(index)));
            }
            else
            {
                refused++;
            }
        }

        Assert.InRange(refused, 450, 500);
    }

    [Fact]
    public void A_damaged_trust_list_is_never_accepted()
    {
        using var root = VerificationKey.FromJwk(World.Key("root").PublicJwk);
        var sound = Encoding.ASCII.GetBytes(TrustListSigner.Sign(World.TrustList(), World.Key("root")));
        foreach (var damaged in Damaged(sound, 1000))
        {
            var text = Encoding.Latin1.GetString(damaged);
            if (text.Trim() != Encoding.ASCII.GetString(sound))
            {
                Assert.Throws<TrustListException>(() => TrustList.Parse(text, root));
            }
        }
    }

    [Fact]
    public void Any_text_is_recognised_or_not_and_always_reported_on()
    {
        var random = new Random(5);
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567abc~.#/:-_= \n\0";
        for (var i = 0; i < 2000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(300)).Select(_ => Letters[random.Next(Letters.Length)]));
            VerificationInput.TryRead(text, out var request);
            Assert.Equal(VerdictState.NotGenuine, Verifier.Verify(request, Trust, new VerifiedStatusLists()).State);
        }
    }

    private static IEnumerable<byte[]> Damaged(byte[] sound, int times)
    {
        var random = new Random(1);
        for (var i = 0; i < times; i++)
        {
            var bytes = (byte[])sound.Clone();
            switch (random.Next(4))
            {
                case 0:
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                    bytes[random.Next(bytes.Length)] ^= 0x55;
                    break;
                case 2:
                    bytes = bytes[..random.Next(bytes.Length)];
                    break;
                default:
                    var at = random.Next(bytes.Length);
                    bytes = [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
                    break;
            }

            yield return bytes;
        }
    }
}
