namespace SkillsPassport.Hosting.Start;

/// <summary>Keeps two processes on one machine apart; ends with its holder, also when that is killed.</summary>
public static class FileLock
{
    // EAGAIN, and Windows' ERROR_SHARING_VIOLATION: somebody has it.
    private const int HeldOnUnix = 11;
    private const int HeldOnWindows = unchecked((int)0x80070020);

    /// <summary>Waits for the lock; dispose to let go.</summary>
    /// <exception cref="IOException">The file cannot be had, whoever holds it: no room, no right to write.</exception>
    public static FileStream Take(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException held) when (held.HResult is HeldOnUnix or HeldOnWindows)
            {
                Thread.Sleep(50);
            }
        }
    }
}
