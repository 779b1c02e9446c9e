using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Database;

namespace SkillsPassport.Hosting.Officers;

/// <summary>
/// The database of a service that has a desk: officers' accounts and the audit trail of what they do. A service's own
/// context derives from it and ends its model with <see cref="NameInSnakeCase"/>; its migration makes the tables with
/// <see cref="OfficerTables"/>.
/// </summary>
public abstract partial class OfficersDb(DbContextOptions options) : ServiceDb(options)
{
    public DbSet<Officer> Officers => Set<Officer>();

    public DbSet<AuditEntry> Audit => Set<AuditEntry>();

    public DbSet<AuditHead> AuditHead => Set<AuditHead>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<Officer>().ToTable("officers").HasKey(one => one.UserName);
        model.Entity<AuditEntry>().ToTable("audit_entries").HasKey(one => one.Sequence);
        model.Entity<AuditHead>().ToTable("audit_head").HasKey(one => one.Id);
        NameInSnakeCase(model);
    }

    /// <summary>Columns are the names of members in snake case; no engine makes up a value.</summary>
    protected static void NameInSnakeCase(ModelBuilder model)
    {
        foreach (var property in model.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
        {
            property.SetColumnName(SnakeCase(property.Name));
            property.ValueGenerated = ValueGenerated.Never;
        }
    }

    private static string SnakeCase(string name) => UpperInside().Replace(name, "_$1").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])([A-Z0-9])")]
    private static partial Regex UpperInside();
}

/// <summary>
/// The service's database, seen as what sign-in and the trail need of it: the pages here do not know its type.
/// </summary>
public abstract class OfficersDatabase
{
    public abstract Task<OfficersDb> OpenAsync(CancellationToken cancel);

    /// <summary>For commands that run without starting the host: the database in its newest form.</summary>
    public abstract Task MigrateAsync();
}

/// <inheritdoc/>
public sealed class OfficersDatabase<TDb>(IDbContextFactory<TDb> databases) : OfficersDatabase where TDb : OfficersDb
{
    public override async Task<OfficersDb> OpenAsync(CancellationToken cancel) =>
        await databases.CreateDbContextAsync(cancel);

    public override Task MigrateAsync() => new MigrateAtStart<TDb>(databases).StartingAsync(default);
}
