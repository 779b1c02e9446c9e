using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Hosting.Start;
using SkillsPassport.Issuer;
using SkillsPassport.Issuer.Log;

if (CheckConfig.Asked(args))
{
    return CheckConfig.Run(() => IssuerHost.Build(args));
}

var app = IssuerHost.Build(args);
return args.FirstOrDefault() switch
{
    AddOfficer.Command => await AddOfficer.RunAsync(app),
    CloseAccount.Command => await CloseAccount.RunAsync(app),
    CheckLog.Command => await CheckLog.RunAsync(app, args),
    "verify-audit" => await VerifyAudit.RunAsync(app),
    _ => await ServiceHost.RunAsync(app),
};
