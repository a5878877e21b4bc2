using Marketplace.Billing.Changes;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payments;
using Marketplace.Payments.Sandbox;
using Marketplace.Payments.Bank;
using Marketplace.Pricing;
using Marketplace.Tests.Billing.Transfers;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Changes.Revising;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing;

/// <summary>Credit pays orders first: it is held while they are open, used by their invoices, and given back where they end.</summary>
public sealed class OrderCreditTests
{
    private const long Credit = 12495;

    private static readonly OfferTerms Premium = new(OfferTier.Premium, OfferModel.Monthly, 1, [new(31000, "EUR")]);
    private static readonly OfferTerms Basic = new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Credit_pays_a_part_the_rest_is_charged_and_the_invoice_says_so()
    {
        var (shop, _) = await CreditedAsync();
        using var _shop = shop;

        var order = await shop.PlaceAsync();
        Assert.Equal((Credit, 36890 - Credit), (shop.OrderOf(order).CreditMinor, shop.OrderOf(order).Payable.Minor));
        Assert.Equal((Credit, Credit), Balance(shop));
        Assert.Empty(await OwnAsync(shop));
        await shop.PayAtSandboxAsync(order, Shop.Good);
        await shop.WorkAsync();

        var invoice = shop.InvoiceOf(order);
        Assert.Equal((36890, Credit, 36890 - Credit), (invoice.Total.Minor, invoice.CreditUsedMinor, shop.PaymentOf(order).Minor));
        Assert.Equal((OrderState.Paid, 0L), (shop.OrderOf(order).State, Rest(shop, order)));
        Assert.Equal((0L, 0L), Balance(shop));
        Assert.Equal((0, 0), (shop.Net(AccountKey.ClientCredit), shop.Net(AccountKey.Receivable)));
        Assert.Equal([], (await shop.Get<LedgerVerify>().RunAsync(Cancel)).Problems);
    }

