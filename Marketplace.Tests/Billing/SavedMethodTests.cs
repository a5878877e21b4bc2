using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Payments.Methods;
using Marketplace.Payments.Sandbox;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;

namespace Marketplace.Tests.Billing;

public sealed class SavedMethodTests
{
    private const string KeptThenDeclined = "4000000000000341";

    private static readonly OfferTerms Trial =
        new(OfferTier.Premium, OfferModel.Monthly, 1, [new(2900, "EUR")]) { Details = new() { Trial = new(14, NeedsPaymentMethod: true) } };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_card_is_saved_when_that_is_asked_and_pays_the_next_order_at_once()
    {
        using var shop = await Shop.OpenAsync();
        await BuyAsync(shop, new(), Shop.Good);
        Assert.Empty(await MethodsAsync(shop));

        await BuyAsync(shop, new(Keeps: true), Shop.Good);
        var saved = Assert.Single(await MethodsAsync(shop));
        Assert.Equal(("Visa •••• 4242", true), (saved.Text, saved.IsDefault));

        var order = await PlaceAsync(shop);
        Assert.Null(Assert.IsType<PayOutcome.Underway>(await shop.PayAsync(order, way: new(MethodId: saved.Id))).Url);

        Assert.Equal((OrderState.Paid, "Visa •••• 4242"), (shop.OrderOf(order).State, shop.PaymentOf(order).Method));
        Assert.Equal(3, shop.Read(db => db.Invoices.Count()));
    }

    [Fact]
    public async Task Entered_again_a_card_takes_the_place_of_itself_and_another_comes_beside_it()
    {
        using var shop = await Shop.OpenAsync();
        await AddAsync(shop, Shop.Good);
        var first = Assert.Single(await MethodsAsync(shop));
        await AddAsync(shop, "5555555555554444");
        shop.Advance(TimeSpan.FromMinutes(1));
        await AddAsync(shop, Shop.Good);

        var methods = await MethodsAsync(shop);
        Assert.Equal([("Visa •••• 4242", true), ("Mastercard •••• 4444", false)], methods.Select(m => (m.Text, m.IsDefault)));
        Assert.NotEqual(first.Id, methods[0].Id);
        Assert.Equal((0, 0), (shop.Read(db => db.Journals.Count()), shop.Read(db => db.Invoices.Count())));
    }

    [Fact]
    public async Task Owners_prefer_and_remove_and_what_was_removed_pays_nothing()
    {
        using var shop = await Shop.OpenAsync();
        await AddAsync(shop, Shop.Good);
        await AddAsync(shop, "5555555555554444");
        var (visa, master) = ((await MethodsAsync(shop)).Single(m => m.IsDefault), (await MethodsAsync(shop)).Single(m => !m.IsDefault));

        Assert.IsType<MethodOutcome.Done>(await shop.Get<SavedMethods>().PreferAsync(shop.Owner, master.Id, Cancel));
        Assert.Equal([master.Id, visa.Id], (await MethodsAsync(shop)).Select(m => m.Id));
        Assert.IsType<MethodOutcome.Done>(await shop.Get<SavedMethods>().RemoveAsync(shop.Owner, master.Id, Cancel));
        Assert.Equal((visa.Id, true), ((await MethodsAsync(shop)).Single().Id, (await MethodsAsync(shop)).Single().IsDefault));
        await shop.WorkAsync();
        Assert.Null(shop.Read(db => db.SavedMethods.Single(m => m.Id == master.Id).ForgetAt));

        var order = await PlaceAsync(shop);
        Assert.Contains(
            "was removed", Assert.IsType<PayOutcome.Refused>(await shop.PayAsync(order, way: new(MethodId: master.Id))).Problem, StringComparison.Ordinal);
        Assert.IsType<MethodOutcome.NotFound>(await shop.Get<SavedMethods>().RemoveAsync(shop.Owner, master.Id, Cancel));
        Assert.IsType<MethodOutcome.NotFound>(await shop.Get<SavedMethods>().RemoveAsync(shop.Member, visa.Id, Cancel));
    }

    [Fact]
    public async Task A_saved_card_that_is_declined_leaves_the_order_open_for_another_way()
    {
        using var shop = await Shop.OpenAsync();
        await AddAsync(shop, KeptThenDeclined);
        var order = await PlaceAsync(shop);
        await shop.PayAsync(order, way: new(MethodId: (await MethodsAsync(shop)).Single().Id));
        Assert.Equal((PaymentState.Failed, PaymentFailure.Declined), (shop.PaymentOf(order).State, shop.PaymentOf(order).Failure));
        Assert.Equal(OrderState.AwaitingPayment, shop.OrderOf(order).State);

        shop.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<TillOutcome.Done>(await shop.PayAtSandboxAsync(order, Shop.Good));
        await shop.WorkAsync();

        Assert.Equal(OrderState.Paid, shop.OrderOf(order).State);
        Assert.Single(shop.Read(db => db.SandboxMovements.Where(m => m.Net != 0).ToList()));
    }

