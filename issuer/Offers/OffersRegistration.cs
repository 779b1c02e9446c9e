using SkillsPassport.Issuer.Protocol;

namespace SkillsPassport.Issuer.Offers;

/// <summary>What offering and delivering to wallets needs.</summary>
public static class OffersRegistration
{
    public static void AddOffers(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OfferSecrets>().AddSingleton<MakeOffer>().AddSingleton<PrintClaimSlips>()
            .AddSingleton<FetchOffer>().AddSingleton<FindOffer>().AddSingleton<Nonces>().AddSingleton<RedeemCode>()
            .AddSingleton<RenewAccess>()
            .AddSingleton<IssueCredential>()
            .AddSingleton<ReceiveNotification>().AddSingleton<PublishMetadata>();
        builder.Services.AddHostedService<SweepProtocol>();
    }

    public static void MapOffers(this WebApplication app)
    {
        PublishMetadata.Map(app);
        FetchOffer.Map(app);
        FindOffer.Map(app);
        RedeemCode.Map(app);
        GiveNonce.Map(app);
        IssueCredential.Map(app);
        ReceiveNotification.Map(app);
        PrintClaimSlips.Map(app);
    }
}
