using SkillsPassport.AllInOne.Start;
using SkillsPassport.Wallet;
using SkillsPassport.Wallet.Counter;

namespace SkillsPassport.AllInOne.Demo;

/// <summary>The demo's counter, at the wallet's <c>/counter</c>: one helps, the other approves what was
/// asked.</summary>
public static class Counter
{
    private const string Centre = "Demo training centre";

    /// <summary>Helps workers and asks for recoveries.</summary>
    public static readonly DemoSignIn Helper = new("wallet", "helper", "demo.helper", "demo-helper-2026");

    /// <summary>Approves recoveries.</summary>
    public static readonly DemoSignIn Supervisor =
        new("wallet", "supervisor", "demo.supervisor", "demo-supervisor-2026");

    /// <summary>Both of them.</summary>
    public static IReadOnlyList<DemoSignIn> SignIns => [Helper, Supervisor];

    /// <summary>Makes the accounts with the wallet's own command.</summary>
    public static async Task HireAsync(Places places)
    {
        await using var counter = WalletHost.Build(places.WalletArguments());
        foreach (var (signIn, name) in new[] { (Helper, "Demo Helper"), (Supervisor, "Demo Supervisor") })
        {
            if (await AddStaff.MakeAsync(
                    counter.Services, signIn.User, name, Centre, signIn.Role, signIn.Secret) is { } problem)
            {
                throw new InvalidOperationException(problem);
            }
        }
    }
}
