using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Hosting.Start;
using SkillsPassport.Verifier;
using SkillsPassport.Verifier.ApiKeys;
using SkillsPassport.Verifier.Bundle;

return await new Commands(args, VerifierHost.Build)
    .On(ManageApiKeys.Command, app => ManageApiKeys.RunAsync(app, args))
    .Alone(ExportBundle.Command, () => ExportBundle.RunAsync(args, Console.Out))
    .Alone(ServeBundle.Command, () => ServeBundle.RunAsync(args, Console.Out))
    .On(AddOfficer.Command, AddOfficer.RunAsync)
    .On(CloseAccount.Command, CloseAccount.RunAsync)
    .On(VerifyAudit.Command, VerifyAudit.RunAsync)
    .RunAsync();
