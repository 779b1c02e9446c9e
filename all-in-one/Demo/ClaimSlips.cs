namespace SkillsPassport.AllInOne.Demo;

/// <summary>Claim slips at the officer's desk: the offer is on the slip's page, the PIN in the message
/// outbox.</summary>
public static class ClaimSlips
{
    /// <summary>Makes a new slip; an older one of the same certificate ends.</summary>
    public static async Task<(string OfferUri, string Pin)> MakeAsync(PageVisitor officer, string serial)
    {
        var page = await officer.OpenAsync($"/certificates/{serial}/claim-slip");
        var slip = await officer.SubmitAsync(page, "main form[method=post]", new() { ["reason"] = "Sample data." });
        var offer = slip.Link("a[href^='openid-credential-offer://']")
            ?? throw new InvalidOperationException($"{serial} has no offer on its claim slip's page: {slip.Text}");
        var outbox = await officer.OpenAsync("/outbox");
        var message = outbox.Document.QuerySelectorAll("[data-serial]").First(one =>
            one.GetAttribute("data-serial") == serial);
        return (offer, message.QuerySelector("[data-pin]")!.GetAttribute("data-pin")!);
    }
}
