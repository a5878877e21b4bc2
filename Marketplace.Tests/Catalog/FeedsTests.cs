using System.Net;
using System.Xml.Linq;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Portal;
using Marketplace.Portal.Http;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Catalog;

public sealed class FeedsTests : IAsyncDisposable
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace Map = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private readonly PortalHost _portal = new();
    private readonly Organization _acme;

    public FeedsTests()
    {
        _acme = _portal.Database.Publisher();
        _portal.Database.Available(_acme, "Acme.Mail", "1.0.0");
        _portal.Database.Available(_acme, "Acme.Mail", "1.1.0");
        _portal.Database.Available(_portal.Database.Publisher("Other"), "Other.Tool");
        _portal.With("Portal:Address", "https://modules.example/");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_module_a_publisher_and_a_category_each_have_their_news_newest_first()
    {
        Assert.Equal(["Acme Mail 1.1.0", "Acme Mail 1.0.0"], Titles(await ReadAsync(PortalUrls.ModuleFeed("acme.mail"))));
        Assert.Equal(["Acme Mail 1.1.0", "Acme Mail 1.0.0"], Titles(await ReadAsync(PortalUrls.PublisherFeed(_acme.Name))));
        Assert.Equal(["Other Tool 1.0.0", "Acme Mail 1.1.0", "Acme Mail 1.0.0"], Titles(await ReadAsync(PortalUrls.CategoryFeed("tools"))));
        foreach (var nowhere in (string[])[
            PortalUrls.ModuleFeed("No.Such"), PortalUrls.PublisherFeed("No such"),
            PortalUrls.CategoryFeed("no-such"), PortalUrls.ModuleFeed("Acme.Mail", "json")])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await _portal.Client().GetAsync(nowhere, Cancel)).StatusCode);
        }
    }

    [Fact]
    public async Task A_name_with_a_slash_is_found_by_feed_page_and_interface()
    {
        var name = $"AC/DC 100% Tools {Guid.NewGuid():N}";
        _portal.Database.Save(new Organization(name, publishes: true, isClient: false, A.Day));
        _portal.Database.Available(_portal.Database.Read(db => db.Organizations.Single(o => o.Name == name)), "AcDc.Tool");

        Assert.Equal(["AcDc Tool 1.0.0"], Titles(await ReadAsync(PortalUrls.PublisherFeed(name))));
        using var client = _portal.Client();
        foreach (var address in (string[])[PortalUrls.Publisher(name), $"/api/v1/publishers/{Uri.EscapeDataString(name)}"])
        {
            using var answer = await client.GetAsync(address, Cancel);
            Assert.Equal((address, HttpStatusCode.OK), (address, answer.StatusCode));
            Assert.Contains("AC/DC 100% Tools", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Atom_has_what_readers_ask_for_and_addresses_that_work_from_outside()
    {
        var feed = (await ReadAsync(PortalUrls.ModuleFeed("Acme.Mail"))).Root!;

        Assert.Equal(Atom + "feed", feed.Name);
        Assert.Equal("https://modules.example/feeds/modules/Acme.Mail/atom", feed.Element(Atom + "id")!.Value);
        Assert.All(
            feed.Elements(Atom + "entry").Prepend(feed),
            part => Assert.All(["id", "title", "updated", "author", "link"], name => Assert.NotNull(part.Element(Atom + name))));
        Assert.Equal(
            ["https://modules.example/modules/Acme.Mail?version=1.1.0", "https://modules.example/modules/Acme.Mail?version=1.0.0"],
            feed.Elements(Atom + "entry").Select(e => e.Element(Atom + "link")!.Attribute("href")!.Value));
        Assert.All(
            feed.Descendants(Atom + "updated"),
            updated => Assert.Equal(A.Day, DateTime.Parse(updated.Value, null, System.Globalization.DateTimeStyles.AdjustToUniversal)));
    }

    [Fact]
    public async Task Rss_has_what_readers_ask_for()
    {
        var channel = (await ReadAsync(PortalUrls.ModuleFeed("Acme.Mail", "rss"))).Root!.Element("channel")!;

        Assert.All(["title", "link", "description"], name => Assert.NotNull(channel.Element(name)));
        Assert.Equal(
            ["https://modules.example/modules/Acme.Mail?version=1.1.0", "https://modules.example/modules/Acme.Mail?version=1.0.0"],
            channel.Elements("item").Select(i => i.Element("guid")!.Value));
        Assert.All(
            channel.Elements("item"),
            item => Assert.Equal(A.Day, DateTime.Parse(
                item.Element("pubDate")!.Value, System.Globalization.CultureInfo.InvariantCulture,
                System.Globalization.DateTimeStyles.AdjustToUniversal)));
    }

    [Fact]
    public async Task A_private_module_is_in_no_feed_map_or_badge_for_strangers_and_in_those_of_its_people()
    {
        using (var db = _portal.Database.CreateDbContext())
        {
            db.Modules.Single(m => m.PackageId == "Acme.Mail").Hide(A.Day);
            db.SaveChanges();
        }

        Assert.Equal(["Other Tool 1.0.0"], Titles(await ReadAsync(PortalUrls.CategoryFeed("tools"))));
        Assert.Equal(HttpStatusCode.NotFound, (await _portal.Client().GetAsync(PortalUrls.ModuleFeed("Acme.Mail"), Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _portal.Client().GetAsync(PortalUrls.Badge("Acme.Mail", "version"), Cancel)).StatusCode);
        Assert.DoesNotContain("Acme.Mail", (await ReadAsync(PortalUrls.SitemapPart("modules", "1"))).ToString(), StringComparison.Ordinal);
        using var member = await _portal.ClientAsync(_portal.Database.Member(_acme));
        Assert.Equal(2, Titles(XDocument.Parse(await member.GetStringAsync(PortalUrls.ModuleFeed("Acme.Mail"), Cancel))).Count);
    }

    [Theory]
    [InlineData("version", "version: 1.1.0")]
    [InlineData("installs", "installs: 0")]
    [InlineData("rating", "rating: none yet")]
    public async Task A_badge_is_a_picture_that_says_its_value_and_is_sent_once(string kind, string says)
    {
        using var client = _portal.Client();
        using var answer = await client.GetAsync(PortalUrls.Badge("Acme.Mail", kind), Cancel);
        var picture = XDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).Root!;

        Assert.Equal(("image/svg+xml", says), (answer.Content.Headers.ContentType!.MediaType, picture.Attribute("aria-label")!.Value));
        Assert.Equal("public, max-age=300", answer.Headers.CacheControl!.ToString());
        using var again = new HttpRequestMessage(HttpMethod.Get, PortalUrls.Badge("Acme.Mail", kind)) { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync(again, Cancel)).StatusCode);
    }

    [Fact]
    public async Task The_site_map_leads_to_every_public_module_and_publisher()
    {
        var index = await ReadAsync(PortalUrls.Sitemap);
        var addresses = new List<string>();
        foreach (var part in index.Root!.Elements(Map + "sitemap").Select(map => new Uri(map.Element(Map + "loc")!.Value)))
        {
            Assert.Equal("modules.example", part.Host);
            addresses.AddRange((await ReadAsync(part.AbsolutePath)).Root!.Elements(Map + "url").Select(url => url.Element(Map + "loc")!.Value));
        }

        Assert.Contains("https://modules.example/modules/Acme.Mail", addresses);
        Assert.Contains("https://modules.example/modules/Other.Tool", addresses);
        Assert.Contains($"https://modules.example/publishers/{Uri.EscapeDataString(_acme.Name)}", addresses);
        Assert.Contains(
            $"Sitemap: https://modules.example{PortalUrls.Sitemap}",
            await _portal.Client().GetStringAsync(PortalUrls.Robots, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_of_the_site_map_hold_each_module_once()
    {
        using var index = new CatalogIndex(_portal.Database, _portal.Database.Clock);
        var sitemap = new SitemapQueries(_portal.Database, index);

        Assert.Equal((2, 2), await sitemap.CountAsync(Cancel));
        await index.RebuildAsync(Cancel);
        Assert.Equal((2, 2), await sitemap.CountAsync(Cancel));
        Assert.Equal(["Acme.Mail"], (await sitemap.ModulesAsync(1, Cancel, size: 1)).Select(row => row.Name));
        Assert.Equal(["Other.Tool"], (await sitemap.ModulesAsync(2, Cancel, size: 1)).Select(row => row.Name));
        Assert.Empty(await sitemap.ModulesAsync(3, Cancel, size: 1));
        Assert.Equal([_acme.Name], (await sitemap.PublishersAsync(1, Cancel, size: 1)).Select(row => row.Name));
    }

    [Fact]
    public async Task A_hidden_catalog_has_no_feeds_maps_and_badges_for_strangers_and_asks_robots_to_leave()
    {
        _portal.With("Catalog:PublicReading", "false");
        using var client = _portal.Client();

        foreach (var address in (string[])[
            PortalUrls.ModuleFeed("Acme.Mail"), PortalUrls.Badge("Acme.Mail", "version"),
            PortalUrls.Sitemap, PortalUrls.SitemapPart("modules", "1")])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(address, Cancel)).StatusCode);
        }

        Assert.Equal("User-agent: *\nDisallow: /\n", await client.GetStringAsync(PortalUrls.Robots, Cancel));
        client.DefaultRequestHeaders.Add(
            ApiKeyHeader.Name,
            await _portal.KeyAsync(_portal.Database.Member(_acme, MemberRole.Owner), _acme, ApiKeyScopes.Read, Cancel));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(PortalUrls.ModuleFeed("Acme.Mail"), Cancel)).StatusCode);
    }

    [Fact]
    public async Task Pages_of_modules_and_publishers_say_what_link_previews_and_readers_ask_for()
    {
        var module = WebUtility.HtmlDecode(await _portal.Client().GetStringAsync(PortalUrls.Module("acme.mail"), Cancel));
        var publisher = WebUtility.HtmlDecode(await _portal.Client().GetStringAsync(PortalUrls.Publisher(_acme.Name), Cancel));

        Assert.Contains("<meta property=\"og:title\" content=\"Acme Mail\"", module, StringComparison.Ordinal);
        Assert.Contains("<meta property=\"og:url\" content=\"https://modules.example/modules/Acme.Mail\"", module, StringComparison.Ordinal);
        Assert.Contains($"href=\"{PortalUrls.ModuleFeed("Acme.Mail")}\"", module, StringComparison.Ordinal);
        Assert.Contains("<meta property=\"og:title\" content=\"Acme", publisher, StringComparison.Ordinal);
        Assert.Contains("type=\"application/atom+xml\"", publisher, StringComparison.Ordinal);
    }

    private async Task<XDocument> ReadAsync(string address) => XDocument.Parse(await _portal.Client().GetStringAsync(address, Cancel));

    private static List<string> Titles(XDocument feed) => [.. feed.Root!.Elements(Atom + "entry").Select(entry => entry.Element(Atom + "title")!.Value)];

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
