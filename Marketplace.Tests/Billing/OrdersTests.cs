using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Payments.Sandbox;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Tax;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing;

public sealed class OrdersTests
{
    private static readonly AccountKey Cash = AccountKey.ProviderCash("sandbox");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_payment_brings_invoice_license_and_journals_together()
    {
        using var shop = await Shop.OpenAsync();
        var order = await shop.PlaceAsync();

        Assert.IsType<TillOutcome.Done>(await shop.PayAtSandboxAsync(order, Shop.Good));
        Assert.Equal(OrderState.AwaitingPayment, shop.OrderOf(order).State);
        await shop.WorkAsync();

        var paid = shop.OrderOf(order);
        var license = shop.Read(db => db.Licenses.Single());
        var invoice = shop.Read(db => db.Invoices.Include(i => i.Payments).Single());
        Assert.Equal((OrderState.Paid, shop.PaymentOf(order).Id), (paid.State, paid.PaymentId));
        Assert.Equal((shop.Globex.Id, OfferTier.Basic, 1, (DateTime?)null), (license.OrganizationId, license.Tier, license.Sites, license.ExpiresAt));
        Assert.Equal(license.Id, Assert.Single(paid.Lines).LicenseId);
        Assert.Equal(("M-2026-000001", new Money(11900, "EUR"), 11900L), (invoice.Number, invoice.Total, Assert.Single(invoice.Payments).Minor));
        Assert.Equal(("DE136695976", "Globex GmbH"), (invoice.Document.Seller.TaxNumber, invoice.Document.Buyer.Address.Name));
        // 1.5% of 119.00 and 0.25 stay with the provider; 15% of 100.00 are the commission.
        Assert.Equal(
            (11900 - 204, 0, -1500, -8500, -1900),
            (shop.Net(Cash), shop.Net(AccountKey.Receivable), shop.Net(AccountKey.Commission), shop.Net(AccountKey.PayableHeld(shop.Acme.Id)),
                shop.Net(AccountKey.TaxPayable("DE", 19))));
    }

    [Fact]
    public async Task What_is_sold_for_a_term_is_earned_by_the_day_and_its_license_ends_with_it()
    {
        using var shop = await Shop.OpenAsync(new(OfferTier.Premium, OfferModel.Yearly, null, [new(36500, "EUR")]));
        var order = await shop.PlaceAsync();
        await shop.PayAtSandboxAsync(order, Shop.Good);
        await shop.WorkAsync();

        var schedule = shop.Read(db => db.RecognitionSchedules.Single());
        Assert.Equal((36500L, new DateOnly(2026, 3, 2), new DateOnly(2027, 3, 2)), (schedule.Minor, schedule.From, schedule.To));
        Assert.Equal(-36500, shop.Net(AccountKey.DeferredRevenue));
        // With the day in which the next year is billed.
        Assert.Equal(shop.Now.AddYears(1).AddDays(1), shop.Read(db => db.Licenses.Single().ExpiresAt));
        Assert.Null(shop.Read(db => db.Licenses.Single().Sites));
    }

    [Fact]
    public async Task A_trial_needs_no_payment_and_grants_its_days()
    {
        using var shop = await Shop.OpenAsync(
            new(OfferTier.Premium, OfferModel.Monthly, 3, [new(2900, "EUR")]) { Details = new() { Trial = new(14, NeedsPaymentMethod: false) } });

        var order = await shop.PlaceAsync();

        Assert.Equal(OrderState.Paid, shop.OrderOf(order).State);
        Assert.Equal(shop.Now.AddDays(14), shop.Read(db => db.Licenses.Single().ExpiresAt));
        Assert.Equal((0, 0), (shop.Read(db => db.Invoices.Count()), shop.Read(db => db.Payments.Count())));
    }

    [Fact]
    public async Task A_declined_card_charges_nothing_and_another_one_pays_the_same_order()
    {
        using var shop = await Shop.OpenAsync();
        var order = await shop.PlaceAsync();

        Assert.IsType<TillOutcome.Declined>(await shop.PayAtSandboxAsync(order, Shop.Declined));
        await shop.WorkAsync();
        Assert.Equal((OrderState.AwaitingPayment, 0L), (shop.OrderOf(order).State, shop.Net(Cash)));

        await shop.PayAtSandboxAsync(order, Shop.Good);
        await shop.WorkAsync();
        Assert.Equal((OrderState.Paid, 1), (shop.OrderOf(order).State, shop.Read(db => db.SandboxPayments.Count())));
    }

