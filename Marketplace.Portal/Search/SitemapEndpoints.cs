using System.Globalization;
using System.Xml.Linq;
using Marketplace.Catalog;
using Marketplace.Community;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Catalog.Feeds;
using Marketplace.Portal.Http;
using Marketplace.Search;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Search;

/// <summary>What search engines are told: which addresses there are (sitemaps.org), and where they need not look (RFC 9309).</summary>
internal static class SitemapEndpoints
{
    private const int Seconds = 3600;
    private static readonly XNamespace Name = "http://www.sitemaps.org/schemas/sitemap/0.9";

    public static void MapSitemap(this IEndpointRouteBuilder app)
    {
        app.MapGet(PortalUrls.Robots, Robots).AllowAnonymous().ExcludeFromDescription();
        var maps = app.MapGroup("").RequireAuthorization(ApiGroups.Reading());
        maps.MapGet(PortalUrls.Sitemap, IndexAsync).ExcludeFromDescription();
        maps.MapGet(PortalUrls.SitemapOthers, OthersAsync).ExcludeFromDescription();
        maps.MapGet(PortalUrls.SitemapPart("modules", "{page:int:min(1)}"), ModulesAsync).ExcludeFromDescription();
        maps.MapGet(PortalUrls.SitemapPart("publishers", "{page:int:min(1)}"), PublishersAsync).ExcludeFromDescription();
    }

    private static ContentHttpResult Robots(IOptions<CatalogOptions> catalog, HttpContext context) => TypedResults.Text(catalog.Value.PublicReading
        ? $"User-agent: *\nDisallow: {PortalUrls.Account}\nDisallow: {PortalUrls.Api}\nDisallow: /v3/\nDisallow: /*?\nAllow: /*?page=\n\n"
            + $"Sitemap: {PublicAddress.Of(context, PortalUrls.Sitemap)}\n"
        : "User-agent: *\nDisallow: /\n");

    private static async Task<IResult> IndexAsync(SitemapQueries sitemap, HttpContext context)
    {
        var (modules, publishers) = await sitemap.CountAsync(context.RequestAborted);
        var parts = Parts("modules", modules).Concat(Parts("publishers", publishers)).Prepend(PortalUrls.SitemapOthers);
        return Answer(context, new XElement(Name + "sitemapindex", parts.Select(part =>
            new XElement(Name + "sitemap", new XElement(Name + "loc", PublicAddress.Of(context, part))))));
    }

    private static async Task<IResult> OthersAsync(Collections collections, HttpContext context) =>
        Addresses(context,
        [
            (PortalUrls.Home, null),
            (PortalUrls.Collections, null),
            .. (await collections.ListAsync(onlyFeatured: false, context.RequestAborted))
                .Select(row => (PortalUrls.Collection(row.Slug), (DateTime?)null)),
        ]);

    private static async Task<IResult> ModulesAsync(int page, SitemapQueries sitemap, HttpContext context) =>
        Addresses(context, (await sitemap.ModulesAsync(page, context.RequestAborted))
            .Select(row => (PortalUrls.Module(row.Name), row.ChangedAt)).ToList());

    private static async Task<IResult> PublishersAsync(int page, SitemapQueries sitemap, HttpContext context) =>
        Addresses(context, (await sitemap.PublishersAsync(page, context.RequestAborted))
            .Select(row => (PortalUrls.Publisher(row.Name), row.ChangedAt)).ToList());

    private static IEnumerable<string> Parts(string part, int count) =>
        Enumerable.Range(1, (count + SitemapQueries.Most - 1) / SitemapQueries.Most).Select(page => PortalUrls.SitemapPart(part, $"{page}"));

    private static IResult Addresses(HttpContext context, List<(string Path, DateTime? ChangedAt)> rows) => rows.Count == 0
        ? TypedResults.NotFound()
        : Answer(context, new XElement(Name + "urlset", rows.Select(row => new XElement(Name + "url",
            new XElement(Name + "loc", PublicAddress.Of(context, row.Path)),
            row.ChangedAt is { } at ? new XElement(Name + "lastmod", at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : null))));

    private static FileContentHttpResult Answer(HttpContext context, XElement root) =>
        TaggedResult.Of(context, NewsFeed.Bytes(new XDocument(root)), "application/xml; charset=utf-8", Seconds);
}
