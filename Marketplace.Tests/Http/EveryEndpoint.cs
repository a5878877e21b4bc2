using Marketplace.Catalog;
using Marketplace.Portal.Http;
using Marketplace.Tests.Search;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Marketplace.Tests.Http;

/// <summary>An address at which an endpoint answers, and whether it serves pages.</summary>
internal sealed record Asked(string Method, string Address, bool IsPage)
{
    public override string ToString() => $"{Method} {Address}";
}

/// <summary>Every endpoint of a portal, each at an address that has something behind it where the values below can name it.</summary>
internal static class EveryEndpoint
{
    /// <summary>Released on the portal: <c>Acme.Mail 1.0.0</c>. A parameter of a new endpoint that has no value here fails the tests.</summary>
    public static IEnumerable<Asked> Of(PortalHost portal, string publisher)
    {
        var hash = portal.Database.Read(db => db.Releases.First().PackageHash);
        var values = new Dictionary<string, string>
        {
            ["id"] = "acme.mail", ["version"] = "1.0.0", ["file"] = "acme.mail.nuspec", ["lower"] = "1.0.0", ["upper"] = "1.0.0", ["hash"] = hash,
            ["format"] = "atom", ["kind"] = "version", ["name"] = Uri.EscapeDataString(publisher), ["slug"] = "tools",
            ["page"] = "1", ["documentName"] = "v1", ["number"] = "1", ["review"] = "1", ["siteid"] = "1", ["site"] = "1",
            ["offer"] = "1", ["note"] = "1", ["idtext"] = $"{Guid.Empty:N}", ["quoteid"] = $"{Guid.Empty}", ["provider"] = "sandbox",
            ["token"] = "none", ["by"] = "tier",
        };
        return
            from endpoint in portal.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
            select new Asked(method, Address(endpoint, values), SecurityHeaders.IsPage(endpoint));
    }

    private static string Address(RouteEndpoint endpoint, Dictionary<string, string> values) =>
        "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => Text(endpoint, part, values)))));

    private static string Text(RouteEndpoint endpoint, RoutePatternPart part, Dictionary<string, string> values) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart { IsCatchAll: true } => "nothing",
        RoutePatternParameterPart { Name: "id" or "Id" } when endpoint.RoutePattern.RawText!.Contains(":long}", StringComparison.Ordinal) => "1",
        RoutePatternParameterPart { Name: "Id" } when endpoint.RoutePattern.RawText!.Contains(":guid}", StringComparison.Ordinal) => $"{Guid.Empty}",
        RoutePatternParameterPart parameter => values.GetValueOrDefault(parameter.Name) ?? values.GetValueOrDefault(parameter.Name.ToLowerInvariant())
            ?? throw new InvalidOperationException($"{endpoint.RoutePattern.RawText}: give {parameter.Name} a value in EveryEndpoint."),
        _ => throw new InvalidOperationException($"{part}"),
    };
}
