using SkillsPassport.AllInOne.Demo;
using SkillsPassport.AllInOne.Start;
using SkillsPassport.Journeys.Tests.Fleet;

namespace SkillsPassport.Journeys.Tests.WholeStory;

/// <summary>
/// The whole passport in this process on free ports, accredited and with officers, in a folder that is gone afterwards.
/// No certificate was issued yet: that is what the tests do.
/// </summary>
public sealed class RunningPassport : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("passport-").FullName;
    private Passport? _passport;

    public Places Places => _passport!.Places;

    public async Task InitializeAsync()
    {
        var at = FreePorts.Addresses(4);
        _passport = await Passport.StartAsync(new Places(_folder, at[0], at[1], at[2], at[3]));
        await Officers.HireAsync(Places);
    }

    public async Task DisposeAsync()
    {
        if (_passport is not null)
        {
            await _passport.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }
}