    [Fact]
    public async Task Who_began_at_the_provider_and_takes_a_saved_card_pays_once()
    {
        using var shop = await Shop.OpenAsync();
        await AddAsync(shop, Shop.Secure);
        var saved = (await MethodsAsync(shop)).Single().Id;
        var order = await PlaceAsync(shop);
        Assert.NotNull(Assert.IsType<PayOutcome.Underway>(await shop.PayAsync(order)).Url);
        var begun = shop.PaymentOf(order).Id;

        shop.Advance(TimeSpan.FromSeconds(1));
        var confirm = Assert.IsType<PayOutcome.Underway>(await shop.PayAsync(order, way: new(MethodId: saved)));
        Assert.Equal($"/sandbox/sbx_{confirm.PaymentId:N}", confirm.Url);
        Assert.Equal(PaymentState.Canceled, shop.Read(db => db.Payments.Single(p => p.Id == begun).State));
        Assert.IsType<TillOutcome.Done>(await shop.Get<SandboxTill>().ConfirmAsync($"sbx_{confirm.PaymentId:N}", true, Cancel));
        await shop.WorkAsync();

        Assert.Equal(OrderState.Paid, shop.OrderOf(order).State);
        Assert.Single(shop.Read(db => db.SandboxMovements.Where(m => m.Net != 0).ToList()));
    }

    [Fact]
    public async Task A_trial_that_asks_for_a_method_begins_with_one_and_charges_nothing()
    {
        using var shop = await Shop.OpenAsync(Trial);
        var order = await PlaceAsync(shop);
        Assert.Equal((OrderState.AwaitingPayment, 0L), (shop.OrderOf(order).State, shop.OrderOf(order).DueMinor));
        Assert.Equal(0, shop.Read(db => db.Licenses.Count()));

        Assert.IsType<TillOutcome.Done>(await shop.PayAtSandboxAsync(order, Shop.Good));
        await shop.WorkAsync();

        Assert.Equal(OrderState.Paid, shop.OrderOf(order).State);
        Assert.Equal(shop.Now.AddDays(14).Date, shop.Read(db => db.Licenses.Single().ExpiresAt)!.Value.Date);
        Assert.Equal((0, 0, 1), (shop.Read(db => db.Invoices.Count()), shop.Read(db => db.Journals.Count()), (await MethodsAsync(shop)).Count));
    }

    [Fact]
    public async Task A_trial_begins_at_once_by_a_method_that_was_saved()
    {
        using var shop = await Shop.OpenAsync(Trial);
        await AddAsync(shop, Shop.Good);
        var saved = (await MethodsAsync(shop)).Single().Id;
        var order = await PlaceAsync(shop);

        Assert.IsType<PayOutcome.Complete>(await shop.PayAsync(order, way: new(MethodId: saved)));

        Assert.Equal((OrderState.Paid, saved), (shop.OrderOf(order).State, shop.OrderOf(order).MethodId));
        Assert.IsType<PayOutcome.Refused>(await shop.PayAsync(order, way: new(MethodId: saved)));
        Assert.Equal(1, shop.Read(db => db.Licenses.Count()));
    }

    [Fact]
    public async Task A_trial_beside_what_is_due_now_is_paid_only_where_its_method_is_kept()
    {
        using var shop = await Shop.OpenAsync(Trial, ("Payments:Providers:1", PaymentProviders.Bank));
        var once = await shop.OfferAsync(new(OfferTier.Basic, OfferModel.OneTime, 1, [new(10000, "EUR")]));
        var made = Assert.IsType<QuoteOutcome.Made>(
            await shop.Get<QuoteRequests>().MakeAsync(shop.Owner, new(shop.Globex.Id, [new(shop.Offer, 1), new(once, 1)]), Cancel));
        var (id, hash) = (made.Id, shop.Read(db => db.Quotes.Single(q => q.Id == made.Id).Hash));
        var view = (await shop.Get<CheckoutQueries>().ReadAsync(shop.Owner, id, Cancel))!;
        Assert.Equal((true, 11900L), (view.NeedsMethod, view.Quote.DueToday.Minor));
        Assert.Equal([PaymentProviders.Sandbox], view.Ways.Select(way => way.Key));

        var order = Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(id, hash)).OrderId;
        Assert.IsType<PayOutcome.Refused>(await shop.PayAsync(order, way: new(PaymentProviders.Bank)));
        await shop.PayAtSandboxAsync(order, Shop.Good);
        await shop.WorkAsync();

