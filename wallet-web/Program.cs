using SkillsPassport.Hosting.Start;
using SkillsPassport.Wallet;

return CheckConfig.Asked(args)
    ? CheckConfig.Run(() => WalletHost.Build(args))
    : await ServiceHost.RunAsync(WalletHost.Build(args));
