using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Portal.Demo;

/// <summary>Two promotions of the demo, a freemium offer, and last month's quotes, from a fixed seed, for the simulator.</summary>
internal sealed class DemoPromotions(
    IDbContextFactory<MarketplaceDb> databases, DemoPeople people, Offers offers, PublisherPromotions promotions, IServiceProvider services, TimeProvider clock)
{
    private const int Quotes = 30;
    private const string Zone = "Europe/Berlin";
    private static readonly string[] Quoted = ["Acme.Payroll", "Northwind.EInvoice"];

    private static readonly OfferTerms Freemium = new(OfferTier.Basic, OfferModel.Freemium, 1, [])
    {
        Details = new()
        {
            Meters = [new("responses", "responses", 500, 100, new(ScaleKind.Graduated, [new(1, [new(400, "EUR")]), new(10_001, [new(300, "EUR")])]))],
        },
    };

    /// <summary>Does nothing where something is promoted.</summary>
    public async Task EnsureAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Promotions.AnyAsync(cancel))
        {
            return;
        }

        await offers.OfferAsync(await OwnerAsync("Litware", cancel), "Litware.Surveys", Freemium, cancel);
        await QuoteAsync(db, new Random(18), cancel);
        var start = new DateTime(clock.UtcNow.Year, clock.UtcNow.Month, 1);
        await MakeAsync("Acme Software", new(
            "Payroll for less",
            new(new PercentOff(15), new() { Modules = ["acme.payroll"], Models = [OfferModel.Monthly, OfferModel.Yearly] }, Periods: 3),
            new(start, start.AddMonths(3), Zone)), cancel);
        await MakeAsync("Northwind Labs", new(
            "Two months free for newcomers", new(new FreeMonths(2), new() { FirstPurchaseOnly = true }), new(start, start.AddMonths(6), Zone))
        {
            CodeKind = CodeKind.Shared, Code = "WELCOME2", MaxUses = 200, MaxUsesPerClient = 1,
        }, cancel);
    }

    private async Task MakeAsync(string publisher, PromotionTerms terms, CancellationToken cancel) =>
        await promotions.MakeAsync(await OwnerAsync(publisher, cancel), await people.OrganizationAsync(publisher, cancel), terms, cancel);

    private async Task QuoteAsync(MarketplaceDb db, Random random, CancellationToken cancel)
    {
        var (ids, clients) = (
            await db.Offers.Open().Where(o => Quoted.Contains(o.Module.PackageId)).OrderBy(o => o.Id).Select(o => o.Id).ToListAsync(cancel),
            await db.BillingProfiles.OrderBy(p => p.OrganizationId).Select(p => p.Organization.Name).ToListAsync(cancel));
        var month = new DateTime(clock.UtcNow.Year, clock.UtcNow.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(-1);
        for (var quote = 0; quote < Quotes; quote++)
        {
            var then = new DemoLedger.Then(month.AddMinutes(random.Next(28 * 24 * 60)));
            var requests = ActivatorUtilities.CreateInstance<QuoteRequests>(services, ActivatorUtilities.CreateInstance<QuoteBaskets>(services, then));
            var client = clients[random.Next(clients.Count)];
            await requests.MakeAsync(
                await OwnerAsync(client, cancel),
                new(await people.OrganizationAsync(client, cancel), [new(ids[random.Next(ids.Count)], random.Next(1, 9))]), cancel);
        }
    }

    private Task<Actor> OwnerAsync(string organization, CancellationToken cancel) =>
        people.ActorAsync(DemoPeople.All.Single(p => p.Organization == organization), cancel);
}
