using Marketplace.Billing.Changes;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Licensing.Metering;
using Marketplace.Modules;
using Marketplace.Pricing;
using static Marketplace.Tests.Billing.Changes.Revising;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Subscriptions;

/// <summary>What was used before a change and is told after it is billed as the offer said on its day.</summary>
public sealed class LateUsageTests
{
    private static readonly OfferTerms Monthly = Metered(OfferTier.Basic, OfferModel.Monthly, included: 0, each: 100);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Use_of_a_quantity_that_the_new_offer_does_not_have_is_billed_with_the_next_period()
    {
        using var shop = await UsedAsync();
        await DoAsync(shop, To(await shop.OfferAsync(new(OfferTier.Premium, OfferModel.Monthly, 1, [new(20000, "EUR")]))));
        Assert.Contains("5 documents from 2026-03-02, 0 included", Lines(shop));
        shop.Advance(TimeSpan.FromDays(3));

        Assert.Equal(1, (await TellAsync(shop, 3, daysAgo: 10)).Counted);
        var refused = Assert.Single((await TellAsync(shop, 7, daysAgo: 1)).Refused);
        Assert.Equal("No license of Acme.Shop speaks of “documents.sent” since 2026-03-17.", refused.Reason);
        Assert.Empty(await shop.Get<UsageQueries>().OfAsync(shop.Owner, One(shop).LicenseId, Cancel));
        shop.Advance(TimeSpan.FromDays(13));
        Assert.Equal(1, await RenewAsync(shop));

        Assert.Equal(["Premium, a month, 1 site", "3 documents from 2026-03-02, 0 included"], Lines(shop).Select(line => line.Split(" · ")[0]));
        Assert.Equal([20000L, 300], Nets(shop));
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);
        Assert.Equal([20000L], Nets(shop));
    }

    [Fact]
    public async Task Each_day_has_the_price_of_its_offer_and_the_month_counts_on()
    {
        using var shop = await UsedAsync();
        await DoAsync(shop, To(await shop.OfferAsync(Metered(OfferTier.Premium, OfferModel.Monthly, included: 10, each: 1000))));
        shop.Advance(TimeSpan.FromDays(3));

        await TellAsync(shop, 3, daysAgo: 10);
        await TellAsync(shop, 4, daysAgo: 0);
        shop.Advance(TimeSpan.FromDays(13));
        await RenewAsync(shop);

        // Five and three by the old price, then four more, of which ten of the month are included.
        Assert.Equal([20000L, 300, 2000], Nets(shop));
        Assert.Equal(["3 documents from 2026-03-02, 0 included", "4 documents from 2026-03-17, 10 included"], Lines(shop).Skip(1));
    }

    [Fact]
    public async Task Use_told_after_a_change_of_the_term_or_at_the_end_is_billed_too()
    {
        using var shop = await UsedAsync(OfferModel.Yearly);
        await DoAsync(shop, To(await shop.OfferAsync(new(OfferTier.Basic, OfferModel.Monthly, 1, [new(20000, "EUR")]))));
        shop.Advance(TimeSpan.FromDays(3));
        await TellAsync(shop, 3, daysAgo: 10);
        shop.Advance(TimeSpan.FromDays(28));
        await RenewAsync(shop);
        Assert.Equal([20000L, 300], Nets(shop));

        await TellAsync(shop, 2, daysAgo: 33);
        await shop.Get<SubscriptionChanges>().CancelAsync(shop.Owner, One(shop).Id, "", Cancel);
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);
        Assert.Equal([200L], Nets(shop));
    }

    [Fact]
    public async Task Of_two_changes_in_a_month_each_part_keeps_its_price()
    {
        using var shop = await UsedAsync();
        await DoAsync(shop, To(await shop.OfferAsync(new(OfferTier.Premium, OfferModel.Monthly, 1, [new(20000, "EUR")]))));
        shop.Advance(TimeSpan.FromDays(5));
        await DoAsync(shop, To(await shop.OfferAsync(Metered(OfferTier.Enterprise, OfferModel.Monthly, included: 0, each: 500))));
        shop.Advance(TimeSpan.FromDays(2));

        await TellAsync(shop, 1, daysAgo: 10);
        await TellAsync(shop, 1, daysAgo: 4);
        await TellAsync(shop, 1, daysAgo: 1);
        shop.Advance(TimeSpan.FromDays(9));
        await RenewAsync(shop);

        // What was used while nothing was metered costs nothing.
        Assert.Equal([20000L, 100, 500], Nets(shop));
    }

    // Five documents, on 12 March; it is the 17th.
    private static async Task<Shop> UsedAsync(OfferModel model = OfferModel.Monthly)
    {
        var shop = await Shop.OpenAsync(Monthly with { Model = model });
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(10));
        await UseAsync(shop, 5);
        shop.Advance(TimeSpan.FromDays(5));
        return shop;
    }

    private static OfferTerms Metered(OfferTier tier, OfferModel model, long included, long each) =>
        new(tier, model, 1, [new(tier is OfferTier.Basic ? 10000 : 20000, "EUR")])
        {
            Details = new() { Meters = [new(Documents, "documents", included, 1, new(ScaleKind.Graduated, [new(1, [new(each, "EUR")])]))] },
        };

    private static SubscriptionChange.Terms To(long offer) => new(offer, 1, AtPeriodEnd: false);

    private static Task<UsageReceipt> TellAsync(Shop shop, long count, int daysAgo)
    {
        var at = shop.Now.AddDays(-daysAgo);
        return shop.Get<UsageReports>().RecordAsync(shop.Globex.Id, "test", [new(Guid.NewGuid(), "Acme.Shop", Documents, count, at, at)], Cancel);
    }

    private static string[] Lines(Shop shop) => [.. shop.Read(db => db.Invoices.OrderBy(i => i.Id).Last()).Document.Lines.Select(line => line.Detail)];

    private static long[] Nets(Shop shop) => [.. shop.Read(db => db.Invoices.OrderBy(i => i.Id).Last()).Document.Lines.Select(line => line.Net.Minor)];
}
