using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Passkeys;

public static class PasskeyRegistration
{
    /// <summary>ASP.NET Core Identity's passkey handler (WebAuthn level 3) on the wallet's own store; nothing else of
    /// Identity is used.</summary>
    public static void AddPasskeys(this WebApplicationBuilder builder)
    {
        var development = builder.Environment.IsDevelopment();
        builder.Services.AddIdentityCore<WalletAccount>().AddUserStore<PasskeyStore>();
        builder.Services.AddScoped<IPasskeyHandler<WalletAccount>, PasskeyHandler<WalletAccount>>();
        builder.Services.AddScoped<UsePasskeys>();
        builder.Services.AddSingleton<PasskeyState>();
        builder.Services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<WalletOptions>>((passkeys, wallet) =>
        {
            var own = wallet.Value.PublicUrl!;
            passkeys.ServerDomain = own.Host;
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            passkeys.AttestationConveyancePreference = "none";
            passkeys.ValidateOrigin = context => ValueTask.FromResult(
                !context.CrossOrigin && Uri.TryCreate(context.Origin, UriKind.Absolute, out var origin)
                && IsOwn(origin, own, development));
        });
    }

    /// <summary>The wallet's own public address; in Development any port of it.</summary>
    private static bool IsOwn(Uri origin, Uri own, bool development) =>
        origin.Host == own.Host && (development
            ? origin.IsLoopback
            : origin.Scheme == own.Scheme && origin.Port == own.Port);
}
