using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.History;

public sealed class HistoryTests : SchemeTests
{
    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task It_is_filtered_by_kind_certificate_recruiter_and_day_and_taken_along(string engine)
    {
        var before = Today();
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(Scheme));
        var certificate = phone.Path.Split('/', '?')[2];
        var link = await phone.ShareAsync(label: "=HYPERLINK(\"http://evil.example\")");
        var share = phone.Path.Split('/', '?')[2];
        await wallet.OpenAsync(link);
        await phone.ShareAsync(label: "Gulf Manpower");

        Assert.Equal(["Certificate received", "You agreed to receive"], await KindsAsync("kind=received"));
        Assert.Equal(["Link made", "Link made"], await KindsAsync("kind=shown"));
        Assert.Equal(["Link opened"], await KindsAsync("kind=opened"));
        Assert.Equal(["Link made", "Link opened", "Link made", "Certificate received"], await KindsAsync($"certificate={certificate}"));
        Assert.Equal(["Link opened", "Link made"], await KindsAsync($"who={share}"));
        // It may be midnight in Dhaka in between.
        Assert.Equal(["Link opened"], await KindsAsync($"who={share}&kind=opened&from={before}&until={Today()}"));
        Assert.Empty(await KindsAsync("until=2020-01-01"));
        Assert.Contains("Nothing found", phone.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await phone.GoAsync($"/history?who={Guid.NewGuid()}")).Status);
        Assert.True((await KindsAsync("kind=7&from=yesterday&before=x")).Count > 5);

        await phone.GoAsync($"/history?who={share}");
        await phone.SubmitAsync("#export", ("format", "csv"));
        Assert.Equal("text/csv", phone.Answer.Content.Headers.ContentType!.MediaType);
        var rows = Encoding.UTF8.GetString(phone.Body).TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("\"When\",\"What\",\"About\"", rows[0]);
        Assert.Equal(3, rows.Length);
        Assert.All(rows[1..], row => Assert.EndsWith("\"'=HYPERLINK(\"\"http://evil.example\"\")\"", row));
        await phone.GoAsync("/history");
        await phone.SubmitAsync("#export", ("format", "json"));
        var json = JsonDocument.Parse(phone.Body).RootElement;
        Assert.Equal("skills-passport-history/1", json.GetProperty("format").GetString());
        Assert.Equal(
            ["HistoryExported", "HistoryExported", "ShareMade"],
            json.GetProperty("history").EnumerateArray().Take(3).Select(one => one.GetProperty("kind").GetString()));

        async Task<IReadOnlyList<string>> KindsAsync(string query)
        {
            await phone.GoAsync("/history?" + query);
            Assert.Equal(HttpStatusCode.OK, phone.Status);
            return [.. phone.Page.QuerySelectorAll("ol b").Select(line => line.TextContent.Split(':')[0].Trim())];
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Five_thousand_lines_are_paged_without_a_gap_and_none_can_be_changed_or_removed(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(Scheme));
        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        var owner = (await db.Wallets.SingleAsync()).Id;
        var start = DateTimeOffset.UtcNow.AddDays(-30);
        // Many at one tick: a page must not end between them for good.
        db.History.AddRange(Enumerable.Range(0, 5000).Select(i => new HistoryEntry
        {
            Id = Guid.NewGuid(), WalletId = owner, At = start.AddMinutes(i / 120), Kind = HistoryKind.SignedIn,
        }));
        await db.SaveChangesAsync();
        var all = await db.History.CountAsync();

        var lines = 0;
        var next = "/history";
        for (var page = 0; page < 5; page++)
        {
            await phone.GoAsync(next);
            lines += phone.Page.QuerySelectorAll("ol > li").Length;
            next = phone.Page.QuerySelector("a[href*='before=']")!.GetAttribute("href")!;
        }

        Assert.Equal(250, lines);
        await phone.GoAsync("/history");
        await phone.SubmitAsync("#export", ("format", "csv"));
        Assert.Equal(all + 2, Encoding.UTF8.GetString(phone.Body).Split("\r\n").Length - 1);

        await Assert.ThrowsAnyAsync<Exception>(() => db.History.ExecuteUpdateAsync(
            set => set.SetProperty(one => one.Kind, HistoryKind.PinChanged)));
        await Assert.ThrowsAnyAsync<Exception>(() => db.History.Where(one => one.Kind == HistoryKind.SignedIn).ExecuteDeleteAsync());
        await Assert.ThrowsAnyAsync<Exception>(() => db.Database.ExecuteSqlRawAsync(
            engine == "postgresql" ? "TRUNCATE history" : "DELETE FROM history"));
        Assert.Equal(all + 1, await db.History.CountAsync());

        // With the passport it goes.
        await phone.GoAsync("/account");
        await phone.SubmitAsync("form[action*=Delete]", ("Pin", "493817"), ("Sure", "true"));
        Assert.Equal(0, await db.History.CountAsync());
    }

    [Fact]
    public async Task Names_are_said_in_the_readers_language_and_old_lines_and_unknown_phones_stay_readable()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(Scheme));
        using var second = wallet.NewPhone();
        await second.SignInAsync("01712345678", "493817");
        await using var db = await wallet.DbAsync();
        var owner = await db.Wallets.SingleAsync();
        var id = Guid.NewGuid();
        using (var vault = wallet.Services.GetRequiredService<Vaults>().Open(owner))
        {
            db.History.Add(new HistoryEntry
            {
                Id = id, WalletId = owner.Id, At = DateTimeOffset.UtcNow, Kind = HistoryKind.CertificateRenewed,
                Sealed = vault.Seal("history", id, "পুরোনো নাম"),
            });
            await db.SaveChangesAsync();
        }

        var english = await LinesAsync("en");
        Assert.Contains("A fresh copy came from the issuer: পুরোনো নাম", english);
        Assert.Contains("Opened on a new phone", english);
        Assert.Matches("^Certificate received: [A-Za-z ]+$", english.Single(one => one.StartsWith("Certificate", StringComparison.Ordinal)));
        Assert.Contains(await LinesAsync("bn"), one => one.StartsWith("সনদ এসেছে: ", StringComparison.Ordinal)
            && !one.Any(char.IsAsciiLetter));

        async Task<IReadOnlyList<string>> LinesAsync(string language)
        {
            await phone.GoAsync("/history?lang=" + language);
            return [.. phone.Page.QuerySelectorAll("ol b").Select(line => line.TextContent.Trim())];
        }
    }

    [Fact]
    public async Task Page_after_page_shows_each_line_once()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var phone = await wallet.WorkerAsync();
        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        var owner = (await db.Wallets.SingleAsync()).Id;
        var at = DateTimeOffset.UtcNow.AddDays(-1);
        var shares = Enumerable.Range(0, 230).Select(_ => Guid.NewGuid()).ToList();
        db.History.AddRange(shares.Select(share => new HistoryEntry
        {
            Id = Guid.NewGuid(), WalletId = owner, At = at, Kind = HistoryKind.ShareOpened, ShareId = share,
        }));
        await db.SaveChangesAsync();
        var seen = new List<string>();
        for (string? next = "/history?kind=opened"; next is not null;)
        {
            await phone.GoAsync(next);
            seen.AddRange(phone.Page.QuerySelectorAll("ol a").Select(link => link.GetAttribute("href")!));
            Assert.True(seen.Count <= shares.Count, "A page came twice.");
            next = phone.Page.QuerySelector("main a[href*='before=']")?.GetAttribute("href");
        }

        Assert.Equal(shares.Select(share => $"/share/{share}").Order(), seen.Order());
    }

    private static string Today() => DateTime.UtcNow.AddHours(6).ToString("yyyy-MM-dd");
}
