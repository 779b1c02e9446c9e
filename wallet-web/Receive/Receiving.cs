namespace SkillsPassport.Wallet.Receive;

public static class Receiving
{
    public static void AddReceiving(this IServiceCollection services)
    {
        services.AddSingleton<IssuerHttp>();
        services.AddSingleton<ReadOffer>();
        services.AddSingleton<KeptOffer>();
        services.AddSingleton<AgreeToOffer>();
        services.AddSingleton<RequestToken>();
        services.AddSingleton<RequestCredential>();
        services.AddSingleton<CheckReceived>();
        services.AddSingleton<KeepCertificate>();
        services.AddSingleton<RedeemOffer>();
    }
}
