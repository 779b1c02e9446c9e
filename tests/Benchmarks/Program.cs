using System.Globalization;
using SkillsPassport.Benchmarks.Library;
using SkillsPassport.Benchmarks.Services;
using SkillsPassport.Benchmarks.Wallets;

// Speed on this machine, as ratios inside one run. Nothing is asserted: numbers of another machine are no test.
// `dotnet run -c Release --project tests/Benchmarks [part ...]` runs everything or the named parts;
// `... soak MINUTES` keeps the verify API busy for so long and prints its memory; `... wallet COUNT` fills a PostgreSQL
// with so many passports first (10,000 unless said; a million needs 20 GB and some minutes).
(string Name, Func<Task> Run)[] parts =
[
    ("library", LibraryBenchmark.RunAsync),
    ("pdf", PdfBenchmark.RunAsync),
    ("verify", VerifyApiBenchmark.RunAsync),
    ("many", ManyIssuersBenchmark.RunAsync),
    ("batch", IssueBatchBenchmark.RunAsync),
    ("redeem", RedeemBenchmark.RunAsync),
    ("wallet", () => WalletBenchmark.RunAsync(10_000)),
    ("page", CheckerPageBenchmark.RunAsync),
    ("reading", ReadingBenchmark.RunAsync),
];
Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC. "
    + "Library and PDF lines are per second of processor time; the others are wall-clock, so let nothing else run.");
if (File.Exists("/proc/loadavg"))
{
    Console.WriteLine($"Load average before: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
}

if (args is ["soak", var minutes])
{
    await ManyIssuersBenchmark.SoakAsync(double.Parse(minutes, CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["wallet", var count])
{
    await WalletBenchmark.RunAsync(int.Parse(count, CultureInfo.InvariantCulture));
    return 0;
}

foreach (var part in parts.Where(part => args.Length == 0 || args.Contains(part.Name)))
{
    await part.Run();
}

return 0;
