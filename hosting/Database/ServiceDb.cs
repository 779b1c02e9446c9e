using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Hosting.Database;

/// <summary>
/// What every service's database holds beside its own tables: sign-in keys, counters and the trust list. Times are
/// stored as UTC ticks (SQLite cannot order a <see cref="DateTimeOffset"/>), enums as their names.
/// </summary>
public abstract class ServiceDb(DbContextOptions options) : DbContext(options)
{
    /// <summary>Keys that protect cookies, encrypted under the service's key file.</summary>
    public DbSet<SignInKey> SignInKeys => Set<SignInKey>();

    /// <summary>Rate limits and attempt counters.</summary>
    public DbSet<Counter> Counters => Set<Counter>();

    /// <summary>The newest trust list seen, by root key.</summary>
    public DbSet<RememberedTrustList> TrustLists => Set<RememberedTrustList>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
        conventions.Properties<Enum>().HaveConversion<string>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<SignInKey>(key =>
        {
            key.ToTable("sign_in_keys").HasKey(one => one.Name);
            key.Property(one => one.Name).HasColumnName("name");
            key.Property(one => one.Xml).HasColumnName("xml");
        });
        model.Entity<Counter>(counter =>
        {
            counter.ToTable("counters").HasKey(one => one.Key);
            counter.Property(one => one.Key).HasColumnName("key");
            counter.Property(one => one.WindowStart).HasColumnName("window_start");
            counter.Property(one => one.Count).HasColumnName("count");
        });
        model.Entity<RememberedTrustList>(list =>
        {
            list.ToTable("trust_lists").HasKey(one => one.Root);
            list.Property(one => one.Root).HasColumnName("root");
            list.Property(one => one.Sequence).HasColumnName("sequence");
            list.Property(one => one.Digest).HasColumnName("digest");
            list.Property(one => one.Jws).HasColumnName("jws");
            list.Property(one => one.ReceivedAt).HasColumnName("received_at");
        });
    }

    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}

/// <summary>One data-protection key.</summary>
public sealed class SignInKey
{
    /// <summary>The key's friendly name.</summary>
    public required string Name { get; init; }

    /// <summary>The key element as data protection writes it, its secret encrypted.</summary>
    public required string Xml { get; init; }
}

/// <summary>One counter: how often something happened since the window began.</summary>
public sealed class Counter
{
    /// <summary>Keyed hash of what is counted, lower-case hexadecimal: neither an address nor a number can be read from
    /// it.</summary>
    public required string Key { get; init; }

    /// <summary>When the window began, UTC ticks.</summary>
    public long WindowStart { get; set; }

    /// <summary>How often.</summary>
    public int Count { get; set; }
}
