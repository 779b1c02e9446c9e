using System.Net;
using SkillsPassport.Services.Tests.Authority.Registers;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Issuer;

namespace SkillsPassport.Services.Tests.Hosting.Officers;

/// <summary>Signing in as the services do; any of the three desks would do.</summary>
public sealed class SignInOfficerTests
{
    private const int TriesPerAddress = 60;

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task A_whole_office_signs_in_from_one_address_and_only_wrong_passwords_use_up_its_share(string engine)
    {
        await using var authority = await RunningAuthority.StartAsync(engine);
        for (var i = 0; i <= TriesPerAddress; i++)
        {
            using var officer = new OfficerBrowser(authority.Url);
            var user = i % 2 == 0 ? "compare.a" : "recruit.a";
            Assert.Equal(HttpStatusCode.OK, (await officer.SignInAsync(user, RunningAuthority.Password)).Status);
        }

        using var guessing = new OfficerBrowser(authority.Url);
        for (var i = 0; i < TriesPerAddress; i++)
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await guessing.SignInAsync($"nobody.{i}", "wrong")).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await guessing.SignInAsync("nobody", "wrong")).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests,
            (await guessing.SignInAsync("compare.a", RunningAuthority.Password)).Status);
    }
}
