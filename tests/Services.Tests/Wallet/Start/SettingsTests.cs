using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SkillsPassport.Wallet;

namespace SkillsPassport.Services.Tests.Wallet.Start;

/// <summary>What an operator may not set.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("PublicUrl", "http://wallet.example", "PublicUrl must be an https address")]
    [InlineData("PublicUrl", "https://wallet.example/passport", "PublicUrl must be an https address")]
    [InlineData("VerifierUrl", "http://localhost:5102", "VerifierUrl must be an https address")]
    [InlineData("PinRounds", "1000", "PinRounds must be 600000")]
    [InlineData("PinRounds", "600001", "PinRounds must be 600000")]
    [InlineData("PinRounds", "600000", null)]
    public async Task Outside_Development_addresses_are_public_and_a_PIN_stays_slow_to_guess(
        string name, string value, string? problem)
    {
        await using var app = InProduction.Build($"--Wallet:{name}={value}");
        var broken = Record.Exception(() => app.Services.GetRequiredService<IOptions<WalletOptions>>().Value);
        if (problem is null)
        {
            Assert.Null(broken);
            return;
        }

        Assert.Contains(problem, Assert.IsType<OptionsValidationException>(broken).Message);
    }
}
