using System.Net;
using SkillsPassport.Services.Tests.Databases;

namespace SkillsPassport.Services.Tests.Issuer;

public sealed class SignOutTests
{
    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_copied_cookie_is_dead_after_the_officer_signs_out(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine, issuing: false);
        using var officer = await issuer.SignInAsync("officer.a");
        using var other = await issuer.SignInAsync("officer.b");
        using var thief = officer.Copy();
        Assert.Equal("/sheets", (await thief.GetAsync("/sheets")).Address.AbsolutePath);

        var left = await officer.SubmitAsync(await officer.GetAsync("/sheets"), "form[action='/sign-out']", []);

        Assert.Equal("/sign-in", left.Address.AbsolutePath);
        Assert.Equal("/sign-in", (await thief.GetAsync("/sheets")).Address.AbsolutePath);
        Assert.Equal("/sheets", (await other.GetAsync("/sheets")).Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, (await officer.SignInAsync("officer.a", RunningIssuer.Password)).Status);
        Assert.Equal("/sheets", (await officer.GetAsync("/sheets")).Address.AbsolutePath);
        Assert.Equal("/sign-in", (await thief.GetAsync("/sheets")).Address.AbsolutePath);
    }
}
