using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Officers;

namespace SkillsPassport.Wallet.Database;

/// <summary>The wallet's own database. No column holds a name, a number or a key in clear.</summary>
public sealed partial class WalletDb(DbContextOptions<WalletDb> options) : OfficersDb(options)
{
    public DbSet<WalletAccount> Wallets => Set<WalletAccount>();

    public DbSet<SignInPace> Paces => Set<SignInPace>();

    public DbSet<OfferIntention> Intentions => Set<OfferIntention>();

    public DbSet<HeldCertificate> Certificates => Set<HeldCertificate>();

    public DbSet<SpareCopy> SpareCopies => Set<SpareCopy>();

    public DbSet<ShareLink> Shares => Set<ShareLink>();

    public DbSet<ShareOpening> ShareOpenings => Set<ShareOpening>();

    public DbSet<RecruiterWarning> RecruiterWarnings => Set<RecruiterWarning>();

    public DbSet<GoneShare> GoneShares => Set<GoneShare>();

    public DbSet<HistoryEntry> History => Set<HistoryEntry>();

    public DbSet<TextMessage> Messages => Set<TextMessage>();

    public DbSet<PhoneCode> PhoneCodes => Set<PhoneCode>();

    public DbSet<SignedInDevice> Devices => Set<SignedInDevice>();

    public DbSet<CounterStaff> CounterStaff => Set<CounterStaff>();

    public DbSet<RecoveryRequest> Recoveries => Set<RecoveryRequest>();

    public DbSet<Passkey> Passkeys => Set<Passkey>();

    public DbSet<DeclaredEntry> Declared => Set<DeclaredEntry>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<WalletAccount>(wallet =>
        {
            wallet.ToTable("wallets").HasIndex(one => one.SignInIndex).IsUnique();
            wallet.HasIndex(one => one.PhoneIndex);
        });
        model.Entity<SignInPace>(pace => pace.ToTable("sign_in_paces").HasKey(one => one.Subject));
        model.Entity<OfferIntention>(intention =>
        {
            intention.ToTable("offer_intentions");
            intention.HasIndex(one => new { one.WalletId, one.OfferIndex }).IsUnique();
            intention.HasIndex(one => one.NextTryAt);
        });
        model.Entity<HeldCertificate>(certificate =>
        {
            certificate.ToTable("held_certificates");
            certificate.HasIndex(one => new { one.WalletId, one.AwardIndex }).IsUnique();
            certificate.HasIndex(one => one.SerialIndex);
            certificate.HasIndex(one => one.RenewAt);
        });
        model.Entity<SpareCopy>(copy =>
        {
            copy.ToTable("spare_copies").HasIndex(one => one.CertificateId);
            copy.HasIndex(one => one.WalletId);
        });
        model.Entity<ShareLink>(share =>
        {
            share.ToTable("share_links").HasIndex(one => one.LinkDigest).IsUnique();
            share.HasIndex(one => one.WalletId);
            share.HasIndex(one => one.RecruiterIndex);
        });
        model.Entity<ShareOpening>(opening =>
        {
            opening.ToTable("share_openings").HasIndex(one => new { one.ShareId, one.VisitDigest }).IsUnique();
            opening.HasIndex(one => one.WalletId);
        });
        model.Entity<RecruiterWarning>(warning =>
        {
            warning.ToTable("recruiter_warnings").HasIndex(one => new { one.WalletId, one.EventIndex }).IsUnique();
        });
        model.Entity<GoneShare>(gone => gone.ToTable("gone_shares").HasKey(one => one.LinkDigest));
        model.Entity<HistoryEntry>(entry =>
        {
            entry.ToTable("history").HasIndex(one => new { one.WalletId, one.At });
            entry.HasIndex(one => new { one.WalletId, one.ShareId });
        });
        model.Entity<TextMessage>().ToTable("text_messages").HasIndex(one => one.NextAt);
        model.Entity<PhoneCode>().ToTable("phone_codes").HasIndex(one => one.EndsAt);
        model.Entity<SignedInDevice>(device =>
        {
            device.ToTable("signed_in_devices").HasIndex(one => new { one.WalletId, one.NonceIndex }).IsUnique();
            device.HasIndex(one => one.NonceIndex);
        });
        model.Entity<AuditEntry>().HasIndex(one => one.Subject).HasDatabaseName("ix_audit_entries_subject");
        model.Entity<CounterStaff>().ToTable("counter_helpers").HasKey(one => one.UserName);
        model.Entity<RecoveryRequest>(request =>
        {
            request.ToTable("recovery_requests", table => table.HasCheckConstraint(
                "CK_recovery_second_person", "approved_by IS NULL OR approved_by <> asked_by"));
            request.HasIndex(one => one.WalletId);
            request.HasIndex(one => one.SlipDigest).IsUnique();
            request.HasIndex(one => one.ReplacedDigest);
            request.HasIndex(one => one.CancelDigest);
            request.HasIndex(one => one.State);
        });
        model.Entity<Passkey>(passkey =>
        {
            passkey.ToTable("passkeys").HasIndex(one => one.CredentialIndex).IsUnique();
            passkey.HasIndex(one => one.WalletId);
        });
        model.Entity<DeclaredEntry>().ToTable("declared_entries").HasIndex(one => one.WalletId);
        foreach (var entity in model.Model.GetEntityTypes().Where(one => one.ClrType.Assembly == GetType().Assembly))
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(Humps().Replace(property.Name, "_$1").ToLowerInvariant());
            }
        }
    }

    [GeneratedRegex("(?<=[a-z])([A-Z])")]
    private static partial Regex Humps();
}
