using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared;
using Marketplace.Usage;

namespace Marketplace.Portal.Usage;

/// <summary>The numbers behind a module's charts as files.</summary>
internal static class UsageEndpoints
{
    public static void MapUsage(this IEndpointRouteBuilder app)
    {
        app.MapGet(PortalUrls.UsageFile("{id}"), UsageAsync).RequireAuthorization(Policies.Reading);
        app.MapGet(PortalUrls.AdoptionFile("{id}"), AdoptionAsync).RequireAuthorization(Policies.Reading);
    }

    private static async Task<IResult> UsageAsync(string id, FigureHistories histories, HttpContext context, string? by = null) =>
        await histories.DailyAsync(context.User.Visitor, id, UsageStep.Parse(by), context.RequestAborted) is { } lines
            ? File(
                context, "usage", id, ["day", "version", "country", "downloads", "installs"],
                lines.Select(l => new object[] { l.Day, l.Version, l.Country, l.Downloads, l.Installs }))
            : TypedResults.NotFound();

    private static async Task<IResult> AdoptionAsync(string id, FigureHistories histories, HttpContext context) =>
        await histories.AdoptionAsync(context.User.Visitor, id, context.RequestAborted) is { } lines
            ? File(context, "sites", id, ["day", "version", "sites"], lines.OrderBy(l => l.Day).Select(l => new object[] { l.Day, l.Version, l.Sites }))
            : TypedResults.NotFound();

    private static Microsoft.AspNetCore.Http.HttpResults.ContentHttpResult File(
        HttpContext context, string what, string id, string[] head, IEnumerable<object[]> lines)
    {
        // The name goes into a header, so only what an id may hold goes into the name.
        var name = string.Concat(id.Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'));
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}-{what}.csv\"";
        context.Response.Headers.CacheControl = "private, max-age=60";
        return TypedResults.Text(Csv.Write(head, lines), Csv.ContentType);
    }
}

/// <summary>Steps of charts in addresses.</summary>
internal static class UsageStep
{
    public static FigureStep Parse(string? by) => string.Equals(by, "week", StringComparison.OrdinalIgnoreCase) ? FigureStep.Week : FigureStep.Day;
}
