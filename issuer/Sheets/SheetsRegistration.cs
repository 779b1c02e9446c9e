using SkillsPassport.Hosting.Trust;
using SkillsPassport.Issuer.Officers;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>What receiving sheets needs, and its endpoints that are not pages.</summary>
public static class SheetsRegistration
{
    public static void AddSheets(this WebApplicationBuilder builder)
    {
        builder.AddTrustList();
        builder.Services.AddSingleton<Centres>().AddSingleton<SealedSheets>()
            .AddSingleton<CheckAgainstRegister>().AddSingleton<PaperRoom>().AddSingleton<CheckSheet>()
            .AddSingleton<ReceiveSheet>().AddSingleton<KeptFindings>();
    }

    public static void MapSheets(this WebApplication app)
    {
        app.MapGet("/sheets/template.csv", DownloadTemplate.Handle).RequireAuthorization(Policies.Reads);
        app.MapGet("/sheets/contract.json", () => Results.Bytes(SheetContract.Bytes, "application/json"))
            .AllowAnonymous();
    }
}
