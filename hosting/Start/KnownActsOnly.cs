using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace SkillsPassport.Hosting.Start;

/// <summary>
/// The framework shows a page also when it has no handler for what was sent, with a model nobody filled. Whoever sends
/// a form for an act the page does not have is refused instead: 404 when it has other acts, else 405.
/// </summary>
internal sealed class KnownActsOnly : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        if (context.HandlerMethod is not null
            || HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return next();
        }

        var hasOthers = context.ActionDescriptor.HandlerMethods.Any(one =>
            string.Equals(one.HttpMethod, request.Method, StringComparison.OrdinalIgnoreCase));
        if (!hasOthers)
        {
            context.HttpContext.Response.Headers.Allow = "GET, HEAD";
        }

        context.Result = new StatusCodeResult(
            hasOthers ? StatusCodes.Status404NotFound : StatusCodes.Status405MethodNotAllowed);
        return Task.CompletedTask;
    }
}
