namespace SkillsPassport.Hosting.Start;

/// <summary>Keeps two processes on one machine apart; ends with its holder, also when that is killed.</summary>
public static class FileLock
{
    /// <summary>Waits for the lock; dispose to let go.</summary>
    public static FileStream Take(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                Thread.Sleep(50);
            }
        }
    }
}
