using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;

namespace SkillsPassport.Verifier.Database;

/// <summary>What a verifier must not forget: the trust list it has seen, and the counters behind its limits. It keeps
/// nothing about the people whose certificates it checks.</summary>
public sealed class VerifierDb(DbContextOptions<VerifierDb> options) : ServiceDb(options);
