namespace SkillsPassport.Issuer.Status;

/// <summary>What publishing the status lists needs.</summary>
public static class StatusRegistration
{
    /// <summary>Services.</summary>
    public static void AddStatus(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<PublishedStatusLists>();

    /// <summary>Routes; all of them are public.</summary>
    public static void MapStatus(this WebApplication app)
    {
        app.MapStatusLists();
        app.MapStatusListAggregation();
    }
}
