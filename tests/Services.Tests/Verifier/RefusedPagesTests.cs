using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SkillsPassport.Services.Tests.Verifier;

public sealed class RefusedPagesTests : VerifierTests
{
    [Theory]
    [InlineData("PUT", "/api/verify", "POST")]
    [InlineData("GET", "/api/verify", "POST")]
    [InlineData("DELETE", "/api/lookup", "POST")]
    public async Task A_method_the_api_does_not_know_gets_a_problem_that_names_those_it_knows(
        string method, string path, string allowed)
    {
        using var answer = await AskAsync(method, path, "text/html");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Contains(allowed, answer.Content.Headers.Allow);
        await IsProblemAsync(answer, "method_not_allowed");
    }

    [Fact]
    public async Task An_address_the_api_does_not_know_gets_a_problem_and_any_other_a_page()
    {
        using var api = await AskAsync("GET", "/api/nothing/here", "text/html");
        Assert.Equal(HttpStatusCode.NotFound, api.StatusCode);
        await IsProblemAsync(api, "address_unknown");
        foreach (var path in (string[])["/nothing", "/nothing/here?lang=it", "/apis"])
        {
            using var page = await AskAsync("GET", path, "*/*");
            Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
            Assert.Contains("<h1", await page.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("/report")]
    [InlineData("/report?handler=Start")]
    [InlineData("/code")]
    [InlineData("/receipt")]
    public async Task A_form_with_a_character_that_no_text_has_is_the_senders_mistake(string path)
    {
        using var form = new StringContent("x=%00", null, "application/x-www-form-urlencoded");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await Verifier.Http.SendAsync(request);
        Assert.False(Verifier.Log.All.Contains("Fault ", StringComparison.Ordinal), Verifier.Log.All);
        Assert.Equal((path, HttpStatusCode.BadRequest), (path, answer.StatusCode));
        Assert.Contains("<h1", await answer.Content.ReadAsStringAsync());
    }

    private static async Task IsProblemAsync(HttpResponseMessage answer, string code)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)answer.StatusCode, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.Equal(code, problem.GetProperty("code").GetString());
    }

    private async Task<HttpResponseMessage> AskAsync(string method, string path, string accept)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Accept.ParseAdd(accept);
        return await Verifier.Http.SendAsync(request);
    }
}
