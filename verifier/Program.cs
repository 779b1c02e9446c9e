using SkillsPassport.Hosting.Start;
using SkillsPassport.Verifier;
using SkillsPassport.Verifier.ApiKeys;

if (CheckConfig.Asked(args))
{
    return CheckConfig.Run(() => VerifierHost.Build(args));
}

var app = VerifierHost.Build(args);
return args.FirstOrDefault() switch
{
    ManageApiKeys.Command => await ManageApiKeys.RunAsync(app, args),
    _ => await ServiceHost.RunAsync(app),
};
