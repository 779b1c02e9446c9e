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

// What was issued names its issuer's address for ever: the same data at another address would verify nowhere.
var places = Places.Of(command);
if (await DemoFile.ReadAsync(places.Data) is { } earlier && earlier.Issuer != Places.Base(places.Issuer))
{
    Console.Error.WriteLine($"{places.Data} belongs to the issuer at {earlier.Issuer}. Use that port again, "
        + "or another folder: ./run --data data/other");
    return 1;
}

await using var passport = await Passport.StartAsync(places);
var demo = await SampleStory.TellAsync(passport.Places, Console.Out);
if (command.Once)
{
    demo = await EveryState.ShowAsync(passport.Places, demo, Console.Out);
    return await Verdicts.PrintAsync(demo, Console.Out) ? 0 : 1;
}

NewcomersTable.Print(demo, Console.Out);
await passport.WaitUntilStoppedAsync();
return 0;
