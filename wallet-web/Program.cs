using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Hosting.Start;
using SkillsPassport.Wallet;
using SkillsPassport.Wallet.Counter;
using SkillsPassport.Wallet.Custody;

return args.FirstOrDefault() switch
{
    _ when CheckConfig.Asked(args) => CheckConfig.Run(() => WalletHost.Build(args)),
    AddStaff.Command => await AddStaff.RunAsync(WalletHost.Build(args[1..])),
    CloseAccount.Command => await CloseAccount.RunAsync(WalletHost.Build(args[1..])),
    RewrapKeys.Command => await RewrapKeys.RunAsync(WalletHost.Build(args[1..])),
    "verify-audit" => await VerifyAudit.RunAsync(WalletHost.Build(args[1..])),
    _ => await ServiceHost.RunAsync(WalletHost.Build(args)),
};
