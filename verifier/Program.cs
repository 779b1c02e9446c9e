using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Hosting.Start;
using SkillsPassport.Verifier;
using SkillsPassport.Verifier.ApiKeys;
using SkillsPassport.Verifier.Bundle;

if (CheckConfig.Asked(args))
{
    return CheckConfig.Run(() => VerifierHost.Build(args));
}

return args.FirstOrDefault() switch
{
    ManageApiKeys.Command => await ManageApiKeys.RunAsync(VerifierHost.Build(args), args),
    ExportBundle.Command => await ExportBundle.RunAsync(args, Console.Out),
    ServeBundle.Command => await ServeBundle.RunAsync(args, Console.Out),
    AddOfficer.Command => await AddOfficer.RunAsync(VerifierHost.Build(args)),
    CloseAccount.Command => await CloseAccount.RunAsync(VerifierHost.Build(args)),
    "verify-audit" => await VerifyAudit.RunAsync(VerifierHost.Build(args)),
    _ => await ServiceHost.RunAsync(VerifierHost.Build(args)),
};
