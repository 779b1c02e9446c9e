using SkillsPassport.AllInOne.Demo;
using SkillsPassport.AllInOne.Start;

// The whole passport in one process on SQLite: what ./run starts and what a small centre can deploy.
if (!CommandLine.TryRead(args, out var command, out var misuse))
{
    Console.Error.WriteLine(misuse);
    return 2;
}

if (await Ports.FirstTakenAsync(command) is { } taken)
{
    Console.Error.WriteLine(
        $"Port {taken.Port} is taken, and the {taken.Service} needs it. Stop the program that uses it, "
        + $"or choose another: ./run --{taken.Service}-port {taken.Port + 1000}");
    return 1;
}

await using var passport = await Passport.StartAsync(Places.Of(command));
var demo = await SampleStory.TellAsync(passport.Places, Console.Out);
if (command.Once)
{
    demo = await EveryState.ShowAsync(passport.Places, demo, Console.Out);
    return await Verdicts.PrintAsync(demo, Console.Out) ? 0 : 1;
}

NewcomersTable.Print(demo, Console.Out);
await passport.WaitUntilStoppedAsync();
return 0;
