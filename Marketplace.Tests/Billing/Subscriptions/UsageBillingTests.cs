using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Licensing.Metering;
using Marketplace.Pricing;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Subscriptions;

/// <summary>What was used in a period is billed once, with the next or with the end, also if sites report it late.</summary>
public sealed class UsageBillingTests
{
    private static readonly OfferTerms Monthly = new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_metered_is_a_draft_for_an_hour_and_what_is_told_in_it_counts()
    {
        var meter = new Meter(Documents, "documents", 0, 1, new(ScaleKind.Graduated, [new(1, [new(100, "EUR")])]));
        using var shop = await Shop.OpenAsync(Monthly with { Details = new() { Meters = [meter] } }, ("Subscriptions:DraftHours", "1"));
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(20));
        await UseAsync(shop, 5);
        shop.Advance(TimeSpan.FromDays(11));
        Assert.Equal(0, await RenewAsync(shop));
        var draft = (await shop.Get<SubscriptionQueries>().ReadAsync(shop.Owner, One(shop).Id, Cancel))!.Draft!;
        Assert.Equal((shop.Now.AddHours(1), new Money(12495, "EUR"), 2), (draft.FinalAt, draft.Total, draft.Lines.Count));

        await shop.Get<UsageReports>().RecordAsync(
            shop.Globex.Id, "test", [new(Guid.NewGuid(), "Acme.Shop", Documents, 3, shop.Now.AddDays(-2), shop.Now.AddDays(-2))], Cancel);
        shop.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(0, await RenewAsync(shop));
        shop.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await RenewAsync(shop));
        Assert.Equal(12852, shop.Read(db => db.Invoices.OrderBy(i => i.Id).Select(i => i.NetMinor + i.TaxMinor).ToArray())[^1]);
        Assert.Null((await shop.Get<SubscriptionQueries>().ReadAsync(shop.Owner, One(shop).Id, Cancel))!.Draft);
    }

    [Fact]
    public async Task What_was_used_is_billed_with_the_next_period_and_with_the_end()
    {
        var meter = new Meter(Documents, "documents", 1000, 1, new(ScaleKind.Graduated, [new(1, [new(10, "EUR")])]));
        using var shop = await Shop.OpenAsync(Monthly with { Details = new() { Meters = [meter] } });
        await BuyAsync(shop);
        await UseAsync(shop, 1500);
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);

        var lines = shop.Read(db => db.Invoices.OrderBy(i => i.Id).Last()).Document.Lines;
        Assert.Equal([10000L, 5000], lines.Select(line => line.Net.Minor));
        Assert.Equal("1,500 documents from 2026-03-02, 1,000 included", lines[1].Detail);
        Assert.Null(lines[1].From);

        await UseAsync(shop, 1100);
        await shop.Get<SubscriptionChanges>().CancelAsync(shop.Owner, One(shop).Id, "", Cancel);
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);
        Assert.Equal(1000, Assert.Single(shop.Read(db => db.Invoices.OrderBy(i => i.Id).Last()).Document.Lines).Net.Minor);
        Assert.Equal((2, Last(shop).Until, true), (Last(shop).Number, Last(shop).From, Last(shop).PaidAt is not null));
        Assert.Equal(SubscriptionState.Ended, One(shop).StateAt(shop.Now));
    }
}
