using System.Net;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Issuer;

namespace SkillsPassport.Services.Tests.Hosting.Database;

public sealed class StorableTextTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task A_character_that_no_database_holds_is_the_callers_mistake_and_not_a_fault(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine, issuing: false);
        using var stranger = new OfficerBrowser(issuer.Url);
        var page = await stranger.GetAsync("/sign-in");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(page.Page.QuerySelector("input[type=hidden]")!.GetAttribute("value")!), "__RequestVerificationToken" },
            { new StringContent("officer\0.a"), "UserName" }, { new StringContent("x"), "Password" },
        };
        await RefusedAsync(stranger.PostBodyAsync("/sign-in", form));

        using var auditor = await issuer.SignInAsync("auditor");
        await RefusedAsync(auditor.GetAsync("/certificates?q=a%00b"));
        await RefusedAsync(auditor.GetAsync("/audit?subject=a%00b"));
        await RefusedAsync(auditor.GetAsync("/sheets/a%00b"));
        Assert.DoesNotContain("Fault ", issuer.Log.All);
    }

    [Fact]
    public async Task Neither_is_it_stored_or_asked_for()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        foreach (var text in new[] { "a\0b", "\ud800b", "a\udc00\ud800" })
        {
            await using var db = issuer.Db();
            db.Series.Add(new SerialSeries { Prefix = text, Last = 1 });
            var fault = await Assert.ThrowsAnyAsync<Exception>(() => db.SaveChangesAsync());
            Assert.NotNull(UnstorableTextException.In(fault));
            await Assert.ThrowsAsync<UnstorableTextException>(() => db.Series.AnyAsync(one => one.Prefix == text));
            Assert.False(await db.Series.AnyAsync(one => one.Prefix == "\U0001F600"));
        }
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task A_page_far_behind_the_last_one_is_empty(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine, issuing: false);
        using var auditor = await issuer.SignInAsync("auditor");
        foreach (var list in new[] { "/sheets", "/certificates" })
        {
            foreach (var page in new[] { int.MaxValue, int.MinValue, (int.MaxValue / 50) + 2 })
            {
                Assert.Equal(HttpStatusCode.OK, (await auditor.GetAsync($"{list}?p={page}")).Status);
            }
        }
    }

    private static async Task RefusedAsync(Task<Shown> answer)
    {
        var shown = await answer;
        Assert.Equal(HttpStatusCode.BadRequest, shown.Status);
    }
}
