using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Hosting.Start;
using SkillsPassport.Wallet;
using SkillsPassport.Wallet.Counter;
using SkillsPassport.Wallet.Custody;

return await new Commands(args, WalletHost.Build)
    .On(AddStaff.Command, AddStaff.RunAsync)
    .On(CloseAccount.Command, CloseAccount.RunAsync)
    .On(RewrapKeys.Command, RewrapKeys.RunAsync)
    .On(VerifyAudit.Command, VerifyAudit.RunAsync)
    .RunAsync();
