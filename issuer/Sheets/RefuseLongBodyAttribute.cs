using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>
/// A body that is too long to be read is refused with the words for a file that is too large. Without this the check
/// for forged forms would meet it first, and say that the page was open too long.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RefuseLongBodyAttribute : Attribute, IAsyncAuthorizationFilter, IOrderedFilter
{
    /// <summary>After the limits of the request (900), before the check for forged forms (1000).</summary>
    public int Order => 950;

    /// <summary>Reads the form, which is kept for whoever asks next.</summary>
    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var request = context.HttpContext.Request;
        if (!request.HasFormContentType)
        {
            return;
        }

        try
        {
            await request.ReadFormAsync(context.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            var language = context.HttpContext.Features.Get<RequestLanguage>()?.Code ?? "en";
            var tooLarge = ReadSheetFile.TooLarge;
            context.Result = new EmptyResult();
            await RefusalPage.WriteAsync(context.HttpContext, bad.StatusCode, tooLarge.Reason("en"),
                (tooLarge.Reason(language), tooLarge.Remedy(language)));
        }
        catch (Exception unreadable) when (unreadable is IOException or InvalidDataException)
        {
            // The check for forged forms meets it again, and refuses it.
        }
    }
}
