using SkillsPassport.Hosting.Start;
using SkillsPassport.Issuer;
using SkillsPassport.Issuer.Audit;
using SkillsPassport.Issuer.Officers;

if (CheckConfig.Asked(args))
{
    return CheckConfig.Run(() => IssuerHost.Build(args));
}

var app = IssuerHost.Build(args);
return args.FirstOrDefault() switch
{
    "add-officer" => await AddOfficer.RunAsync(app),
    "verify-audit" => await VerifyAudit.RunAsync(app),
    _ => await ServiceHost.RunAsync(app),
};
