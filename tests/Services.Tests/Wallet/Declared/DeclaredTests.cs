using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.Declared;

/// <summary>What a worker says without anybody's signature.</summary>
public sealed class DeclaredTests
{
    private const string Passphrase = "correct horse battery";

    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Own_words_are_added_changed_and_removed_and_stay_apart_from_what_is_proven(string engine)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme, engine);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme));
        await phone.GoAsync("/declared");
        Assert.Equal(3, phone.Page.QuerySelectorAll("a[href^='/declared?kind=']").Length);
        await WriteAsync(phone, "work", ("What", "Mason"), ("Where", "Jeddah, Al Noor Co."), ("FromYear", "২০১৯"), ("UntilYear", "2023"));
        await WriteAsync(phone, "language", ("What", "Arabic"), ("Well", "Good"));
        await WriteAsync(phone, "language", ("What", " Arabic "), ("Well", "Good")); // sent twice is once

        await phone.GoAsync("/passport");
        Assert.Single(phone.Page.QuerySelectorAll("ul[aria-labelledby=mine] > li"));
        var own = phone.Page.QuerySelector("ul.own[aria-labelledby=own]")!;
        Assert.Equal(2, own.QuerySelectorAll("li").Length);
        Assert.Contains("Jeddah, Al Noor Co. · 2019 to 2023", own.TextContent);
        Assert.Equal(2, own.QuerySelectorAll("li .tag").Count(tag => tag.TextContent == "My own words"));
        Assert.DoesNotContain("Valid", own.TextContent);
        Assert.Equal("1", phone.Page.QuerySelector(".tally b")!.TextContent);
        var address = own.QuerySelector("a")!.GetAttribute("href")!;
        await phone.GoAsync(address);
        await phone.SubmitAsync("main form[action^='/declared/']:not([action*=remove])", ("What", "Tiler"));
        Assert.Contains("Tiler", phone.Text);
        Assert.DoesNotContain("Mason", phone.Text);

        // Never in a share: not on its pages, not in what the link gives.
        var link = await phone.ShareAsync("counter");
        Assert.DoesNotContain("Tiler", phone.Text);
        using var http = new HttpClient();
        var opened = await http.GetStringAsync(wallet.Url + link[link.IndexOf("/shares/", StringComparison.Ordinal)..]);
        Assert.DoesNotContain("Tiler", opened);
        Assert.DoesNotContain("Arabic", opened);

        await phone.GoAsync(address);
        await phone.SubmitAsync("form[action*=remove]");
        Assert.DoesNotContain("Tiler", phone.Text);
        await phone.GoAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, phone.Status);
        await phone.GoAsync("/history");
        Assert.Contains("You wrote something yourself: Mason", phone.Text);
        Assert.Contains("You changed your own words: Tiler", phone.Text);
        Assert.Contains("You removed your own words: Tiler", phone.Text);
    }

    [Fact]
    public async Task What_cannot_be_kept_is_refused_in_plain_words_and_nothing_is_lost()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerAsync();
        foreach (var (kind, fields, says) in new (string, (string, string)[], string)[]
        {
            ("skill", [("What", "  ")], "Write what it is"),
            ("skill", [("What", new string('x', 81))], "within 80 letters"),
            ("skill", [("What", "Level 4 ‮deifitrec")], "cannot be kept"),
            ("skill", [("What", "Welding​"), ("Where", "x")], "cannot be kept"),
            ("skill", [("What", "Weld\ufffeing")], "cannot be kept"),
            ("work", [("What", "Mason"), ("FromYear", "19")], "four digits"),
            ("work", [("What", "Mason"), ("FromYear", "abcd")], "four digits"),
            ("work", [("What", "Mason"), ("FromYear", "1939")], "from 1940 on"),
            ("work", [("What", "Mason"), ("FromYear", "1975"), ("UntilYear", "১৯৩৯")], "from 1940 on"),
            ("work", [("What", "Mason"), ("FromYear", "2020"), ("UntilYear", "2019")], "do not fit"),
            ("work", [("What", "Mason"), ("FromYear", "2999")], "do not fit"),
        })
        {
            await phone.GoAsync($"/declared?kind={kind}");
            await phone.SubmitAsync("main form", fields);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, phone.Status);
            Assert.Contains(says, phone.Text);
            Assert.Equal(fields[0].Item2.Trim(), phone.Page.QuerySelector("#What")!.GetAttribute("value") ?? "");
        }

        await phone.GoAsync("/passport");
        Assert.Null(phone.Page.QuerySelector("#own"));
        await phone.GoAsync("/declared?kind=7");
        Assert.Contains("What do you want to write down?", phone.Text);
    }

    [Fact]
    public async Task Own_words_are_sealed_at_rest_and_go_along_in_a_copy_under_their_own_name()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme));
        await WriteAsync(phone, "skill", ("What", "Laying marble"), ("Where", "Sylhet bazaar"), ("Well", "Fluent"));
        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        var stolen = wallet.Database.Stolen(known: $"{(await db.Declared.AsNoTracking().FirstAsync()).Id}".ToUpperInvariant());
        Assert.All(new[] { "Laying marble", "Sylhet", "Fluent" },
            word => Assert.True(stolen.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) < 0, word));

        await phone.GoAsync("/account");
        await phone.SubmitAsync("form[action*=Export]", ("Pin", "493817"), ("Passphrase", Passphrase));
        var copy = Encoding.UTF8.GetString(phone.Body);
        var json = JsonNode.Parse(copy)!;
        var declared = Assert.Single(json["declared"]!.AsArray())!;
        Assert.Equal("Skill|Laying marble|Fluent", $"{declared["kind"]}|{declared["what"]}|{declared["howWell"]}");
        Assert.DoesNotContain("marble", json["certificates"]!.ToJsonString());

        using var worker = await wallet.WorkerAsync("01898765432", "862044");
        for (var time = 0; time < 2; time++)
        {
            await worker.GoAsync("/account/import");
            await worker.UploadAsync("main form", "Upload", new StringContent(copy), ("Passphrase", Passphrase), ("Pin", "862044"));
            Assert.Equal(HttpStatusCode.OK, worker.Status);
        }

        await worker.GoAsync("/passport");
        Assert.Single(worker.Page.QuerySelectorAll("ul[aria-labelledby=own] > li"));
        await worker.GoAsync("/account");
        await worker.SubmitAsync("form[action*=Delete]", ("Pin", "862044"), ("Sure", "true"));
        Assert.Equal(1, await db.Declared.CountAsync());
    }

    private static async Task WriteAsync(Phone phone, string kind, params (string, string)[] fields)
    {
        await phone.GoAsync($"/declared?kind={kind}");
        await phone.SubmitAsync("main form", fields);
        Assert.StartsWith("/passport", phone.Path);
    }
}