        Assert.Equal(OrderState.Paid, shop.OrderOf(order).State);
        Assert.Single(await MethodsAsync(shop));
    }

    [Fact]
    public async Task Who_comes_back_and_wants_the_card_saved_after_all_goes_to_another_form()
    {
        using var shop = await Shop.OpenAsync();
        var order = await PlaceAsync(shop);
        var first = Assert.IsType<PayOutcome.Underway>(await shop.PayAsync(order));
        Assert.Equal(first.PaymentId, Assert.IsType<PayOutcome.Underway>(await shop.PayAsync(order)).PaymentId);

        var second = Assert.IsType<PayOutcome.Underway>(await shop.PayAsync(order, way: new(Keeps: true)));

        Assert.NotEqual(first.PaymentId, second.PaymentId);
        Assert.Equal(PaymentState.Canceled, shop.Read(db => db.Payments.Single(p => p.Id == first.PaymentId).State));
    }

    [Fact]
    public async Task A_card_removed_before_its_fee_is_known_stays_removed_and_the_fee_is_booked()
    {
        using var shop = await Shop.OpenAsync();
        var order = await PlaceAsync(shop);
        await shop.PayAsync(order, way: new(Keeps: true));
        var payment = shop.PaymentOf(order);
        var said = new ProviderPayment(
            payment.ProviderId!, PaymentState.Succeeded, payment.Amount, Method: new("Visa •••• 4242", "US"), Kept: new("sbm_1", new("Visa •••• 4242", "US")));
        await shop.Get<PaymentBooks>().TakeAsync(payment.Id, said, null, null, Cancel);
        Assert.IsType<MethodOutcome.Done>(await shop.Get<SavedMethods>().RemoveAsync(shop.Owner, (await MethodsAsync(shop)).Single().Id, Cancel));

        await shop.Get<PaymentBooks>().TakeAsync(payment.Id, said with { Fee = 204 }, null, null, Cancel);

        Assert.Equal(204L, shop.PaymentOf(order).FeeMinor);
        Assert.Equal(11900 - 204, shop.Net(AccountKey.ProviderCash(PaymentProviders.Sandbox)));
        Assert.Empty(await MethodsAsync(shop));
    }

    [Fact]
    public async Task Of_two_owners_who_remove_at_once_none_leaves_a_removed_default()
    {
        using var shop = await Shop.OpenAsync();
        await AddAsync(shop, Shop.Good);
        await AddAsync(shop, "5555555555554444");
        var ids = (await MethodsAsync(shop)).Select(m => m.Id).ToList();

        await Task.WhenAll(ids.Select(id => Task.Run(() => shop.Get<SavedMethods>().RemoveAsync(shop.Owner, id, Cancel))));

        Assert.Equal(0, shop.Read(db => db.SavedMethods.Count(m => m.RemovedAt != null && m.DefaultFor != null)));
        await AddAsync(shop, Shop.Secure);
        Assert.Single(await MethodsAsync(shop), m => m.IsDefault);
    }

    private static async Task<Guid> PlaceAsync(Shop shop)
    {
        var (id, hash) = await shop.QuoteAsync();
        return Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(id, hash, again: true)).OrderId;
    }

    private static async Task BuyAsync(Shop shop, PayBy way, string card)
    {
        var order = await PlaceAsync(shop);
        Assert.IsType<PayOutcome.Underway>(await shop.PayAsync(order, way: way));
        Assert.IsType<TillOutcome.Done>(await shop.Get<SandboxTill>().PayAsync(shop.PaymentOf(order).ProviderId!, card, Cancel));
        await shop.WorkAsync();
        Assert.Equal(OrderState.Paid, shop.OrderOf(order).State);
    }

    // As the page does: enters it at the provider, and looks when it is back.
    private static async Task AddAsync(Shop shop, string card)
    {
        var url = Assert.IsType<MethodOutcome.Done>(await shop.Get<SavedMethods>().AddAsync(shop.Owner, shop.Globex.Id, null, Cancel)).Url!;
        var id = url["/sandbox/".Length..];
        if (await shop.Get<SandboxTill>().PayAsync(id, card, Cancel) is TillOutcome.Confirm)
        {
            await shop.Get<SandboxTill>().ConfirmAsync(id, true, Cancel);
        }

        await shop.Get<SavedMethods>().LookAsync(shop.Owner, Cancel);
    }

    private static async Task<IReadOnlyList<SavedMethodRow>> MethodsAsync(Shop shop) =>
        (await shop.Get<SavedMethods>().ReadAsync(shop.Owner, shop.Globex.Id, Cancel))!.Methods;
}
