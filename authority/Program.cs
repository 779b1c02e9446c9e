using Microsoft.AspNetCore.Connections;
using SkillsPassport.Authority;

if (args.Contains("check-config"))
{
    return CheckConfig([.. args.Where(word => word is not ("check-config" or "serve"))]);
}

if (args is not ["serve", ..])
{
    return AuthorityCommand.Run(args, Console.Out);
}

try
{
    await AuthorityHost.Build(args[1..]).RunAsync();
    return AuthorityCommand.Done;
}
catch (IOException taken) when (taken.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync(
        $"{taken.Message} Stop the other program, or choose another port: --urls http://localhost:PORT");
    return AuthorityCommand.Refused;
}

static int CheckConfig(string[] args)
{
    var problem = AuthorityHost.Problem(AuthorityHost.Build(args));
    Console.WriteLine(problem ?? "Configuration is sound.");
    return problem is null ? AuthorityCommand.Done : AuthorityCommand.Refused;
}
