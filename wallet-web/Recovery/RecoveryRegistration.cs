using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Wallet.Recovery;

public static class RecoveryRegistration
{
    public static void AddRecovery(this WebApplicationBuilder builder)
    {
        var wait = builder.Environment.IsDevelopment() ? TimeSpan.FromMinutes(2) : TimeSpan.FromHours(72);
        builder.AddValidated<RecoveryOptions>(RecoveryOptions.Section);
        builder.Services.PostConfigure<RecoveryOptions>(options => options.Wait ??= wait);
        builder.Services.AddSingleton<FindOwner>();
        builder.Services.AddSingleton<AskRecovery>();
        builder.Services.AddSingleton<SettleRecovery>();
        builder.Services.AddSingleton<FinishRecovery>();
        builder.Services.AddSingleton<RecoveryPass>();
        builder.Services.AddHostedService<IndexOlderRows>();
    }
}
