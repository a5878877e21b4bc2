using Marketplace.Catalog;
using Marketplace.Community;
using Marketplace.Insight;
using Marketplace.Publishers;
using Marketplace.Search;
using Marketplace.Search.Index;

namespace Marketplace.Portal.Demo;

/// <summary>What publishers and staff said of the demo's modules since: unlisted, deprecated, recommended together.</summary>
internal sealed class DemoListings(
    DemoPeople people, Listings listings, Collections collections, Categories categories, PublisherIcons icons,
    Follows follows, SavedSearches searches, HostOutcomes outcomes, LinkModules links)
{
    private static readonly (string Slug, string Title, string? Below)[] Named =
    [
        ("business", "Business", null), ("finance", "Finance", "business"), ("documents", "Documents", "business"),
        ("productivity", "Productivity", "business"), ("compliance", "Compliance", "business"),
        ("website", "Website", null), ("content", "Content", "website"), ("marketing", "Marketing", "website"),
        ("search", "Search", "website"), ("infrastructure", "Infrastructure", null),
    ];

    /// <summary>Does nothing where it was said before.</summary>
    public async Task EnsureAsync(CancellationToken cancel)
    {
        if ((await collections.ListAsync(onlyFeatured: false, cancel)).Count > 0)
        {
            return;
        }

        var keeper = await people.ActorAsync(DemoPeople.Operator, cancel);
        foreach (var (slug, title, below) in Named)
        {
            await categories.SaveAsync(keeper, slug, title, below, cancel);
        }

        await listings.YankAsync(await OwnerAsync("Litware", cancel), "Litware.Newsletter", "2.0.0", "Some readers could not unsubscribe.", cancel);
        await listings.DeprecateAsync(
            await OwnerAsync("Proseware", cancel), "Proseware.InvoiceCapture",
            new("[1.0,1.3.2)", DeprecationReason.CriticalBugs, "Totals above 10,000 are read wrongly. 1.3.2 mends it.", ""), cancel);
        await listings.DeprecateAsync(
            await OwnerAsync("Tailspin Toys", cancel), "Tailspin.Quiz", new("*", DeprecationReason.Legacy, "", "Contoso.Forms"), cancel);
        await listings.SeekMaintainerAsync(await OwnerAsync("Northwind Labs", cancel), "Northwind.Glossary", true, cancel);
        var client = await people.ActorAsync(DemoPeople.Client, cancel);
        await follows.SetAsync(client, "Acme.Invoicing", true, cancel);
        await searches.SaveAsync(client, "q=approval&category=finance", new CatalogQuery { Text = "approval", Categories = ["finance"] }, cancel);

        var moderator = await people.ActorAsync(DemoPeople.Moderator, cancel);
        await collections.SaveAsync(
            moderator,
            new(
                "shop-starter", "Shop starter", "All that a small shop needs on its first day.", true,
                ["Acme.Shop", "Tailspin.Loyalty", "Litware.Newsletter", "Tailspin.Maps"]),
            cancel);
        await collections.SaveAsync(
            moderator,
            new(
                "paperless-office", "Paperless office", "From the incoming invoice to the archive.", true,
                ["Proseware.InvoiceCapture", "Contoso.InvoiceApproval", "Fabrikam.DocumentArchive", "Fabrikam.Signatures"]),
            cancel);
        foreach (var name in (string[])["Acme Software", "Contoso", "Tailspin Toys"])
        {
            await IconAsync(name, cancel);
        }

        await outcomes.CountAsync(cancel);
        await links.WriteAsync(cancel);
    }

    private async Task IconAsync(string publisher, CancellationToken cancel)
    {
        await using var picture = typeof(DemoListings).Assembly.GetManifestResourceStream($"demo/icons/{publisher.Split(' ')[0].ToLowerInvariant()}.png")!;
        var bytes = new byte[picture.Length];
        await picture.ReadExactlyAsync(bytes, cancel);
        var owner = await people.ActorAsync(DemoPeople.All.Single(p => p.Organization == publisher), cancel);
        await icons.SetAsync(owner, await people.OrganizationAsync(publisher, cancel), bytes, cancel);
    }

    private Task<Marketplace.Accounts.Actor> OwnerAsync(string publisher, CancellationToken cancel) =>
        people.ActorAsync(DemoPeople.All.Single(p => p.Organization == publisher), cancel);
}