    [Fact]
    public async Task Where_credit_pays_all_of_it_nothing_is_charged_and_the_order_is_complete_at_once()
    {
        var (shop, basic) = await CreditedAsync();
        using var _shop = shop;

        var order = await PlaceAsync(shop, basic);

        Assert.Equal(OrderState.Paid, shop.OrderOf(order).State);
        Assert.False(shop.Read(db => db.Payments.Any(p => p.Document == Order.DocumentOf(order))));
        Assert.Equal((11900L, 0L, true), (shop.InvoiceOf(order).CreditUsedMinor, Rest(shop, order), shop.InvoiceOf(order).IsTest));
        Assert.NotNull(shop.OrderOf(order).Lines.Single().LicenseId);
        Assert.Equal([new ClientCredit(new(Credit - 11900, "EUR"), IsTest: true)], await OwnAsync(shop));
        Assert.Equal(-(Credit - 11900), shop.Net(AccountKey.ClientCredit));
        Assert.Equal([], (await shop.Get<LedgerVerify>().RunAsync(Cancel)).Problems);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_open_order_holds_is_taken_by_no_renewal_and_is_free_again_when_it_ends(bool expires)
    {
        var (shop, _) = await CreditedAsync();
        using var _shop = shop;
        shop.Advance(TimeSpan.FromDays(15));
        var order = await shop.PlaceAsync();
        Assert.Empty(await OwnAsync(shop));

        shop.Advance(TimeSpan.FromHours(23));
        await RenewAsync(shop);
        Assert.Equal(0, shop.Read(db => db.Invoices.OrderByDescending(i => i.Id).First(i => i.Kind == InvoiceKind.Invoice).CreditUsedMinor));
        if (expires)
        {
            shop.Advance(TimeSpan.FromHours(2));
            await shop.WorkAsync();
        }
        else
        {
            Assert.IsType<OrderOutcome.Placed>(await shop.Get<OrderPayments>().CancelAsync(shop.Owner, order, Cancel));
        }

        Assert.Equal(expires ? OrderEnd.Expired : OrderEnd.Canceled, shop.OrderOf(order).End);
        Assert.Equal((Credit, 0L), Balance(shop));
        Assert.Equal([new ClientCredit(new(Credit, "EUR"), IsTest: true)], await OwnAsync(shop));
    }

    [Fact]
    public async Task Two_orders_at_once_never_use_the_same_credit()
    {
        var (shop, basic) = await CreditedAsync();
        using var _shop = shop;
        var quotes = new[] { await shop.QuoteAsync(), await shop.QuoteAsync(offer: basic) };

        var outcomes = await Task.WhenAll(quotes.Select(quote => Task.Run(() => shop.TryPlaceAsync(quote.Id, quote.Hash, again: true), Cancel)));

        Assert.Contains(outcomes, outcome => outcome is OrderOutcome.Placed);
        var ids = outcomes.OfType<OrderOutcome.Placed>().Select(placed => placed.OrderId).ToList();
        Assert.Equal(Credit, ids.Sum(id => shop.OrderOf(id).CreditMinor));
        var (minor, held) = Balance(shop);
        Assert.Equal(ids.Where(id => shop.OrderOf(id).IsOpen).Sum(id => shop.OrderOf(id).CreditMinor), held);
        Assert.Equal(-minor, shop.Net(AccountKey.ClientCredit));
        // The database says no, whatever the code believes.
        Assert.ThrowsAny<Exception>(() => shop.Read(db => db.ClientBalances.ExecuteUpdate(set => set.SetProperty(b => b.HeldMinor, b => b.Minor + 1))));
    }

    [Fact]
    public async Task What_changed_since_it_was_shown_orders_nothing()
    {
        var (shop, basic) = await CreditedAsync();
        using var _shop = shop;
        var (quote, hash) = await shop.QuoteAsync();
        await PlaceAsync(shop, basic);

        var outcome = await shop.Get<OrderPlacement>().PlaceAsync(shop.Owner, new(quote, hash, Again: true, Credit: new(Credit, "EUR")), Cancel);

        Assert.StartsWith("Your credit changed meanwhile.", Assert.IsType<OrderOutcome.Invalid>(outcome).Problem, StringComparison.Ordinal);
        Assert.False(shop.Read(db => db.Orders.Any(o => o.QuoteId == quote)));
        Assert.Equal((Credit - 11900, 0L), Balance(shop));
    }

    [Fact]
    public async Task A_refund_gives_back_what_was_paid_by_the_payment_and_the_credit_as_credit()
    {
        var (shop, _) = await CreditedAsync();
        using var _shop = shop;
        var order = await shop.PlaceAsync();
        await shop.PayAtSandboxAsync(order, Shop.Good);
        await shop.WorkAsync();

        var notes = shop.Get<CreditNotes>();
        var wish = new CreditWish(shop.InvoiceOf(order).Id, [new(0, new(31000, "EUR"))], "It did not work.", Revokes: true);
        Assert.IsType<CreditOutcome.Issued>(await notes.IssueAsync(shop.Operator, wish, Cancel));
        await shop.WorkAsync();

        Assert.Equal((36890 - Credit, RefundState.Succeeded), shop.Read(db => db.Refunds.Select(r => new { r.Minor, r.State }).AsEnumerable()
            .Select(r => (r.Minor, r.State)).Single()));
        Assert.Equal([new ClientCredit(new(Credit, "EUR"), IsTest: true)], await OwnAsync(shop));
        Assert.Equal((0, -Credit), (shop.Net(AccountKey.Receivable), shop.Net(AccountKey.ClientCredit)));
    }

    [Fact]
    public async Task A_transfer_is_asked_for_the_rest_and_credit_of_an_order_that_ends_is_credit_again()
    {
        using var shop = await Shop.OpenAsync(Premium, BankShop.On);
        var basic = await shop.OfferAsync(Basic);
        var (_, first) = await shop.OrderAsync();
        await shop.ImportAsync(shop.Paid(36890, first.Reference));
        shop.Advance(TimeSpan.FromDays(15.5));
        await DoAsync(shop, new SubscriptionChange.Terms(basic, 1, AtPeriodEnd: false));
        var credit = Assert.Single(await OwnAsync(shop));
        Assert.False(credit.IsTest);

        // Placed as if for the sandbox, which uses none of it, and then paid for real.
        var (quote, hash) = await shop.QuoteAsync();
        var order = Assert.IsType<OrderOutcome.Placed>(await shop.Get<OrderPlacement>().PlaceAsync(
            shop.Owner, new(quote, hash, Again: true, Provider: PaymentProviders.Bank), Cancel)).OrderId;
        Assert.IsType<PayOutcome.Underway>(await shop.PayAsync(order, way: new(PaymentProviders.Bank)));
        Assert.Equal((credit.Amount.Minor, 36890 - credit.Amount.Minor), (shop.InvoiceOf(order).CreditUsedMinor, Rest(shop, order)));
        Assert.Equal((0L, 0L), Balance(shop));

        shop.Advance(TimeSpan.FromDays(40));
        await shop.WorkAsync();
        Assert.Equal(OrderEnd.Expired, shop.OrderOf(order).End);
        Assert.Equal([credit], await OwnAsync(shop));
        Assert.Equal(-credit.Amount.Minor, shop.Net(AccountKey.ClientCredit));
        Assert.Equal([], (await shop.Get<LedgerVerify>().RunAsync(Cancel)).Problems);
    }

    [Fact]
    public async Task Credit_of_the_sandbox_is_let_go_where_an_order_is_paid_for_real()
    {
        var (shop, _) = await CreditedAsync(BankShop.On);
        using var _shop = shop;
        var order = await shop.PlaceAsync();
        Assert.Equal(Credit, shop.OrderOf(order).CreditMinor);

        Assert.IsType<PayOutcome.Underway>(await shop.PayAsync(order, way: new(PaymentProviders.Bank)));

        Assert.Equal((0L, 0L, 36890L), (shop.OrderOf(order).CreditMinor, shop.InvoiceOf(order).CreditUsedMinor, Rest(shop, order)));
        Assert.Equal((Credit, 0L), Balance(shop));
    }

    [Fact]
    public async Task An_order_whose_payment_began_with_sandbox_credit_is_not_paid_for_real()
    {
        var (shop, _) = await CreditedAsync(BankShop.On);
        using var _shop = shop;
        var order = await shop.PlaceAsync();
        Assert.IsType<PayOutcome.Underway>(await shop.PayAsync(order, way: new(PaymentProviders.Sandbox)));

        var refused = Assert.IsType<PayOutcome.Refused>(await shop.PayAsync(order, way: new(PaymentProviders.Bank)));

        Assert.StartsWith("This order uses sandbox credit", refused.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payment_that_is_less_than_what_is_due_goes_back()
    {
        var (shop, _) = await CreditedAsync();
        using var _shop = shop;
        var order = await shop.PlaceAsync();
        Assert.IsType<PayOutcome.Underway>(await shop.PayAsync(order));
        // Its credit went while it was being paid.
        shop.Read(db => db.Orders.Where(o => o.Id == order).ExecuteUpdate(set => set.SetProperty(o => o.CreditMinor, 0)));
        shop.Read(db => db.ClientBalances.ExecuteUpdate(set => set.SetProperty(b => b.HeldMinor, 0)));

        await shop.Get<SandboxTill>().PayAsync(shop.PaymentOf(order).ProviderId!, Shop.Good, Cancel);
        await shop.WorkAsync();

        Assert.Equal("It was less than is due for the order.", shop.Read(db => db.Refunds.Select(r => r.Reason).Single()));
        Assert.False(shop.Read(db => db.Invoices.Any(i => i.OrderId == order)));
    }

    // A subscription that costs less since a change: what is left of what was paid is credit.
    internal static async Task<(Shop Shop, long Basic)> CreditedAsync(params (string Key, string Value)[] settings)
    {
        var shop = await Shop.OpenAsync(Premium, settings);
        var basic = await shop.OfferAsync(Basic);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(15.5));
        await DoAsync(shop, new SubscriptionChange.Terms(basic, 1, AtPeriodEnd: false));
        return (shop, basic);
    }

    private static async Task<Guid> PlaceAsync(Shop shop, long offer)
    {
        var (quote, hash) = await shop.QuoteAsync(offer: offer);
        return Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(quote, hash, again: true)).OrderId;
    }

    private static Task<IReadOnlyList<ClientCredit>> OwnAsync(Shop shop) => shop.Get<ClientBalances>().OwnAsync(shop.Owner, shop.Globex.Id, Cancel);

    private static (long Minor, long Held) Balance(Shop shop) =>
        shop.Read(db => db.ClientBalances.AsNoTracking().AsEnumerable().Select(b => (b.Minor, b.HeldMinor)).Single());

    private static long Rest(Shop shop, Guid order) =>
        shop.Read(db => db.Invoices.Where(i => i.OrderId == order).WithRest().Select(rest => rest.Minor).Single());
}
