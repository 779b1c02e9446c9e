namespace SkillsPassport.Services.Tests;

/// <summary>For what measures the whole process: these tests run while no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
