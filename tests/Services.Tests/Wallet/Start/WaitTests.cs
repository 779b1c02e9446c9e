using System.Net;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;

namespace SkillsPassport.Services.Tests.Wallet.Start;

/// <summary>Whoever is told to wait is told how long, in the header that programs read. That each answer of the kind has
/// one is looked at by <see cref="Phone"/>, wherever a test meets it; here, that it is the time it really takes.</summary>
public sealed class WaitTests
{
    [Fact]
    public async Task The_time_to_wait_is_the_time_it_takes()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);

        using var asking = wallet.NewPhone();
        await asking.GoAsync("/sign-up");
        await asking.SubmitAsync("main form", ("Phone", "01812345678"), ("Pin", "493817"), ("PinAgain", "493817"), ("Consent", "true"));
        await asking.SubmitAsync("form[action*=again]");
        Waits(asking, 50, 60);

        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme));
        var link = await phone.ShareAsync(more: [("WithPin", "true")]);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => wallet.OpenAsync(link, new { pin = "no" })));
        using var shut = await wallet.OpenAsync(link, new { pin = "no" });
        Assert.Equal(HttpStatusCode.TooManyRequests, shut.StatusCode);
        Assert.InRange(shut.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 20, 30);

        using var guesser = wallet.NewPhone();
        for (var i = 0; i < 6; i++)
        {
            await guesser.SignInAsync("01712345678", "000000");
        }

        Waits(guesser, 20, 30);
        await phone.GoAsync("/add");
        var token = phone.Page.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        for (var i = 0; i < 101; i++)
        {
            await phone.PostBareAsync("/add?handler=later", ("__RequestVerificationToken", token), ("Sealed", "x"));
        }

        Waits(phone, 86_000, 86_400);
    }

    private static void Waits(Phone phone, int least, int most)
    {
        Assert.Equal(HttpStatusCode.TooManyRequests, phone.Status);
        Assert.InRange(phone.Answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, least, most);
    }
}
