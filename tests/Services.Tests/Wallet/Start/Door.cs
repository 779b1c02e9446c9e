using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace SkillsPassport.Services.Tests.Wallet.Start;

/// <summary>One way to ask something of the wallet: a route, a method, and of a page the handler.</summary>
/// <param name="Ids">The parameters that name a row, as the form or the address calls them.</param>
public sealed record Door(
    string Pattern, string Method, string? Handler, IReadOnlyList<string> Ids, bool ForAnybody, string? Policy)
{
    public For For => RouteTable.Routes[Pattern];

    /// <summary>The address with these rows in it.</summary>
    public string Path(Func<Row, Guid> rows)
    {
        var path = string.Join('/', Pattern.Split('/').Select(part => part switch
        {
            "{id:guid}" => rows(RowOf("id")).ToString(),
            ['{', ..] => rows(Row.Share).ToString(),
            _ => part,
        }));
        var query = Method == "GET" ? Fields(rows).Select(one => $"{one.Name}={one.Value}") : [];
        return path + "?" + string.Join('&', query.Prepend($"handler={Handler}"));
    }

    /// <summary>The ids that are not in the path.</summary>
    public IEnumerable<(string Name, string Value)> Fields(Func<Row, Guid> rows) =>
        Ids.Where(id => !Pattern.Contains($"{{{id}:guid}}", StringComparison.Ordinal))
            .Select(id => (id, rows(RowOf(id)).ToString()));

    public override string ToString() => $"{Method} {Pattern} {Handler}";

    /// <summary>Every door of a running wallet, from its routes and the handlers of its pages.</summary>
    public static async Task<IReadOnlyList<Door>> AllAsync(RunningWallet wallet)
    {
        var doors = new List<Door>();
        var loader = wallet.Services.GetRequiredService<PageLoader>();
        foreach (var route in wallet.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var pattern = "/" + route.RoutePattern.RawText!.TrimStart('/');
            var anybody = route.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            var policy = route.Metadata.GetMetadata<IAuthorizeData>()?.Policy;
            if (route.Metadata.GetMetadata<PageActionDescriptor>() is not { } descriptor)
            {
                var methods = route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"];
                doors.AddRange(methods.Where(one => one is not "HEAD")
                    .Select(method => new Door(pattern, method, null, InPath(route), anybody, policy)));
                continue;
            }

            var page = await loader.LoadAsync(descriptor, EndpointMetadataCollection.Empty);
            var get = page.HandlerMethods.Any(one => one.HttpMethod == "Get")
                ? [] : new[] { new Door(pattern, "GET", null, InPath(route), anybody, policy) };
            doors.AddRange(get.Concat(page.HandlerMethods.Select(handler => new Door(
                pattern, handler.HttpMethod.ToUpperInvariant(), handler.Name,
                [.. InPath(route).Concat(InForm(page, handler)).Distinct()], anybody, policy))));
        }

        return [.. doors.DistinctBy(one => one.ToString())];
    }

    private Row RowOf(string id) => RouteTable.Ids.TryGetValue($"{Pattern} {id}", out var row)
        ? row
        : throw new InvalidOperationException($"{Pattern} takes an id nobody placed in the table: {id}");

    private static IReadOnlyList<string> InPath(RouteEndpoint route) =>
        [.. route.RoutePattern.Parameters.Where(one => one.ParameterPolicies.Any(policy => policy.Content == "guid"))
            .Select(one => one.Name)];

    private static IEnumerable<string> InForm(CompiledPageActionDescriptor page, HandlerMethodDescriptor handler)
    {
        var bound = page.BoundProperties
            .Where(one => handler.HttpMethod == "Post" || one.BindingInfo?.RequestPredicate is null || IsForGet(one));
        return handler.Parameters.Concat(bound).Where(one => IsId(one.ParameterType))
            .Select(one => (one.BindingInfo?.BinderModelName ?? one.Name).ToLowerInvariant());
    }

    private static bool IsForGet(Microsoft.AspNetCore.Mvc.Abstractions.ParameterDescriptor property) =>
        property is PageBoundPropertyDescriptor { Property: { } member }
        && member.GetCustomAttributes(typeof(Microsoft.AspNetCore.Mvc.BindPropertyAttribute), false)
            .OfType<Microsoft.AspNetCore.Mvc.BindPropertyAttribute>().Any(one => one.SupportsGet);

    private static bool IsId(Type type) => type == typeof(Guid) || type == typeof(Guid?)
        || type.IsGenericType && type.GetGenericArguments()[0] == typeof(Guid);
}
