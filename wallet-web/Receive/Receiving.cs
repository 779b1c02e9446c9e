namespace SkillsPassport.Wallet.Receive;

public static class Receiving
{
    public static void AddReceiving(this IServiceCollection services)
    {
        services.AddSingleton<IssuerHttp>();
        services.AddSingleton<ListedIssuers>();
        services.AddSingleton<ReadOffer>();
        services.AddSingleton<FindByNumber>();
        services.AddSingleton<PrepareOffer>();
        services.AddSingleton<KeepForLater>();
        services.AddSingleton<DropOffer>();
        services.AddSingleton<KeptOffer>();
        services.AddSingleton<AgreeToOffer>();
        services.AddSingleton<RequestToken>();
        services.AddSingleton<RequestCredential>();
        services.AddSingleton<CheckReceived>();
        services.AddSingleton<SpareCopies>();
        services.AddSingleton<KeepCertificate>();
        services.AddSingleton<RedeemOffer>();
        services.AddHostedService<FetchLater>();
        services.AddHostedService<RenewCopies>();
    }
}
