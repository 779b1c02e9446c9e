using System.Net;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Services.Tests.Wallet.SignIn;

public sealed class RightPinsTests
{
    private static readonly byte[] Index = [1, 2, 3];

    [Fact]
    public void A_right_pin_is_known_for_its_phone_and_as_long_as_it_is_the_pin()
    {
        using var pins = new RightPins();
        var phone = Guid.NewGuid();
        Assert.False(pins.Knows(phone, Index, "493817"));
        pins.Remember(phone, Index, "493817");
        Assert.True(pins.Knows(phone, Index, "493817"));
        Assert.False(pins.Knows(phone, Index, "493818"));
        Assert.False(pins.Knows(phone, Index, ""));
        Assert.False(pins.Knows(phone, [1, 2, 4], "493817"));
        Assert.False(pins.Knows(Guid.NewGuid(), Index, "493817"));
        // The memory of another process knows nothing.
        using var other = new RightPins();
        Assert.False(other.Knows(phone, Index, "493817"));
    }

    [Fact]
    public async Task An_old_pin_opens_nothing_after_it_was_changed_also_where_it_was_known()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme));
        await phone.ShareAsync();
        await phone.GoAsync("/account");
        await phone.SubmitAsync("form[action*=Pin]", ("Pin", "493817"), ("NewPin", "750264"), ("Again", "750264"));
        await phone.GoAsync("/account");
        await phone.SubmitAsync("form[action*=Export]", ("Pin", "493817"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, phone.Status);
        await phone.ShareAsync(pin: "750264");
        Assert.StartsWith("/share/", phone.Path);
    }
}
