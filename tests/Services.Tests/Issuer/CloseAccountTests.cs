using System.Net;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Services.Tests.Issuer;

public sealed class CloseAccountTests
{
    [Fact]
    public async Task A_closed_account_is_out_at_once_and_the_trail_says_why()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        using var officer = await issuer.SignInAsync("officer.a");
        Assert.Equal("/sheets", (await officer.GetAsync("/sheets")).Address.AbsolutePath);

        Assert.Null(await CloseAccount.CloseAsync(issuer.Services, "Officer.A", "Left the centre"));

        Assert.Equal("/sign-in", (await officer.GetAsync("/sheets")).Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.Unauthorized, (await officer.SignInAsync("officer.a", RunningIssuer.Password)).Status);
        await using var db = issuer.Db();
        var entry = await db.Audit.SingleAsync(one => one.Act == "officer.closed");
        Assert.Equal(("officer.a", "Left the centre"), (entry.Subject, entry.Reason));

        Assert.Null(await AddOfficer.MakeAsync(
            issuer.Services, "officer.a", "Name", nameof(OfficerRole.Officer), "another-password"));
        Assert.Equal(HttpStatusCode.OK, (await officer.SignInAsync("officer.a", "another-password")).Status);
    }

    [Theory]
    [InlineData("nobody", "Left the centre", "there is no account nobody")]
    [InlineData("officer.a", " ", "--why")]
    [InlineData("officer.c", "Left the centre", "is closed already")]
    public async Task What_cannot_be_closed_is_said_and_nothing_is_written(string user, string why, string says)
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        Assert.Null(await CloseAccount.CloseAsync(issuer.Services, "officer.c", "Left the centre"));

        Assert.Contains(says, await CloseAccount.CloseAsync(issuer.Services, user, why));

        await using var db = issuer.Db();
        Assert.Equal(1, await db.Audit.CountAsync(one => one.Act == "officer.closed"));
    }
}
