using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Credentials.Status;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Credentials.Verification;

namespace SkillsPassport.Benchmarks.Library;

/// <summary>
/// A real issuer with a certificate chain, a signed trust list and signed status lists: nothing is pretended.
/// </summary>
internal sealed class BenchWorld
{
    public const string ProductionLikeIssuer = "https://nsda.passport.example.gov.bd";
    public const string Audience = "https://verifier.example/check";
    public const string Nonce = "n-0S6_WzA2Mj-0123456789";

    private readonly VerifiedStatusLists _lists = new();

    public BenchWorld(string issuer = ProductionLikeIssuer)
    {
        Issuer = issuer;
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Root(rootKey);
        var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Signer = new EcSigner(leafKey, [Leaf(root, leafKey, issuer)]);
        Credentials = new CredentialSigner(Signer);
        TrustList = TrustListSigner.Sign(TrustContent(root.RawData), Authority);
        using var authorityKey = VerificationKey.FromJwk(Authority.PublicJwk);
        Trust = TrustSnapshot.Of(SkillsPassport.Credentials.Trust.TrustList.Parse(TrustList, authorityKey));
        var lst = new StatusList(2, StatusListToken.ListSize) { [7] = 1 }.Compress();
        StatusListClaims Claims(string uri) => new(uri, Now, Now.AddHours(24), TimeSpan.FromHours(1));
        WalletListToken = Encoding.ASCII.GetBytes(StatusListToken.SignJwt(Signer, Claims(WalletList), 2, lst));
        PaperListToken = StatusListToken.SignCwt(Signer, Claims(PaperList), 2, lst);
        Accept(WalletList, WalletListToken);
        Accept(PaperList, PaperListToken);
    }

    public string Issuer { get; }

    public string WalletList => Issuer + "/status/0";

    public string PaperList => Issuer + "/status/0.cwt";

    public byte[] WalletListToken { get; }

    public byte[] PaperListToken { get; }

    public EcSigner Authority { get; } = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>The signed trust list.</summary>
    public string TrustList { get; }

    public EcSigner Signer { get; }

    public EcSigner Holder { get; } = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public CredentialSigner Credentials { get; }

    public TrustSnapshot Trust { get; }

    public IStatusLists Lists => _lists;

    public static DateTimeOffset Now { get; } = DateTimeOffset.UtcNow;

    /// <summary>A statement for one unit without identity endings: exactly ten disclosures.</summary>
    public static Award TenDisclosures { get; } = Plumber(1) with { NidLast4 = null, PassportLast3 = null };

    /// <summary>A certificate with all twelve units: what most workers hold.</summary>
    public static Award WholeCertificate { get; } = Plumber(12);

    public string SignWallet(Award award) => Issuance.PrepareWallet(
        award, new CopyTarget(Issuer, WalletList, 1000, Now), Holder.PublicJwk) is PrepareResult.Prepared prepared
            ? Credentials.Sign((PreparedWalletCredential)prepared.Credential)
            : throw new InvalidOperationException("The award was refused.");

    public byte[] SignPaper(Award award) => Issuance.PreparePaper(
        award, new CopyTarget(Issuer, PaperList, 1000, Now)) is PrepareResult.Prepared prepared
            ? Credentials.Sign((PreparedPaper)prepared.Credential)
            : throw new InvalidOperationException("The award was refused.");

    private static Award Plumber(int units)
    {
        var occupation = FrameworkData.FindOccupation("PLM")!;
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var all = units == occupation.Units.Count;
        return new Award
        {
            Type = all ? AwardType.NationalSkillsCertificate : AwardType.StatementOfAchievement,
            SerialNo = (all ? "NSC" : "SOA") + "-CON-PLM-L2-900101",
            RegistrationNo = "RPL-CON-PLM-L2-900101",
            FullName = "MD RAFIQUL ISLAM",
            NameBn = "মোঃ রফিকুল ইসলাম",
            FatherName = "MD ABDUL HAKIM",
            MotherName = "AMENA KHATUN",
            BirthDate = new DateOnly(1991, 4, 17),
            NidLast4 = "0001",
            PassportLast3 = "001",
            OccupationCode = "PLM",
            Framework = "BD-NSQF",
            FrameworkVersion = "2021",
            Level = "2",
            UnitCodes = [.. occupation.Units.Take(units).Select(unit => unit.Code)],
            Pathway = "RPL",
            CentreCode = "RPLC-DEMO-01",
            CentreName = "Demonstration RPL Centre",
            AssessedOn = today.AddDays(-30),
            ResultPublishedOn = today.AddDays(-10),
            ValidUntil = today.AddYears(5).AddDays(-11),
            Demo = true,
            SheetDigest = new string('0', 64),
        };
    }

    private void Accept(string uri, byte[] token)
    {
        if (!_lists.TryAccept(token, uri, Issuer, Trust, Now, out var refusal))
        {
            throw new InvalidOperationException($"The status list was refused: {refusal}");
        }
    }

    private TrustListContent TrustContent(byte[] root)
    {
        var from = DateOnly.FromDateTime(DateTime.UtcNow.AddYears(-1));
        return new TrustListContent
        {
            Authority = "https://authority.example.gov.bd",
            IssuedAt = Now,
            Sequence = 1,
            NextUpdate = Now.AddDays(7),
            SchemeName = new LocalisedName("Benchmark"),
            Territory = "BD",
            Issuers =
            [
                new TrustedIssuer
                {
                    Id = Issuer,
                    Name = new LocalisedName("NSDA"),
                    Keys = [new TrustedKey(Signer.PublicJwk, Now.AddDays(-300), null, null)],
                    Roots = [root],
                    Awards = [.. CredentialTypes.All.Select(type =>
                        new PermittedAward(type.Vct, ["BD-NSQF"], from, null))],
                },
            ],
            Centres = [new AccreditedCentre("RPLC-DEMO-01", new LocalisedName("Centre"), "Dhaka", from, null)],
        };
    }

    private static X509Certificate2 Root(ECDsa key)
    {
        var request = new CertificateRequest("CN=Benchmark root", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(Now.AddDays(-400), Now.AddYears(10));
    }

    private static byte[] Leaf(X509Certificate2 root, ECDsa key, string issuer)
    {
        var request = new CertificateRequest("CN=Benchmark issuer", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(issuer));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));
        using var leaf = request.Create(root, Now.AddDays(-390), Now.AddYears(9), RandomNumberGenerator.GetBytes(16));
        return leaf.RawData;
    }
}
