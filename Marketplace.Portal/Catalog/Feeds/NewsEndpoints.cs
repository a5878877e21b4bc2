using Marketplace.Catalog;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;

namespace Marketplace.Portal.Catalog.Feeds;

/// <summary>The newest releases as Atom (RFC 4287) and RSS 2.0, for each module, publisher and category.</summary>
internal static class NewsEndpoints
{
    // Readers ask every few minutes; nobody misses a release for that long.
    private const int Seconds = 300;
    private const string Format = "{format:regex(^(atom|rss)$)}";

    public static void MapNews(this IEndpointRouteBuilder app)
    {
        var feeds = app.MapGroup("").RequireAuthorization(ApiGroups.Reading());
        feeds.MapGet(PortalUrls.ModuleFeed("{id}", Format), OfModuleAsync).ExcludeFromDescription();
        feeds.MapGet(PortalUrls.PublisherFeed("{name}", Format), OfPublisherAsync).ExcludeFromDescription();
        feeds.MapGet(PortalUrls.CategoryFeed("{slug}", Format), OfCategoryAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> OfModuleAsync(string id, string format, ReleaseNews news, HttpContext context) =>
        Answer(context, format, await news.OfModuleAsync(context.User.Reader, id, context.RequestAborted), PortalUrls.Module(id));

    private static async Task<IResult> OfPublisherAsync(string name, string format, ReleaseNews news, HttpContext context)
    {
        name = PortalUrls.Name(name);
        return Answer(context, format, await news.OfPublisherAsync(context.User.Reader, name, context.RequestAborted), PortalUrls.Publisher(name));
    }

    private static async Task<IResult> OfCategoryAsync(string slug, string format, ReleaseNews news, HttpContext context) =>
        Answer(context, format, await news.OfCategoryAsync(context.User.Reader, slug, context.RequestAborted), PortalUrls.Browse(category: slug));

    private static IResult Answer(HttpContext context, string format, News? news, string page)
    {
        if (news is null)
        {
            return TypedResults.NotFound();
        }

        var self = PublicAddress.Of(context, context.Request.Path.ToUriComponent());
        var feed = new NewsFeed(news, PublicAddress.Of(context, page), self, path => PublicAddress.Of(context, path));
        return format is "rss"
            ? TaggedResult.Of(context, NewsFeed.Bytes(feed.Rss()), "application/rss+xml; charset=utf-8", Seconds)
            : TaggedResult.Of(context, NewsFeed.Bytes(feed.Atom()), "application/atom+xml; charset=utf-8", Seconds);
    }
}