    [Fact]
    public async Task Secure_payments_wait_for_the_payer_and_debits_for_the_bank()
    {
        using var shop = await Shop.OpenAsync();
        var order = await shop.PlaceAsync();
        Assert.IsType<TillOutcome.Confirm>(await shop.PayAtSandboxAsync(order, Shop.Secure));
        var id = shop.PaymentOf(order).ProviderId!;
        Assert.IsType<TillOutcome.Declined>(await shop.Get<SandboxTill>().ConfirmAsync(id, isConfirmed: false, Cancel));
        Assert.IsType<TillOutcome.Done>(await shop.Get<SandboxTill>().PayAsync(id, Shop.SlowDebit, Cancel));
        await shop.WorkAsync();
        Assert.Equal((OrderState.AwaitingPayment, PaymentState.Processing), (shop.OrderOf(order).State, shop.PaymentOf(order).State));

        shop.Advance(SandboxTill.DebitTakes);
        await shop.WorkAsync();
        Assert.Equal(OrderState.Paid, shop.OrderOf(order).State);
    }

    [Fact]
    public async Task A_debit_that_fails_ends_its_payment_and_the_order_can_be_paid_otherwise()
    {
        using var shop = await Shop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAtSandboxAsync(order, Shop.FailingDebit);
        await shop.WorkAsync();
        shop.Advance(SandboxTill.DebitTakes);
        await shop.WorkAsync();

        Assert.Equal((PaymentState.Failed, PaymentFailure.DebitReturned), (shop.PaymentOf(order).State, shop.PaymentOf(order).Failure));
        await shop.PayAtSandboxAsync(order, Shop.Good);
        await shop.WorkAsync();
        Assert.Equal((OrderState.Paid, 2), (shop.OrderOf(order).State, shop.Read(db => db.Payments.Count())));
    }

    [Fact]
    public async Task A_quote_is_ordered_once_by_however_many_at_once()
    {
        using var shop = await Shop.OpenAsync();
        var (id, hash) = await shop.QuoteAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => shop.TryPlaceAsync(id, hash))));

        Assert.Single(outcomes.Select(outcome => Assert.IsType<OrderOutcome.Placed>(outcome).OrderId).Distinct());
        Assert.Equal(1, shop.Read(db => db.Orders.Count()));
    }

    [Fact]
    public async Task Another_order_of_the_same_finds_the_open_one_and_then_that_it_was_just_bought()
    {
        using var shop = await Shop.OpenAsync();
        var order = await shop.PlaceAsync();
        var (id, hash) = await shop.QuoteAsync();

        Assert.Equal(order, Assert.IsType<OrderOutcome.AlreadyOpen>(await shop.TryPlaceAsync(id, hash)).OrderId);
        await shop.PayAtSandboxAsync(order, Shop.Good);
        await shop.WorkAsync();
        Assert.Equal(order, Assert.IsType<OrderOutcome.JustBought>(await shop.TryPlaceAsync(id, hash)).OrderId);
        Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(id, hash, again: true));
    }

    [Fact]
    public async Task A_valid_quote_keeps_its_price_and_one_that_expired_does_not()
    {
        using var shop = await Shop.OpenAsync();
        var (id, hash) = await shop.QuoteAsync();
        var (other, otherHash) = await shop.QuoteAsync();
        Assert.IsType<OrderOutcome.Invalid>(await shop.TryPlaceAsync(id, new string('0', 64)));

        await shop.OfferAsync(new(OfferTier.Basic, OfferModel.OneTime, 1, [new(12000, "EUR")]));

        var order = Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(id, hash)).OrderId;
        Assert.Equal(11900, shop.OrderOf(order).DueMinor);
        shop.Advance(Quoting.Validity);
        Assert.Contains("no longer open", Assert.IsType<OrderOutcome.Invalid>(await shop.TryPlaceAsync(other, otherHash)).Problem, StringComparison.Ordinal);
        Assert.Equal(1, shop.Read(db => db.Orders.Count()));
    }

    [Fact]
    public async Task Tax_that_changed_meanwhile_is_said_with_the_new_quote_and_nothing_is_ordered()
    {
        using var shop = await Shop.OpenAsync();
        var (id, hash) = await shop.QuoteAsync();
        Assert.IsType<PartyOutcome.Saved>(await shop.Get<BillingProfiles>().SaveAsync(
            shop.Owner, shop.Globex.Id, new(new("Globex AG", "Bahnhofstr. 1", "", "8001", "Zürich", "", "CH"), BuyerKind.Business, "", "", null, "EUR"),
            Cancel));

        var changed = Assert.IsType<OrderOutcome.Changed>(await shop.TryPlaceAsync(id, hash));

        Assert.Contains("Tax changed from €19.00", changed.What, StringComparison.Ordinal);
        Assert.Equal(0, shop.Read(db => db.Orders.Count()));
    }
}
