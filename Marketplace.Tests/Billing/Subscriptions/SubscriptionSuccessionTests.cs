using Marketplace.Billing.Changes;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Pricing;
using Marketplace.Pricing.Succession;
using Marketplace.Revenue.Movements;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Changes.Revising;
using static Marketplace.Tests.Billing.Dunning.Failures;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Subscriptions;

/// <summary>Subscriptions go over to the announced successor of their offer with the first period that begins on its day or later.</summary>
public sealed class SubscriptionSuccessionTests
{
    private static readonly OfferTerms Premium = new(OfferTier.Premium, OfferModel.Monthly, 1, [new(15000, "EUR")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_announced_shown_told_again_and_billed_once_by_two_workers()
    {
        using var shop = await AnnouncedAsync(new(2026, 4, 10));
        var move = shop.Read(db => db.Set<SuccessionMove>().Single());
        Assert.Equal((1, "EUR", 10000L, 15000L), (move.Sites, move.Currency, move.Before, move.After));
        var shown = (await shop.Get<SubscriptionQueries>().ReadAsync(shop.Owner, One(shop).Id, Cancel))!;
        Assert.Equal([10000L, 15000, 15000], shown.Upcoming.Select(charge => charge.Net.Minor));
        Assert.Equal(("Premium, monthly, 1 site", new Money(15000, "EUR"), new DateTime(2026, 5, 2, 9, 0, 0)),
            (shown.Announced!.Words, shown.Announced.Price, shown.Announced.At));
        Assert.Equal(
            "Premium, monthly, 1 site, for periods from 2026-04-10 on, as announced",
            shown.Events.Single(one => one.Kind is SubscriptionEventKind.ChangePlanned).Text);

        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);
        Assert.Equal((OfferTier.Basic, 10000L), (One(shop).Tier, LastNet(shop)));
        shop.Advance(TimeSpan.FromDays(17));
        Assert.Equal((1, 0), (await shop.Get<SuccessionRun>().RunAsync(Cancel), await shop.Get<SuccessionRun>().RunAsync(Cancel)));
        Assert.NotNull(shop.Read(db => db.Set<SuccessionMove>().Single().MovedAt));
        Assert.Equal((1, 0), (await NoticesAsync(shop), await NoticesAsync(shop)));
        Assert.Equal("Acme Shop costs €150.00 from May 2, 2026 on", Letters(shop)[^1]);
        Assert.Contains("a month instead of €100.00, plus tax where it is due, as was announced.", LastLetter(shop).Text, StringComparison.Ordinal);

        shop.Advance(TimeSpan.FromDays(13));
        var billed = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => shop.Get<RenewalRun>().RunAsync(Cancel), Cancel)));
        await shop.WorkAsync();

        Assert.Equal((1, 3), (billed.Sum(), Periods(shop).Length));
        Assert.Equal((OfferTier.Premium, shop.Offer + 1, 15000L), (One(shop).Tier, One(shop).OfferId, LastNet(shop)));
        var license = shop.Read(db => db.Licenses.Single());
        Assert.Equal((OfferTier.Premium, (long?)shop.Offer + 1), (license.Tier, license.OfferId));
        // From one offer to the other.
        Assert.Equal(
            [(MovementKind.New, 10000L), (MovementKind.Expansion, -10000), (MovementKind.Expansion, 15000)],
            shop.Read(db => db.RecurringMovements.OrderBy(m => m.Number).Select(m => ValueTuple.Create(m.Kind, m.Minor)).ToList()));
        Assert.Null((await shop.Get<SubscriptionQueries>().ReadAsync(shop.Owner, One(shop).Id, Cancel))!.Announced);

        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);
        Assert.Equal((4, 15000L), (Periods(shop).Length, LastNet(shop)));
    }

    [Fact]
    public async Task Who_leaves_before_is_not_moved_and_who_comes_back_is()
    {
        using var shop = await AnnouncedAsync(new(2026, 4, 10));
        var own = Assert.Single(await shop.Get<SuccessionQueries>().OwnAsync(shop.Owner, Cancel));
        await DeclineAsync(shop, own.Id);
        Assert.Equal((SubscriptionState.Canceled, new DateTime(2026, 4, 2, 9, 0, 0)), (One(shop).StateAt(shop.Now), One(shop).EndsAt));

        Assert.IsType<SubscriptionOutcome.Done>(await shop.Get<SubscriptionChanges>().ReactivateAsync(shop.Owner, One(shop).Id, Cancel));
        Assert.Null(shop.Read(db => db.Set<SuccessionMove>().Single().DeclinedAt));
        Assert.NotNull((await shop.Get<SubscriptionQueries>().ReadAsync(shop.Owner, One(shop).Id, Cancel))!.Announced);

        await DeclineAsync(shop, own.Id);
        shop.Advance(TimeSpan.FromDays(61));
        Assert.Equal(0, await RenewAsync(shop));
        await shop.Get<SuccessionRun>().RunAsync(Cancel);
        Assert.Equal((SubscriptionState.Ended, OfferTier.Basic), (One(shop).StateAt(shop.Now), One(shop).Tier));
        Assert.Null(shop.Read(db => db.Set<SuccessionMove>().Single().MovedAt));
    }

    [Fact]
    public async Task What_is_canceled_on_its_page_or_changed_to_another_offer_is_not_moved()
    {
        using var shop = await AnnouncedAsync(new(2026, 4, 10));
        await shop.Get<SubscriptionChanges>().CancelAsync(shop.Owner, One(shop).Id, "", Cancel);
        shop.Advance(TimeSpan.FromDays(61));
        Assert.Equal(0, await RenewAsync(shop));
        await shop.Get<SuccessionRun>().RunAsync(Cancel);
        Assert.Null(shop.Read(db => db.Set<SuccessionMove>().Single().MovedAt));

        using var other = await AnnouncedAsync(new(2026, 4, 10));
        var chosen = await other.OfferAsync(new(OfferTier.Enterprise, OfferModel.Monthly, 1, [new(30000, "EUR")]));
        await DoAsync(other, new SubscriptionChange.Terms(chosen, 1, AtPeriodEnd: true));
        Assert.Null((await other.Get<SubscriptionQueries>().ReadAsync(other.Owner, One(other).Id, Cancel))!.Announced);
        other.Advance(TimeSpan.FromDays(61));
        Assert.Equal(2, await RenewAsync(other));
        Assert.Equal((OfferTier.Enterprise, 30000L), (One(other).Tier, LastNet(other)));
    }

    [Fact]
    public async Task Who_changes_to_a_successor_early_is_still_due_for_the_next_one()
    {
        using var shop = await AnnouncedAsync(new(2026, 4, 10));
        var (second, third) = (shop.Offer + 1, await shop.OfferAsync(new(OfferTier.Enterprise, OfferModel.Monthly, 1, [new(20000, "EUR")])));
        Assert.IsType<ListingOutcome.Done>(await shop.Get<Successions>().AnnounceAsync(shop.Seller, "Acme.Shop", second, third, new(2026, 5, 1), Cancel));

        await DoAsync(shop, new SubscriptionChange.Terms(second, 1, AtPeriodEnd: false));

        Assert.Equal([15000L, 20000, 20000], (await shop.Get<SubscriptionQueries>().ReadAsync(shop.Owner, One(shop).Id, Cancel))!.Upcoming
            .Select(charge => charge.Net.Minor));
    }

    [Fact]
    public async Task Sites_that_are_added_meanwhile_go_along_and_what_is_parked_waits()
    {
        using var shop = await AnnouncedAsync(new(2026, 4, 10));
        await DoAsync(shop, new SubscriptionChange.Terms(null, 3, AtPeriodEnd: false));
        shop.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, await RenewAsync(shop));
        shop.Read(db => db.Subscriptions.ExecuteUpdate(set => set
            .SetProperty(s => s.ParkedAt, shop.Now).SetProperty(s => s.RenewsAt, (DateTime?)null)));
        shop.Advance(TimeSpan.FromDays(30));
        Assert.Equal((0, OfferTier.Basic), (await RenewAsync(shop), One(shop).Tier));

        Assert.IsType<SubscriptionOutcome.Done>(await shop.Get<SubscriptionChanges>().ReleaseAsync(shop.Operator, One(shop).Id, Cancel));
        Assert.Equal(1, await RenewAsync(shop));
        Assert.Equal((OfferTier.Premium, 3, 45000L), (One(shop).Tier, One(shop).Sites, LastNet(shop)));
    }

    [Fact]
    public async Task Who_is_yet_to_go_over_is_told_of_the_next_successor_too_and_passes_one_that_has_come()
    {
        using var shop = await Shop.OpenAsync(Monthly with { Model = OfferModel.Yearly });
        await BuyAsync(shop);
        var (second, third) = (
            await shop.OfferAsync(Premium with { Model = OfferModel.Yearly }),
            await shop.OfferAsync(new(OfferTier.Enterprise, OfferModel.Yearly, 1, [new(20000, "EUR")])));
        Assert.IsType<ListingOutcome.Done>(await AnnounceAsync(shop, second, new(2026, 5, 1)));
        Assert.IsType<ListingOutcome.Done>(await shop.Get<Successions>().AnnounceAsync(shop.Seller, "Acme.Shop", second, third, new(2028, 1, 1), Cancel));
        var told = shop.Read(db => db.Set<SuccessionMove>().OrderBy(m => m.SuccessionId).Select(m => ValueTuple.Create(m.Before, m.After)).ToList());
        Assert.Equal([(10000L, 15000L), (15000, 20000)], told);
        var shown = (await shop.Get<SubscriptionQueries>().ReadAsync(shop.Owner, One(shop).Id, Cancel))!;
        Assert.Equal([15000L, 20000, 20000], shown.Upcoming.Select(charge => charge.Net.Minor));
        Assert.Equal(("Premium, yearly, 1 site", 2027), (shown.Announced!.Words, shown.Announced.At.Year));
        // Whoever leaves the first leaves the second with it, and comes back to both.
        await DeclineAsync(shop, shop.Read(db => db.Successions.OrderBy(s => s.Id).First().Id));
        Assert.NotNull(One(shop).CanceledAt);
        Assert.IsType<SubscriptionOutcome.Done>(await shop.Get<SubscriptionChanges>().ReactivateAsync(shop.Owner, One(shop).Id, Cancel));
        Assert.Equal(0, shop.Read(db => db.Set<SuccessionMove>().Count(m => m.DeclinedAt != null)));

        shop.Advance(TimeSpan.FromDays(365));
        await RenewAsync(shop);
        Assert.Equal((OfferTier.Premium, 15000L), (One(shop).Tier, LastNet(shop)));
        shop.Advance(TimeSpan.FromDays(366));
        await RenewAsync(shop);
        Assert.Equal((OfferTier.Enterprise, 20000L), (One(shop).Tier, LastNet(shop)));
    }

    [Fact]
    public async Task A_successor_that_brings_other_modules_or_has_no_price_in_the_currency_is_refused()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        shop.Portal.Database.Available(shop.Acme, "Acme.Extra");
        var more = await shop.OfferAsync(Premium with { Details = new() { Bundle = ["Acme.Extra"] } });
        Assert.Contains("brings the same modules along", Assert.IsType<ListingOutcome.Invalid>(await AnnounceAsync(shop, more, new(2026, 4, 10))).Problem);

        shop.Read(db => db.Subscriptions.ExecuteUpdate(set => set.SetProperty(s => s.Currency, "SEK")));
        var plain = await shop.OfferAsync(Premium with { Tier = OfferTier.Enterprise });
        Assert.Contains("in SEK, in which the successor has no price", Assert.IsType<ListingOutcome.Invalid>(
            await AnnounceAsync(shop, plain, new(2026, 4, 10))).Problem);
        Assert.Equal(0, shop.Read(db => db.Successions.Count()));
    }

    private static async Task<Shop> AnnouncedAsync(DateOnly from)
    {
        var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        Assert.IsType<ListingOutcome.Done>(await AnnounceAsync(shop, await shop.OfferAsync(Premium), from));
        return shop;
    }

    private static Task<ListingOutcome> AnnounceAsync(Shop shop, long successor, DateOnly from) =>
        shop.Get<Successions>().AnnounceAsync(shop.Seller, "Acme.Shop", shop.Offer, successor, from, Cancel);

    private static async Task DeclineAsync(Shop shop, long succession) => Assert.IsType<ListingOutcome.Done>(
        await shop.Get<Successions>().DeclineAsync(shop.Owner, succession, shop.Globex.Id, Cancel));

    private static Task<int> NoticesAsync(Shop shop) => shop.Get<BillingNotices>().RunAsync(Cancel);

    private static long LastNet(Shop shop) => shop.Read(db => db.Invoices.OrderByDescending(i => i.Id).First().NetMinor);
}
