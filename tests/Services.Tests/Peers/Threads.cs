using System.Runtime.CompilerServices;

namespace SkillsPassport.Services.Tests.Peers;

/// <summary>Many hosts live in one test process: one that waits for a thread must not make the others late.</summary>
internal static class Threads
{
    [ModuleInitializer]
    internal static void HaveEnough() => ThreadPool.SetMinThreads(32, 32);
}
