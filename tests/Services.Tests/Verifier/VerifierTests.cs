namespace SkillsPassport.Services.Tests.Verifier;

/// <summary>Tests of one verifier that follows a scheme.</summary>
/// <param name="settings">As on its command line.</param>
public abstract class VerifierTests(params string[] settings) : SchemeTests
{
    private protected RunningVerifier Verifier { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Verifier = await RunningVerifier.StartAsync(Scheme, args: settings);
    }

    public override async Task DisposeAsync()
    {
        await Verifier.DisposeAsync();
        await base.DisposeAsync();
    }
}
