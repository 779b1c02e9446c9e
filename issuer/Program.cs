using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Hosting.Start;
using SkillsPassport.Issuer;
using SkillsPassport.Issuer.Log;

return await new Commands(args, IssuerHost.Build)
    .On(AddOfficer.Command, AddOfficer.RunAsync)
    .On(CloseAccount.Command, CloseAccount.RunAsync)
    .On(CheckLog.Command, app => CheckLog.RunAsync(app, args))
    .On(VerifyAudit.Command, VerifyAudit.RunAsync)
    .RunAsync();
