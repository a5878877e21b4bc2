using Marketplace.Accounts;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Payments.Methods;
using Marketplace.Payments.Sandbox;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Billing;

/// <summary>An organization can try a module once, and so can a card, whichever organization enters it.</summary>
public sealed class TrialLimitTests
{
    private static readonly OfferTerms WithCard =
        new(OfferTier.Premium, OfferModel.Monthly, 1, [new(2900, "EUR")]) { Details = new() { Trial = new(14, NeedsPaymentMethod: true) } };

    private static readonly OfferTerms WithoutCard =
        new(OfferTier.Premium, OfferModel.Monthly, 1, [new(2900, "EUR")]) { Details = new() { Trial = new(14, NeedsPaymentMethod: false) } };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_second_quote_of_an_organization_is_without_a_trial()
    {
        using var shop = await Shop.OpenAsync(WithCard);
        Assert.Equal(0, await DueAsync(shop, shop.Owner, shop.Globex));
        await TryAsync(shop, shop.Owner, shop.Globex, Shop.Good);
        Assert.Equal(LicenseOrigin.Trial, shop.Read(db => db.Licenses.Single().Origin));

        Assert.Equal(3451, await DueAsync(shop, shop.Owner, shop.Globex));
        var other = await shop.OfferAsync(new(OfferTier.Enterprise, OfferModel.Monthly, 1, [new(9900, "EUR")]) { Details = WithCard.Details });
        Assert.Equal(11781, await DueAsync(shop, shop.Owner, shop.Globex, other));
    }

    [Fact]
    public async Task A_quote_with_a_trial_that_was_begun_since_is_made_again_before_it_is_ordered()
    {
        using var shop = await Shop.OpenAsync(WithoutCard);
        var (first, second) = (await shop.QuoteAsync(), await shop.QuoteAsync());
        var begun = Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(first.Id, first.Hash));
        Assert.Equal(OrderState.Paid, shop.OrderOf(begun.OrderId).State);

        var changed = Assert.IsType<OrderOutcome.Changed>(await shop.TryPlaceAsync(second.Id, second.Hash, again: true));

