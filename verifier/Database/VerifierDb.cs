using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Verifier.ApiKeys;
using SkillsPassport.Verifier.Suspicions;

namespace SkillsPassport.Verifier.Database;

/// <summary>What a verifier must not forget: the trust list it has seen, the counters behind its limits, and what
/// people reported to its operator. It keeps nothing about the people whose certificates it checks.</summary>
public sealed class VerifierDb(DbContextOptions<VerifierDb> options) : OfficersDb(options)
{
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<Suspicion> Suspicions => Set<Suspicion>();

    public DbSet<SuspicionPhoto> SuspicionPhotos => Set<SuspicionPhoto>();

    public DbSet<SuspicionNote> SuspicionNotes => Set<SuspicionNote>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<ApiKey>(key =>
        {
            key.ToTable("api_keys").HasKey(one => one.Id);
            key.Property(one => one.Id).HasColumnName("id");
            key.Property(one => one.Name).HasColumnName("name");
            key.Property(one => one.Hash).HasColumnName("hash");
            key.Property(one => one.PerMinute).HasColumnName("per_minute");
            key.Property(one => one.CreatedAt).HasColumnName("created_at");
            key.Property(one => one.RevokedAt).HasColumnName("revoked_at");
            key.HasIndex(one => one.Hash).IsUnique();
        });
        model.Entity<Suspicion>().ToTable("suspicions").HasKey(one => one.Number);
        model.Entity<SuspicionPhoto>().ToTable("suspicion_photos").HasKey(one => one.Number);
        model.Entity<SuspicionNote>().ToTable("suspicion_notes").HasKey(one => one.Id);
        NameInSnakeCase(model);
    }
}
