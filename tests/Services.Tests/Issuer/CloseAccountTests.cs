using System.Net;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Services.Tests.Hosting.Start;

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
        entry = await db.Audit.OrderBy(one => one.Sequence).LastAsync(one => one.Act == "officer.changed");
        Assert.Equal(("officer.changed", "role=Officer reopened"), (entry.Act, entry.Detail));
    }

    [Fact]
    public async Task Whoever_opens_a_closed_account_again_is_told()
    {
        using var machine = new OperatorsMachine();
        string[] settings = [.. machine.Sound("Issuer"), "--Password=a-long-password"];
        Task<(int Code, string Said)> AddAsync() => machine.RunAsync("Issuer",
            ["add-officer", "--user", "rahim", "--name", "Rahim", "--role", "officer", .. settings]);
        Assert.DoesNotContain("open again", (await AddAsync()).Said, StringComparison.Ordinal);
        Assert.Equal(0, (await machine.RunAsync("Issuer",
            ["close-account", "--user", "rahim", "--why", "Left", .. settings])).Code);

        var (code, said) = await AddAsync();
        Assert.Equal(0, code);
        Assert.Contains("The account was closed; it is open again.", said, StringComparison.Ordinal);
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
