using SkillsPassport.Hosting.Languages;

namespace SkillsPassport.Wallet.Start;

/// <summary>Cheap phones are sold with English menus to people who read Bangla: here the phone's setting does not
/// decide, only the worker's own choice (one tap, remembered).</summary>
public sealed class BanglaFirst(RequestDelegate next, PhraseBook book)
{
    public Task InvokeAsync(HttpContext context)
    {
        var chosen = (string?)context.Request.Query["lang"] ?? context.Request.Cookies["sp-wallet-lang"];
        if (chosen is null || !book.Languages.Contains(chosen))
        {
            context.Features.Set(new RequestLanguage(book.Languages[0]));
        }

        return next(context);
    }
}
