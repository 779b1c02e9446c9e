namespace SkillsPassport.Wallet.Account;

public static class AccountRegistration
{
    public static void AddAccount(this IServiceCollection services)
    {
        services.AddSingleton<ExportData>();
        services.AddSingleton<ExportTraces>();
        services.AddSingleton<ImportData>();
        services.AddSingleton<DeletePassport>();
        services.AddSingleton<ChangePin>();
    }
}
