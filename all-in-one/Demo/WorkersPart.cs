using SkillsPassport.AllInOne.Start;

namespace SkillsPassport.AllInOne.Demo;

/// <summary>The worker takes a certificate into the wallet and shows it to one recruiter.</summary>
public static class WorkersPart
{
    private const string Label = "Padma Demo Overseas Ltd, RL-9001";

    /// <summary>The worker of the first sample certificate.</summary>
    public static readonly DemoSignIn SignIn = new("wallet", "worker", "+8801300000001", "271828");

    /// <summary>Signs in or up, claims unless it is there, shares unless that was done.</summary>
    public static async Task<DemoShare> ClaimAndShareAsync(Places places, DemoCertificate certificate)
    {
        using var worker = new PageVisitor(places.Wallet);
        await EnterAsync(worker);
        var passport = await worker.OpenAsync("/passport?lang=en");
        if (Held(passport).Count == 0)
        {
            using var officer = await Officers.SignInAsync(places, Officers.First);
            var (offerUri, pin) = await ClaimSlips.MakeAsync(officer, certificate.Serial);
            await ClaimAsync(worker, offerUri, pin);
            passport = await worker.OpenAsync("/passport");
        }

        return await FindShareAsync(worker) ?? await ShareAsync(worker, Held(passport)[0]);
    }

    /// <summary>Takes an offer into the wallet.</summary>
    public static async Task ClaimAsync(PageVisitor worker, string offerUri, string pin)
    {
        var offer = await worker.OpenAsync("/receive" + offerUri[offerUri.IndexOf('?')..]);
        var redeem = await worker.SubmitAsync(offer, "main form[method=post]");
        var received = await worker.SubmitAsync(redeem, "form:has(#Code)", new() { ["Code"] = pin });
        if (received.Document.QuerySelector("#problem") is { } problem)
        {
            throw new InvalidOperationException("The wallet refused: " + problem.TextContent.Trim());
        }
    }

    private static async Task EnterAsync(PageVisitor worker)
    {
        var signIn = await worker.OpenAsync("/sign-in?lang=en");
        var fields = new Dictionary<string, string> { ["Phone"] = SignIn.User, ["Pin"] = SignIn.Secret };
        var answer = await worker.SubmitAsync(signIn, "form:has(#Pin)", fields);
        if (answer.Document.QuerySelector("#problem") is not null)
        {
            var signUp = await worker.OpenAsync("/sign-up");
            var code = await worker.SubmitAsync(signUp, "form:has(#PinAgain)",
                new(fields) { ["PinAgain"] = SignIn.Secret, ["Consent"] = "true" });
            var outbox = await worker.OpenAsync("/outbox");
            var sent = outbox.Document.QuerySelector($"[data-to='{SignIn.User}']")?.GetAttribute("data-code")
                ?? throw new InvalidOperationException("The wallet sent no code: " + code.Text);
            await worker.SubmitAsync(code, "form:has(#Code)", new() { ["Code"] = sent });
        }
    }

    private static IReadOnlyList<string> Held(VisitedPage passport) =>
        [.. passport.Document.QuerySelectorAll("main a.item[href^='/certificate/']").Select(link =>
            link.GetAttribute("href")!.Split('/')[^1])];

    private static async Task<DemoShare?> FindShareAsync(PageVisitor worker)
    {
        var shares = await worker.OpenAsync("/share");
        return shares.Link("main a.item[href^='/share/']") is { } one ? Shown(await worker.OpenAsync(one)) : null;
    }

    private static async Task<DemoShare> ShareAsync(PageVisitor worker, string certificate)
    {
        var confirm = await worker.OpenAsync($"/share/new?c={certificate}&what=job&r=other");
        return Shown(await worker.SubmitAsync(confirm, "form:has(#Label)", new() { ["Label"] = Label,
            ["Pin"] = SignIn.Secret }));
    }

    private static DemoShare Shown(VisitedPage share) => new(share.TextOf("#link"), share.TextOf("h1"));
}
