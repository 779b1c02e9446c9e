using SkillsPassport.Benchmarks.Library;
using SkillsPassport.Benchmarks.Services;

// Speed on this machine, as ratios inside one run. Nothing is asserted: numbers of another machine are no test.
// `dotnet run -c Release --project tests/Benchmarks [part ...]` runs everything or the named parts.
(string Name, Func<Task> Run)[] parts =
[
    ("library", LibraryBenchmark.RunAsync),
    ("verify", VerifyApiBenchmark.RunAsync),
    ("batch", IssueBatchBenchmark.RunAsync),
    ("redeem", RedeemBenchmark.RunAsync),
    ("pdf", PdfBenchmark.RunAsync),
];
foreach (var part in parts.Where(part => args.Length == 0 || args.Contains(part.Name)))
{
    await part.Run();
}

return 0;
