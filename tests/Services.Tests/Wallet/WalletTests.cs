using SkillsPassport.Services.Tests.Verifier;

namespace SkillsPassport.Services.Tests.Wallet;

/// <summary>Tests of one wallet that follows a scheme.</summary>
/// <param name="settings">As on its command line.</param>
public abstract class WalletTests(params string[] settings) : SchemeTests
{
    private protected RunningWallet Wallet { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Wallet = await RunningWallet.StartAsync(Scheme, args: settings);
    }

    public override async Task DisposeAsync()
    {
        await Wallet.DisposeAsync();
        await base.DisposeAsync();
    }
}
