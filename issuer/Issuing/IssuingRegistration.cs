using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Issuer.Issuing;

/// <summary>What issuing needs.</summary>
public static class IssuingRegistration
{
    public static void AddIssuing(this WebApplicationBuilder builder)
    {
        var development = builder.Environment.IsDevelopment();
        builder.AddValidated<IssuerOptions>("Issuer", IssuerOptions.Broken);
        builder.Services.PostConfigure<IssuerOptions>(options => options.UseDefaults(development));
        builder.Services.AddSingleton<IssuerKeys>().AddSingleton<StatusIndexes>().AddSingleton<NumberSheet>()
            .AddSingleton<SignAwards>().AddSingleton<IssuingSignal>();
        builder.Services.AddStartCheck(services => services.GetRequiredService<IssuerKeys>().Check());
        builder.Services.AddSingleton<IssueApprovedSheets>();
        // A copy that only serves pages may leave the background work to others.
        builder.AddKnownNames("Issuing", "InThisProcess");
        if (builder.Configuration.GetValue("Issuing:InThisProcess", true))
        {
            builder.Services.AddHostedService(services => services.GetRequiredService<IssueApprovedSheets>());
        }
    }
}
