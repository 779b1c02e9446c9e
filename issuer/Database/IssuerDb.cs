using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Issuer.Offers;
using SkillsPassport.Issuer.Protocol;

namespace SkillsPassport.Issuer.Database;

/// <summary>The issuer's database. Tables and columns are the names of types and members in snake case.</summary>
public sealed class IssuerDb(DbContextOptions<IssuerDb> options) : OfficersDb(options)
{
    public DbSet<ResultSheet> Sheets => Set<ResultSheet>();

    public DbSet<ResultRow> Rows => Set<ResultRow>();

    public DbSet<SheetApproval> Approvals => Set<SheetApproval>();

    public DbSet<IssuedAward> Awards => Set<IssuedAward>();

    public DbSet<SignedCopy> Copies => Set<SignedCopy>();

    public DbSet<SerialSeries> Series => Set<SerialSeries>();

    public DbSet<StatusListPage> StatusLists => Set<StatusListPage>();

    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    public DbSet<Offer> Offers => Set<Offer>();

    public DbSet<OfferedCode> OfferedCodes => Set<OfferedCode>();

    public DbSet<AccessGrant> AccessGrants => Set<AccessGrant>();

    public DbSet<RefreshGrant> RefreshGrants => Set<RefreshGrant>();

    public DbSet<UsedNonce> UsedNonces => Set<UsedNonce>();

    public DbSet<Delivery> Deliveries => Set<Delivery>();

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        base.ConfigureConventions(conventions);
        // As text on both engines, so that the same hand-written SQL reads and writes it.
        conventions.Properties<DateOnly>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<ResultSheet>().ToTable("result_sheets").HasKey(one => one.Id);
        model.Entity<ResultSheet>().Ignore(one => one.NoAward).Ignore(one => one.Awards)
            .Ignore(one => one.ApprovalsNeeded);
        model.Entity<ResultRow>().ToTable("result_rows").HasKey(one => new { one.SheetId, one.Line });
        model.Entity<SheetApproval>().ToTable("sheet_approvals").HasKey(one => new { one.SheetId, one.Officer });
        model.Entity<IssuedAward>().ToTable("awards").HasKey(one => one.SerialNo);
        model.Entity<IssuedAward>().Property(one => one.NameSkeleton).IsRequired(false).ValueGeneratedOnAddOrUpdate()
            .Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
        model.Entity<SignedCopy>().ToTable("signed_copies").HasKey(one => new { one.StatusList, one.StatusIndex });
        model.Entity<SerialSeries>().ToTable("serial_series").HasKey(one => one.Prefix);
        model.Entity<StatusListPage>().ToTable("status_lists").HasKey(one => one.Number);
        model.Entity<OutboxMessage>().ToTable("outbox_messages").HasKey(one => one.Id);
        model.Entity<Offer>().ToTable("offers").HasKey(one => one.Id);
        model.Entity<OfferedCode>().ToTable("offered_codes").HasKey(one => one.Id);
        model.Entity<AccessGrant>().ToTable("access_grants").HasKey(one => one.Id);
        model.Entity<UsedNonce>().ToTable("used_nonces").HasKey(one => one.Id);
        model.Entity<Delivery>().ToTable("deliveries").HasKey(one => one.Id);
        model.Entity<RefreshGrant>().ToTable("refresh_grants").HasKey(one => one.Id);
        NameInSnakeCase(model);
    }
}
