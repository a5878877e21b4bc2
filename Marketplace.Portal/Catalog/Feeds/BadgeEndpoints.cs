using System.Globalization;
using System.Text;
using Marketplace.Catalog;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;

namespace Marketplace.Portal.Catalog.Feeds;

/// <summary>Small pictures that publishers put into their own pages: version, installs, rating.</summary>
internal static class BadgeEndpoints
{
    private const int Seconds = 300;

    public static void MapBadges(this IEndpointRouteBuilder app) =>
        app.MapGet(PortalUrls.Badge("{id}", "{kind:regex(^(version|installs|rating)$)}"), DrawAsync)
            .RequireAuthorization(ApiGroups.Reading())
            .ExcludeFromDescription();

    private static async Task<IResult> DrawAsync(string id, string kind, ModuleQueries modules, HttpContext context)
    {
        if (await modules.ReadAsync(context.User.Reader, id, null, context.RequestAborted) is not { Module: var module })
        {
            return TypedResults.NotFound();
        }

        // Other sites show it within their pages, so nothing may be loaded from it and nothing needs to be.
        var (value, color) = Shown(module, kind);
        return TaggedResult.Of(context, Encoding.UTF8.GetBytes(Badge.Draw(kind, value, color)), "image/svg+xml; charset=utf-8", Seconds);
    }

    private static (string Value, string Colour) Shown(ModuleRow module, string kind) => kind switch
    {
        "version" => (module.Version, module.IsPrerelease ? "#8f5236" : "#255c6b"),
        "installs" => (Count(module.Figures.Installs), "#2f3e5e"),
        _ => (
            module.Figures.RatingCount == 0
                ? "none yet"
                : $"{module.Figures.RatingAverage.ToString("0.0", CultureInfo.InvariantCulture)} of 5 ({Count(module.Figures.RatingCount)})",
            "#7a6120"),
    };

    private static string Count(long number) => number switch
    {
        >= 1_000_000 => $"{(number / 1_000_000.0).ToString("0.#", CultureInfo.InvariantCulture)} M",
        >= 10_000 => $"{number / 1000} k",
        _ => number.ToString("#,0", CultureInfo.InvariantCulture),
    };
}
