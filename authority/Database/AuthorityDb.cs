using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Officers;

namespace SkillsPassport.Authority.Database;

/// <summary>The registers' database: proposals, rows in force, signed registers, officers and their trail.</summary>
public sealed class AuthorityDb(DbContextOptions<AuthorityDb> options) : OfficersDb(options)
{
    public DbSet<Proposal> Proposals => Set<Proposal>();

    public DbSet<RegisterRow> Rows => Set<RegisterRow>();

    public DbSet<RegisterHead> Heads => Set<RegisterHead>();

    public DbSet<PublishedRegister> Published => Set<PublishedRegister>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<Proposal>().ToTable("proposals").HasKey(one => one.Id);
        model.Entity<RegisterRow>().ToTable("register_rows").HasKey(one => new { one.Register, one.Subject });
        model.Entity<RegisterHead>().ToTable("register_heads").HasKey(one => one.Register);
        model.Entity<PublishedRegister>().ToTable("published_registers")
            .HasKey(one => new { one.Register, one.Sequence });
        NameInSnakeCase(model);
    }
}
