using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.AllInOne.Start;
using SkillsPassport.Authority;
using SkillsPassport.Authority.Publishing;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Development;

namespace SkillsPassport.AllInOne.Demo;

/// <summary>The demo's accrediting authority: founds itself, then accredits centres, wallet and issuer by its
/// command.</summary>
public static class Accreditation
{
    private const string Since = "2020-01-01";

    /// <summary>The fictional centres of the sample people.</summary>
    private static readonly (string Code, string NameEn, string NameBn, string District)[] Centres =
    [
        ("RPLC-DEMO-01", "Karnaphuli Demo Technical Training Centre", "কর্ণফুলী ডেমো কারিগরি প্রশিক্ষণ কেন্দ্র",
            "Chattogram"),
        ("RPLC-DEMO-02", "Meghna Demo RPL Assessment Centre", "মেঘনা ডেমো আরপিএল কেন্দ্র", "Cumilla"),
        ("RPLC-DEMO-03", "Shurma Demo Women Skills Centre", "সুরমা ডেমো মহিলা দক্ষতা কেন্দ্র", "Sylhet"),
        ("RPLC-DEMO-04", "Padma Demo Skills Centre", "পদ্মা ডেমো দক্ষতা কেন্দ্র", "Rajshahi"),
    ];

    /// <summary>Makes the authority's key and a list of centres and the wallet; each only once.</summary>
    public static void Found(Places places)
    {
        if (!File.Exists(places.RootKeyFile))
        {
            Run(places, "init", "--url", Places.Base(places.Authority),
                "--name-en", "SkillsPassport Demo Accrediting Authority", "--name-bn",
                    "স্কিলসপাসপোর্ট ডেমো স্বীকৃতিদানকারী কর্তৃপক্ষ", "--demo");
        }
        else
        {
            // A list must be renewed before its nextUpdate; a demo that slept for a month wakes up fresh.
            Run(places, "publish");
        }

        var listed = Listed(places);
        foreach (var (code, nameEn, nameBn, district) in Centres.Where(centre => !listed.Contains(centre.Code)))
        {
            Run(places, "add-centre", "--code", code, "--name-en", nameEn, "--name-bn", nameBn,
                "--district", district, "--from", Since);
        }

        if (!listed.Contains(Places.Base(places.Wallet)))
        {
            Run(places, "add-wallet", "--id", Places.Base(places.Wallet), "--name-en", "SkillsPassport demo wallet",
                "--name-bn", "স্কিলসপাসপোর্ট ডেমো ওয়ালেট");
        }

        NameRegisters(places, listed);
    }

    /// <summary>Names the desk's registers and their keys on the list, each once.</summary>
    private static void NameRegisters(Places places, HashSet<string> listed)
    {
        foreach (var kind in new[] { RegisterKind.Comparisons, RegisterKind.Recruiters })
        {
            var address = new Uri(places.Authority, kind.FileName).AbsoluteUri;
            if (!listed.Contains(address))
            {
                Run(places, "add-register", "--kind", kind.Name, "--id", address, "--key",
                    SaveRegisterKey(places, kind), "--key-from", Since);
            }
        }
    }

    private static string SaveRegisterKey(Places places, RegisterKind kind)
    {
        using var desk = DeskHost.Build(places.AuthorityArguments()) as IDisposable;
        var key = ((WebApplication)desk).Services.GetRequiredService<RegisterKeys>().Of(kind.Name).PublicJwk;
        var file = Path.Combine(places.AuthorityFolder, $"{kind.Name}.jwk.json");
        File.WriteAllText(file, key.ToJson().ToJsonString());
        return file;
    }

    /// <summary>Puts the running issuer on the list.</summary>
    public static async Task AccreditIssuerAsync(Places places)
    {
        if (Listed(places).Contains(Places.Base(places.Issuer)))
        {
            return;
        }

        Run(places, "add-issuer", "--id", Places.Base(places.Issuer),
            "--name-en", "National Skills Development Authority (DEMO)",
            "--name-bn", "জাতীয় দক্ষতা উন্নয়ন কর্তৃপক্ষ (ডেমো)",
            "--name-ar", "الهيئة الوطنية لتنمية المهارات (تجريبي)", "--key", await SaveIssuerKeyAsync(places),
            "--root", Path.Combine(places.Data, "issuer", "keys", DevelopmentKeys.RootFile),
            "--award", "national-skills-certificate", "--award", "statement-of-achievement",
            "--framework", "BD-NSQF", "--framework", "BD-NTVQF", "--from", Since, "--key-from", Since,
            "--lookup", $"{Places.Base(places.Issuer)}/lookup", "--demo");
    }

    /// <summary>The issuer's public key as the issuer publishes it; an authority checks it by a second way before it
    /// signs.</summary>
    private static async Task<string> SaveIssuerKeyAsync(Places places)
    {
        using var http = new HttpClient();
        var metadata = await http.GetStringAsync(new Uri(places.Issuer, Specs.SdJwtVc.WellKnownIssuer));
        var key = JsonNode.Parse(metadata)!["jwks"]!["keys"]![0]!;
        var file = Path.Combine(places.AuthorityFolder, "issuer.jwk.json");
        await File.WriteAllTextAsync(file, key.ToJsonString());
        return file;
    }

    private static HashSet<string> Listed(Places places)
    {
        var jws = File.ReadAllText(Path.Combine(places.AuthorityFolder, Specs.TrustList.FileName));
        using var list = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(jws.Split('.')[1]));
        return
        [
            .. new[]
            {
                (Specs.TrustList.Issuers, Specs.TrustList.Id), (Specs.TrustList.Centres, Specs.TrustList.Code),
                (Specs.TrustList.Wallets, Specs.TrustList.Id), (Specs.TrustList.Registers, Specs.TrustList.Id),
            }.Where(kind => list.RootElement.TryGetProperty(kind.Item1, out _))
                .SelectMany(kind => list.RootElement.GetProperty(kind.Item1).EnumerateArray()
                    .Select(one => one.GetProperty(kind.Item2).GetString()!)),
        ];
    }

    private static void Run(Places places, params string[] command)
    {
        using var output = new StringWriter();
        if (AuthorityCommand.Run([.. command, "--folder", places.AuthorityFolder], output) != AuthorityCommand.Done)
        {
            throw new InvalidOperationException($"The authority's {command[0]} failed: {output}");
        }
    }
}