        Assert.Equal(1, shop.Read(db => db.Orders.Count()));
        var due = QuoteDocument.Read(shop.Read(db => db.Quotes.Single(q => q.Id == changed.QuoteId).Document)).DueToday;
        Assert.Equal(3451, due.Minor);
    }

    [Fact]
    public async Task A_card_that_has_had_the_trial_begins_no_other_for_whomever()
    {
        using var shop = await Shop.OpenAsync(WithCard);
        await TryAsync(shop, shop.Owner, shop.Globex, Shop.Good);
        var (initech, owner) = await ClientAsync(shop, "Initech");

        var refused = await TryAsync(shop, owner, initech, Shop.Good);

        Assert.Equal((OrderState.Ended, OrderEnd.Unavailable), (refused.State, refused.End));
        Assert.Equal("Acme Shop can be tried once per payment method, and this one was used before. Get a new quote without a trial.", refused.EndReason);
        Assert.Equal((1, 1), (shop.Read(db => db.Licenses.Count()), shop.Read(db => db.Subscriptions.Count())));
        Assert.Equal(3451, await DueAsync(shop, owner, initech));
    }

    [Fact]
    public async Task A_saved_card_that_has_had_it_is_refused_at_once_and_another_card_is_not()
    {
        using var shop = await Shop.OpenAsync(WithCard);
        await TryAsync(shop, shop.Owner, shop.Globex, Shop.Good);
        var (initech, owner) = await ClientAsync(shop, "Initech");
        var (umbrella, other) = await ClientAsync(shop, "Umbrella");
        var order = await PlaceAsync(shop, owner, initech);
        await SaveAsync(shop, owner, initech);
        var saved = shop.Read(db => db.SavedMethods.Single(m => m.OrganizationId == initech.Id).Id);

        var paying = await shop.PayAsync(order, owner, new(MethodId: saved));

        Assert.Contains("this one was used before", Assert.IsType<PayOutcome.Refused>(paying).Problem, StringComparison.Ordinal);
        Assert.Equal(OrderEnd.Unavailable, shop.OrderOf(order).End);
        Assert.Equal(OrderState.Paid, (await TryAsync(shop, other, umbrella, "5555555555554444")).State);
        Assert.Equal(2, shop.Read(db => db.Licenses.Count()));
    }

    [Fact]
    public async Task Of_two_orders_of_the_same_module_one_begins_its_trial()
    {
        using var shop = await Shop.OpenAsync(WithCard);
        var enterprise = await shop.OfferAsync(new(OfferTier.Enterprise, OfferModel.Monthly, 1, [new(9900, "EUR")]) { Details = WithCard.Details });
        var (one, two) = (await PlaceAsync(shop, shop.Owner, shop.Globex), await PlaceAsync(shop, shop.Owner, shop.Globex, enterprise));

        Assert.Equal(OrderState.Paid, (await PayAsync(shop, shop.Owner, one, Shop.Good)).State);
        var second = await PayAsync(shop, shop.Owner, two, "5555555555554444");

        Assert.Equal((OrderEnd.Unavailable, 1), (second.End, shop.Read(db => db.Licenses.Count())));
        Assert.Contains("the organization has tried it", second.EndReason, StringComparison.Ordinal);
    }

    private static async Task<(Organization Organization, Actor Owner)> ClientAsync(Shop shop, string name)
    {
        var client = shop.Portal.Database.Client(name);
        var owner = shop.Portal.Database.Member(client, MemberRole.Owner);
        Assert.IsType<PartyOutcome.Saved>(await shop.Get<BillingProfiles>().SaveAsync(
            owner, client.Id, new(new($"{name} GmbH", "Straße 1", "", "20457", "Hamburg", "", "DE"), BuyerKind.Business, "", "", null, "EUR"), Cancel));
        return (client, owner);
    }

    private static async Task<long> DueAsync(Shop shop, Actor owner, Organization client, long? offer = null) => Assert.IsType<QuoteOutcome.Computed>(
        await shop.Get<QuoteRequests>().ComputeAsync(owner, new(client.Id, [new(offer ?? shop.Offer, 1)]), Cancel)).Quote.DueToday.Minor;

    private static async Task<Guid> PlaceAsync(Shop shop, Actor owner, Organization client, long? offer = null)
    {
        var made = Assert.IsType<QuoteOutcome.Made>(
            await shop.Get<QuoteRequests>().MakeAsync(owner, new(client.Id, [new(offer ?? shop.Offer, 1)]), Cancel));
        var hash = shop.Read(db => db.Quotes.Single(q => q.Id == made.Id).Hash);
        return Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(made.Id, hash, owner)).OrderId;
    }

    private static async Task<Order> TryAsync(Shop shop, Actor owner, Organization client, string card) =>
        await PayAsync(shop, owner, await PlaceAsync(shop, owner, client), card);

    private static async Task<Order> PayAsync(Shop shop, Actor owner, Guid order, string card)
    {
        Assert.IsType<PayOutcome.Underway>(await shop.PayAsync(order, owner));
        Assert.IsType<TillOutcome.Done>(await shop.Get<SandboxTill>().PayAsync(shop.PaymentOf(order).ProviderId!, card, Cancel));
        await shop.WorkAsync();
        return shop.OrderOf(order);
    }

    private static async Task SaveAsync(Shop shop, Actor owner, Organization client)
    {
        var added = await shop.Get<SavedMethods>().AddAsync(owner, client.Id, null, Cancel);
        var url = Assert.IsType<MethodOutcome.Done>(added).Url!;
        await shop.Get<SandboxTill>().PayAsync(url["/sandbox/".Length..], Shop.Good, Cancel);
        await shop.Get<SavedMethods>().LookAsync(owner, Cancel);
    }
}
