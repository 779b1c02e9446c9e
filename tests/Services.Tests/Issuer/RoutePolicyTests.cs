using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace SkillsPassport.Services.Tests.Issuer;

public sealed class RoutePolicyTests
{
    [Fact]
    public async Task Every_endpoint_says_who_may_come()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        var routes = issuer.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.True(routes.Count > 15);
        Assert.All(routes, route => Assert.True(
            route.Metadata.GetMetadata<IAuthorizeData>() is not null || route.Metadata.GetMetadata<IAllowAnonymous>() is not null,
            $"{route.RoutePattern.RawText} names no policy"));
    }

    [Fact]
    public async Task Every_cookie_bears_the_issuers_name()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        using var assessor = await issuer.SignInAsync("assessor");
        await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1)));
        await assessor.GetAsync("/sheets?lang=bn");
        Assert.All(assessor.CookieNames, name => Assert.StartsWith("sp-issuer", name));
        Assert.Contains("sp-issuer", assessor.CookieNames);
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        using var officer = await issuer.SignInAsync("officer.a");
        var answer = await officer.PostAsync("/audit", []);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.Status);
    }
}
