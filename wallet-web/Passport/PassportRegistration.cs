namespace SkillsPassport.Wallet.Passport;

public static class PassportRegistration
{
    public static void AddPassport(this IServiceCollection services)
    {
        services.AddSingleton<ReadPassport>();
        services.AddSingleton<FetchPaper>();
    }
}
