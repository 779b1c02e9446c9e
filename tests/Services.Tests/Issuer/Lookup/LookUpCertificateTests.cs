using System.Net;
using System.Net.Http.Json;
using System.Text;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Services.Tests.Databases;

namespace SkillsPassport.Services.Tests.Issuer.Lookup;

public sealed class LookUpCertificateTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task The_code_on_the_paper_gives_the_signed_bytes(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine);
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1), SheetText.Row(2)));
        using var http = new HttpClient { BaseAddress = new Uri(issuer.Url) };
        await using var db = issuer.Db();
        foreach (var award in db.Awards.ToList())
        {
            var shown = CertificateCode.Display(award.Code);
            foreach (var typed in new[] { shown, award.Code.ToLowerInvariant(), " " + shown.Replace('-', ' ') })
            {
                using var answer = await http.PostAsJsonAsync("/lookup", new { code = typed });
                Assert.Equal("application/cwt", answer.Content.Headers.ContentType?.MediaType);
                Assert.True(answer.Headers.CacheControl?.NoStore);
                var cwt = PaperCwt.Parse(await answer.Content.ReadAsByteArrayAsync());
                Assert.Equal(award.SerialNo, cwt.Certificate.SerialNo);
            }
        }
    }

    [Fact]
    public async Task Anything_else_is_not_found_or_not_a_request()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(issuer.Url) };
        foreach (var (body, expected) in new[]
        {
            ("{\"code\":\"0000-0000-0101\"}", HttpStatusCode.NotFound),
            ("{\"code\":\"0000-0000-0102\"}", HttpStatusCode.NotFound),
            ("{\"code\":\"' OR 1=1 --\"}", HttpStatusCode.NotFound),
            ("{\"code\":5}", HttpStatusCode.BadRequest),
            ("{\"code\":\"a\",\"code\":\"b\"}", HttpStatusCode.BadRequest),
            ("{}", HttpStatusCode.BadRequest),
            ("[]", HttpStatusCode.BadRequest),
            ("", HttpStatusCode.BadRequest),
            ("{\"code\":", HttpStatusCode.BadRequest),
            ("{\"code\":\"" + new string('0', 1 << 19) + "\"}", HttpStatusCode.BadRequest),
        })
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync("/lookup", content);
            Assert.Equal((body, expected), (body, answer.StatusCode));
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task Guessing_is_stopped_for_all_copies_of_the_service_at_once(string engine)
    {
        string[] settings = ["--Issuer:LookupsPerMinute=20"];
        await using var one = await RunningIssuer.StartAsync(engine, settings: settings);
        await using var two = await RunningIssuer.StartAsync(engine, beside: one, settings: settings);
        using var atOne = new HttpClient { BaseAddress = new Uri(one.Url) };
        using var atTwo = new HttpClient { BaseAddress = new Uri(two.Url) };
        for (var tries = 0; tries < 20; tries++)
        {
            Assert.Equal(HttpStatusCode.NotFound, await MissAsync(tries % 2 == 0 ? atOne : atTwo));
        }

        foreach (var http in new[] { atOne, atTwo })
        {
            using var stopped = await http.PostAsJsonAsync("/lookup", new { code = NewCode() });
            Assert.Equal(HttpStatusCode.TooManyRequests, stopped.StatusCode);
            Assert.InRange(stopped.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task A_verifier_whose_callers_miss_all_the_time_still_gets_a_genuine_certificate()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1)));
        using var verifier = new HttpClient { BaseAddress = new Uri(issuer.Url) };
        for (var tries = 0; tries < 70; tries++)
        {
            Assert.Equal(HttpStatusCode.NotFound, await MissAsync(verifier));
        }

        await using var db = issuer.Db();
        using var found = await verifier.PostAsJsonAsync("/lookup", new { code = db.Awards.Single().Code });
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
    }

    private static string NewCode() => CertificateCode.New(System.Security.Cryptography.RandomNumberGenerator.Create());

    private static async Task<HttpStatusCode> MissAsync(HttpClient http)
    {
        using var missed = await http.PostAsJsonAsync("/lookup", new { code = NewCode() });
        return missed.StatusCode;
    }
}
