using SkillsPassport.Journeys.Tests.Fleet;
using SkillsPassport.Services.Tests.Issuer;

namespace SkillsPassport.Journeys.Tests.Strangers;

/// <summary>Libraries that others wrote receive from our issuer, verify what came, and validate what it publishes.</summary>
public sealed class ReceiveFromOurIssuerTests : IAsyncLifetime
{
    private readonly int _port = FreePorts.Take();
    private RunningIssuer _issuer = null!;
    private string _offer = "";
    private string _pin = "";

    public async Task InitializeAsync()
    {
        // The public address must be the real one: strangers follow what the metadata say.
        _issuer = await RunningIssuer.StartAsync(settings:
            [$"--urls=http://localhost:{_port}", $"--Issuer:PublicUrl=http://localhost:{_port}"]);
        var sheet = await _issuer.IssuedAsync(SheetText.Sheet([SheetText.Row(1)]));
        await using var db = _issuer.Db();
        var serial = db.Awards.Single(one => one.SheetId == sheet).SerialNo;
        using var officer = await _issuer.SignInAsync("officer.a");
        var made = await officer.SubmitAsync(await officer.GetAsync($"/certificates/{serial}/claim-slip"), "main form", []);
        _offer = made.Page.QuerySelector("a[href^='openid-credential-offer:']")!.GetAttribute("href")!;
        _pin = (await officer.GetAsync("/outbox")).Page.QuerySelector($"[data-serial='{serial}'] [data-pin]")!
            .GetAttribute("data-pin")!;
    }

    [Fact]
    public Task A_foreign_wallet_receives_three_copies_and_foreign_verifiers_accept_them() =>
        StrangerRun.AsksAsync("receive.mjs", _offer, _pin);

    [Fact]
    public Task Metadata_offer_and_type_metadata_are_valid_by_the_foundations_schemas() => StrangerRun.AsksAsync(
        "validate.mjs", $"http://localhost:{_port}", Uri.UnescapeDataString(_offer[(_offer.IndexOf('=') + 1)..]),
        Path.Combine(StrangerRun.Repository, "schemas"));

    public async Task DisposeAsync() => await _issuer.DisposeAsync();
}
