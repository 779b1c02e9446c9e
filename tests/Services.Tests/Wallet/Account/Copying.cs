using System.Net.Http.Headers;
using System.Text;

namespace SkillsPassport.Services.Tests.Wallet.Account;

/// <summary>Taking a copy of everything, and bringing it in again.</summary>
public static class Copying
{
    public static async Task<string> ExportAsync(this Phone phone, string passphrase, string pin = "493817")
    {
        await phone.GoAsync("/account");
        await phone.SubmitAsync("form[action*=Export]", ("Pin", pin), ("Passphrase", passphrase));
        Assert.Equal("application/json", phone.Answer.Content.Headers.ContentType!.MediaType);
        return Encoding.UTF8.GetString(phone.Body);
    }

    public static async Task ImportAsync(this Phone phone, string file, string passphrase, string pin = "493817")
    {
        await phone.GoAsync("/account/import");
        var part = new ByteArrayContent(Encoding.UTF8.GetBytes(file));
        part.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await phone.UploadAsync("main form", "Upload", part, ("Passphrase", passphrase), ("Pin", pin));
    }
}
