using SkillsPassport.Benchmarks.Library;

// Speed on this machine, as ratios inside one run. Nothing is asserted: numbers of another machine are no test.
await LibraryBenchmark.RunAsync();
return 0;
