using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Registers;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Recruiters;

public static class RecruitersRegistration
{
    /// <summary>Follows the ministry's recruiter register, which the trust list names, and warns workers of what it
    /// says.</summary>
    public static void AddRecruiters(this WebApplicationBuilder builder)
    {
        builder.AddFollowedRegister<WalletDb, RecruiterRegister>();
        builder.Services.AddSingleton<AskRegister>();
        builder.Services.AddSingleton<RecruiterEvents>();
        builder.Services.AddSingleton<ReadNotices>();
        builder.Services.AddSingleton<WarnWorkers>();
        builder.Services.AddHostedService(services => services.GetRequiredService<WarnWorkers>());
    }
}
