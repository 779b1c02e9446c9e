using SkillsPassport.Issuer.Officers;

namespace SkillsPassport.Issuer.Awards;

/// <summary>What the certificates' pages need.</summary>
public static class AwardsRegistration
{
    public static void AddAwards(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<ChangeAwardState>().AddSingleton<RequestReplacement>()
            .AddSingleton<CompareCorrection>().AddSingleton<GivePaper>();

    public static void MapAwards(this WebApplication app)
    {
        GivePaper.Map(app);
        app.MapGet("/sheets/{id}/certificates.pdf", DownloadCertificates.WholeSheet)
            .RequireAuthorization(Policies.Reads);
    }
}
