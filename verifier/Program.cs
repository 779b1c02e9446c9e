using SkillsPassport.Hosting.Start;
using SkillsPassport.Verifier;

return CheckConfig.Asked(args)
    ? CheckConfig.Run(() => VerifierHost.Build(args))
    : await ServiceHost.RunAsync(VerifierHost.Build(args));
