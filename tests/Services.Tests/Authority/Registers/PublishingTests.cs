using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Authority.Publishing;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Issuer;

namespace SkillsPassport.Services.Tests.Authority.Registers;

public sealed class PublishingTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task Numbers_rise_by_one_at_two_copies_and_over_a_restart(string engine)
    {
        var database = await TestDatabase.NewAsync(engine);
        var folder = Directory.CreateTempSubdirectory("sp-authority-").FullName;
        await using (var authority = await RunningAuthority.StartAsync(database: database, folder: folder))
        {
            await using var second = await RunningAuthority.StartAsync(beside: authority);
            for (var i = 0; i < 5; i++)
            {
                await using var db = authority.Db();
                await db.Heads.ExecuteUpdateAsync(set => set.SetProperty(one => one.Changes, one => one.Changes + 1));
                await Task.WhenAll(new[] { authority, second, authority }.Select(one =>
                    one.Get<SignRegisters>().SignIfDueAsync("recruiters", default)));
            }

            Assert.Equal(6, (await authority.PublishedAsync<RecruiterRegister>()).Sequence);
        }

        await using var again = await RunningAuthority.StartAsync(database: database, folder: folder);
        Assert.Equal(6, (await again.PublishedAsync<RecruiterRegister>()).Sequence);
        await using var kept = again.Db();
        Assert.Equal([1, 2, 3, 4, 5, 6], await kept.Published.Where(one => one.Register == "recruiters")
            .OrderBy(one => one.Sequence).Select(one => one.Sequence).ToListAsync());
    }

    [Fact]
    public async Task A_register_is_signed_again_before_it_goes_stale_and_on_every_new_day()
    {
        var clock = new MovingClock();
        await using var authority = await RunningAuthority.StartAsync(clock: clock);
        var first = await authority.PublishedAsync<RecruiterRegister>();
        Assert.Equal(first.IssuedAt.AddDays(7), first.NextUpdate);
        clock.Move(TimeSpan.FromHours(25));
        await authority.Get<SignRegisters>().SignIfDueAsync("recruiters", default);
        clock.Move(TimeSpan.FromSeconds(2));
        var next = await authority.PublishedAsync<RecruiterRegister>();
        Assert.Equal(first.Sequence + 1, next.Sequence);
        Assert.True(next.NextUpdate > first.NextUpdate);
    }

    [Fact]
    public async Task The_registers_are_served_to_any_origin_with_their_tag()
    {
        await using var authority = await RunningAuthority.StartAsync();
        foreach (var kind in new[] { RegisterKind.Comparisons, RegisterKind.Recruiters })
        {
            using var answer = await authority.Http.GetAsync("/" + kind.FileName);
            Assert.Equal(kind.MediaType, answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
            using var again = new HttpRequestMessage(HttpMethod.Get, "/" + kind.FileName);
            again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
            Assert.Equal(HttpStatusCode.NotModified, (await authority.Http.SendAsync(again)).StatusCode);
        }
    }

    [Fact]
    public async Task The_keys_are_files_for_their_owner_alone_and_each_register_has_its_own()
    {
        await using var authority = await RunningAuthority.StartAsync();
        var keys = authority.Get<RegisterKeys>();
        Assert.NotEqual(keys.Of("comparisons").Kid, keys.Of("recruiters").Kid);
        Assert.All(Directory.GetFiles(Path.Combine(authority.Folder, "keys"), "*.pem"), file =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task Every_endpoint_says_who_may_come_and_only_the_public_ones_open_without_sign_in()
    {
        await using var authority = await RunningAuthority.StartAsync();
        var routes = authority.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.True(routes.Count > 20);
        Assert.All(routes, route => Assert.True(route.Metadata.GetMetadata<IAuthorizeData>() is not null
            || route.Metadata.GetMetadata<IAllowAnonymous>() is not null, $"{route.RoutePattern.RawText} names no policy"));
        var open = routes.Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/')).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(
        [
            "/", "/api/comparisons", "/api/recruiters", "/api/recruiters/{rl}", "/comparisons.jwt", "/desk.css", "/desk.js",
            "/health/live", "/health/ready", "/look.css", "/not-allowed", "/openapi/{documentName}.json", "/recruiters",
            "/recruiters.jwt", "/recruiters/{rl}", "/sign-in", "/trust-list.jwt", "/trust-lists/{sequence:long:min(1)}.jwt",
        ], open);
    }

    [Theory]
    [InlineData("/desk", "compare.a recruit.a auditor")]
    [InlineData("/desk/comparisons", "compare.a recruit.a auditor")]
    [InlineData("/desk/recruiters", "compare.a recruit.a auditor")]
    [InlineData("/audit", "compare.a recruit.a auditor")]
    [InlineData("/desk/comparisons/new", "compare.a")]
    [InlineData("/desk/import/comparisons", "compare.a")]
    [InlineData("/desk/recruiters/new", "recruit.a")]
    [InlineData("/desk/import/recruiters", "recruit.a")]
    public async Task Each_role_opens_its_own_pages(string path, string users)
    {
        await using var authority = await RunningAuthority.StartAsync();
        using var nobody = new OfficerBrowser(authority.Url);
        Assert.Equal("/sign-in", (await nobody.GetAsync(path)).Address.AbsolutePath);
        foreach (var user in new[] { "compare.a", "recruit.a", "auditor" })
        {
            using var browser = await authority.SignInAsync(user);
            Assert.Equal(users.Split(' ').Contains(user) ? path : "/not-allowed",
                (await browser.GetAsync(path)).Address.AbsolutePath);
            Assert.All(browser.CookieNames, name => Assert.StartsWith("sp-authority", name));
        }
    }

    [Theory]
    [InlineData("/desk")]
    [InlineData("/desk/comparisons/new")]
    [InlineData("/desk/import/comparisons")]
    public async Task A_form_without_its_token_changes_nothing(string path)
    {
        await using var authority = await RunningAuthority.StartAsync();
        using var officer = await authority.SignInAsync("compare.a");
        Assert.Equal(HttpStatusCode.BadRequest,
            (await officer.PostAsync(path, new Dictionary<string, string> { ["tick"] = "a:b" })).Status);
    }

    private sealed class MovingClock : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Move(TimeSpan by) => _now += by;
    }
}
