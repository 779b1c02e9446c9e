using SkillsPassport.Authority;
using SkillsPassport.Authority.Publishing;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Hosting.Start;

if (CheckConfig.Asked(args))
{
    string[] settings = [.. args.Where(word => word is not ("check-config" or "serve"))];
    var problem = AuthorityHost.Problem(AuthorityHost.Build(settings));
    if (problem is null && AuthorityHost.WantsDesk(settings))
    {
        return CheckConfig.Run(() => DeskHost.Build(settings));
    }

    Console.WriteLine(problem ?? "Configuration is sound.");
    return problem is null ? AuthorityCommand.Done : AuthorityCommand.Refused;
}

return args.FirstOrDefault() switch
{
    "serve" => await ServiceHost.RunAsync(AuthorityHost.Build(args[1..])),
    // The desk's own commands; everything else changes the trust list.
    AddOfficer.Command => await AddOfficer.RunAsync(DeskHost.Build(args)),
    CloseAccount.Command => await CloseAccount.RunAsync(DeskHost.Build(args)),
    "verify-audit" => await VerifyAudit.RunAsync(DeskHost.Build(args)),
    "register-key" => RegisterKeys.Print(DeskHost.Build(args)),
    _ => AuthorityCommand.Run(args, Console.Out),
};
