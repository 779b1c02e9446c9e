using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Offline;

/// <summary>A page that the worker's own phone may keep, sealed, to be read without a connection. The header says for
/// whom; on somebody else's phone, and with a helper, there is none and nothing is kept.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KeptOfflineAttribute : ResultFilterAttribute
{
    public const string Header = "Kept-Page";

    public override void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is PageResult && Keeper.Of(context.HttpContext.User) is { } keeper)
        {
            context.HttpContext.Response.Headers[Header] = keeper;
        }
    }
}

/// <summary>Whose pages a phone keeps, and under which of the worker's PINs: a mark that tells passports apart and says
/// nothing about them. After another PIN was set anywhere it is another mark, and pages under the old one go.</summary>
public static class Keeper
{
    public static string? Of(ClaimsPrincipal user) =>
        Session.WalletId(user) is { } id && !Session.IsBorrowed(user) && Session.HelperOf(user) is null
            ? Digest($"kept-pages|{id:N}|{Session.StampOf(user)}")
            : null;

    private static string Digest(string whose) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(whose)))[..22];
}
