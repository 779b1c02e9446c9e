using SkillsPassport.Authority.Publishing;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Registers;

namespace SkillsPassport.Authority.Recruiters;

/// <summary>One recruiter as <c>GET /api/recruiters</c> answers it.</summary>
/// <param name="Standing"><c>valid</c>, <c>not-yet-valid</c>, <c>expired</c>, <c>suspended</c> or <c>cancelled</c>, on
/// the day asked.</param>
/// <param name="Licence">The register's own words, its summary as of that day.</param>
public sealed record RecruiterAnswer(LicenceStanding Standing, Recruiter Licence);

/// <summary>Answer of a search.</summary>
public sealed record RecruitersAnswer(DateOnly On, IReadOnlyList<RecruiterAnswer> Recruiters, bool More,
    RegisterReference Register);

/// <summary>The public read API over the signed registers. Stale is 503, never an answer.</summary>
public static class AskRecruiters
{
    private const int MostShown = 50;

    public static void MapAsking(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/recruiters", SearchAsync).WithName("SearchRecruiters").WithTags("Recruiters")
            .WithSummary("Licensed recruiters by licence number or name")
            .Produces<RecruitersAnswer>().ProducesProblem(400).ProducesProblem(503).AllowAnonymous();
        routes.MapGet("/api/recruiters/{rl}", OneAsync).WithName("GetRecruiter").WithTags("Recruiters")
            .WithSummary("How one licence stands on a day")
            .Produces<RecruitersAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(503)
            .AllowAnonymous();
        routes.MapGet("/api/comparisons", CompareAsync).WithName("CompareLevel").WithTags("Comparisons")
            .WithSummary("What a level means in a destination country on a day")
            .Produces<ComparisonAnswer>().ProducesProblem(400).ProducesProblem(503).AllowAnonymous();
    }

    private static Task<IResult> SearchAsync(string? q, string? on, HttpContext context,
        PublishedRegisters published, TimeProvider clock) => AnswerAsync<RecruiterRegister>(context, published, clock,
        register => ReadLevelQuestion.ReadDay(on, clock) is not { } day ? Problem.Bad("on: a day, as in 2026-11-21.")
            : q?.Trim() is not { Length: >= FindRecruiters.ShortestName and <= 100 } typed
                && RecruitingLicence.Read(q) is null
                ? Problem.Bad("q: a licence number, or at least two letters of a name.")
            : Found(register, FindRecruiters.In(FindRecruiters.Matching(register.Content.Recruiters, q!.Trim())), day));

    private static Task<IResult> OneAsync(string rl, string? on, HttpContext context, PublishedRegisters published,
        TimeProvider clock) => AnswerAsync<RecruiterRegister>(context, published, clock,
        register => ReadLevelQuestion.ReadDay(on, clock) is not { } day ? Problem.Bad("on: a day, as in 2026-11-21.")
            : RecruitingLicence.Read(rl) is null ? Problem.Bad("A licence number is RL and one to four digits.")
            : register.Content.Find(rl) is not { } one ? Problem.Unknown() : Found(register, [one], day));

    private static Task<IResult> CompareAsync(string? country, string? framework, string? version, string? level,
        string? occupation, string? on, HttpContext context, PublishedRegisters published, TimeProvider clock) =>
        AnswerAsync<ComparisonRegister>(context, published, clock, register =>
            ReadLevelQuestion.Read(new(country, framework, version, level, occupation, on), clock) switch
            {
                (null, var problem) => Problem.Bad(problem!),
                var (question, _) => Results.Json(ComparisonAnswer.Of(register, question!), ComparisonAnswer.Json),
            });

    private static IResult Found(SignedRegister<RecruiterRegister> register, IEnumerable<Recruiter> hits, DateOnly day)
    {
        var found = hits.Take(MostShown + 1).Select(one => new RecruiterAnswer(one.StandingOn(day), one.AsOf(day)))
            .ToList();
        return Results.Json(new RecruitersAnswer(day, [.. found.Take(MostShown)], found.Count > MostShown,
            RegisterReference.Of(register)), ComparisonAnswer.Json);
    }

    private static async Task<IResult> AnswerAsync<T>(HttpContext context, PublishedRegisters published,
        TimeProvider clock, Func<SignedRegister<T>, IResult> answer) where T : RegisterContent
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        if (await published.GetAsync<T>(context.RequestAborted) is not { } register
            || register.NextUpdate <= clock.GetUtcNow())
        {
            return Problem.Stale();
        }

        context.Response.Headers.CacheControl = "public, max-age=30";
        return answer(register);
    }

    /// <summary>Refusals of the read API, RFC 9457.</summary>
    private static class Problem
    {
        public static IResult Bad(string detail) =>
            Say(StatusCodes.Status400BadRequest, "question_unreadable", "The question is not complete", detail);

        public static IResult Unknown() => Say(StatusCodes.Status404NotFound, "licence_unknown", "No such licence",
            "There is no licence with this number in the register.");

        public static IResult Stale() => Say(StatusCodes.Status503ServiceUnavailable, "register_stale",
            "The register is not up to date", "Nothing can be said now. Try again later.");

        private static IResult Say(int status, string code, string title, string detail) => Results.Problem(detail,
            statusCode: status, title: title, type: $"urn:skills-passport:problem:{code}",
            extensions: new Dictionary<string, object?> { ["code"] = code });
    }
}
