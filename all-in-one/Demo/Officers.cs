using SkillsPassport.AllInOne.Start;
using SkillsPassport.Issuer;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Verifier;

namespace SkillsPassport.AllInOne.Demo;

/// <summary>The demo's officers: one sends in, two approve, one reads.</summary>
public static class Officers
{
    /// <summary>Sends in result sheets.</summary>
    public static readonly DemoSignIn Assessor = new("issuer", "assessor", "demo.assessor", "demo-assessor-2026");

    /// <summary>Approves first.</summary>
    public static readonly DemoSignIn First = new("issuer", "officer", "demo.officer1", "demo-officer-one-2026");

    /// <summary>Approves second.</summary>
    public static readonly DemoSignIn Second = new("issuer", "officer", "demo.officer2", "demo-officer-two-2026");

    /// <summary>Reads the audit trail.</summary>
    public static readonly DemoSignIn Auditor = new("issuer", "auditor", "demo.auditor", "demo-auditor-2026");

    /// <summary>Reads what people report to the verifier's operator.</summary>
    public static readonly DemoSignIn Operator = new("verifier", "operator", "demo.operator", "demo-operator-2026");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DemoSignIn> SignIns => [Assessor, First, Second, Auditor, Operator];

    /// <summary>Makes the accounts with the issuer's own command.</summary>
    public static async Task HireAsync(Places places)
    {
        (DemoSignIn SignIn, string Name)[] officers =
        [
            (Assessor, "Demo Assessor"), (First, "Demo Officer One"), (Second, "Demo Officer Two"), (Auditor,
                "Demo Auditor"),
        ];
        await using var desk = IssuerHost.Build(places.IssuerArguments());
        foreach (var (signIn, name) in officers)
        {
            await HireAsync(desk.Services, signIn, name);
        }

        await using var verifier = VerifierHost.Build(places.VerifierArguments());
        await HireAsync(verifier.Services, Operator, "Demo Operator");
    }

    private static async Task HireAsync(IServiceProvider services, DemoSignIn signIn, string name)
    {
        if (await AddOfficer.MakeAsync(services, signIn.User, name, signIn.Role, signIn.Secret) is { } problem)
        {
            throw new InvalidOperationException(problem);
        }
    }

    /// <summary>Signs in at the issuer's desk.</summary>
    public static async Task<PageVisitor> SignInAsync(Places places, DemoSignIn officer)
    {
        var visitor = new PageVisitor(places.Issuer);
        var page = await visitor.OpenAsync("/sign-in?lang=en");
        await visitor.SubmitAsync(page, "form:has(#Password)",
            new() { ["UserName"] = officer.User, ["Password"] = officer.Secret });
        return visitor;
    }
}
