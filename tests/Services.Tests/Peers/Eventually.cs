namespace SkillsPassport.Services.Tests.Peers;

/// <summary>Waits for something that happens in the background: long, because a busy machine is no failure.</summary>
public static class Eventually
{
    public static async Task TrueAsync(Func<Task<bool>> condition, int seconds = 60)
    {
        var until = DateTime.UtcNow.AddSeconds(seconds);
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < until, "It did not happen in time.");
            await Task.Delay(50);
        }
    }
}
