namespace SkillsPassport.Issuer.Awards;

/// <summary>What the certificates' pages need.</summary>
public static class AwardsRegistration
{
    public static void AddAwards(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<ChangeAwardState>().AddSingleton<RequestReplacement>();
}
