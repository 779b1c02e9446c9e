namespace SkillsPassport.Services.Tests.Verifier;

/// <summary>Tests that have a scheme of their own: an authority, an issuer and its lists, all alive.</summary>
public abstract class SchemeTests : IAsyncLifetime
{
    protected Scheme Scheme { get; private set; } = null!;

    public virtual async Task InitializeAsync() => Scheme = await Scheme.StartAsync();

    public virtual async Task DisposeAsync() => await Scheme.DisposeAsync();
}
