using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Verifier.ApiKeys;

namespace SkillsPassport.Verifier.Database;

/// <summary>What a verifier must not forget: the trust list it has seen, and the counters behind its limits. It keeps
/// nothing about the people whose certificates it checks.</summary>
public sealed class VerifierDb(DbContextOptions<VerifierDb> options) : ServiceDb(options)
{
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

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
    }
}
