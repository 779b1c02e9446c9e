using SkillsPassport.Authority;
using SkillsPassport.Authority.Publishing;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Hosting.Start;

// The desk's own commands; everything else changes the trust list.
return await new Commands(args, AuthorityHost.Build, AuthorityHost.Problem)
    .On(AuthorityCommand.Serve, ServiceHost.RunAsync)
    .On(AddOfficer.Command, AddOfficer.RunAsync, DeskHost.Build)
    .On(CloseAccount.Command, CloseAccount.RunAsync, DeskHost.Build)
    .On(VerifyAudit.Command, VerifyAudit.RunAsync, DeskHost.Build)
    .On(RegisterKeys.Command, app => Task.FromResult(RegisterKeys.Print(app)), DeskHost.Build)
    .RunAsync(() => AuthorityCommand.Run(args, Console.Out));
