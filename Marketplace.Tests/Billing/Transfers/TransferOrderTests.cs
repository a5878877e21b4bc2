using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Transfers;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Marketplace.Payments.Reconciliation;
using Marketplace.Pricing;

namespace Marketplace.Tests.Billing.Transfers;

/// <summary>Orders that are paid by transfer: the invoice first, the licenses with the money.</summary>
public sealed class TransferOrderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_invoice_comes_at_once_with_reference_account_and_due_date_and_the_order_waits_for_its_grace_days()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On, ("Payments:Bank:DueDays", "10"), ("Payments:Bank:GraceDays", "4"));

        var (order, invoice) = await shop.OrderAsync();

        Assert.Equal(
            ("M-2026-000001", new DateOnly(2026, 3, 12), RfReference.Of("M-2026-000001"), "DE89370400440532013000"),
            (invoice.Number, invoice.Due, invoice.Reference, invoice.Bank?.Iban));
        Assert.Equal(invoice.Reference, shop.InvoiceOf(order).Reference);
        Assert.Equal((OrderState.AwaitingPayment, new DateTime(2026, 3, 17)), (shop.OrderOf(order).State, shop.OrderOf(order).ExpiresAt));
        Assert.Equal((11900, 0), (shop.Net(AccountKey.Receivable), shop.Read(db => db.Licenses.Count())));

        // Neither an hour nor a day later anything is other.
        shop.Advance(TimeSpan.FromDays(14));
        await shop.WorkAsync();
        Assert.Equal(OrderState.AwaitingPayment, shop.OrderOf(order).State);
        Assert.NotNull((await shop.Get<OrderQueries>().ReadAsync(shop.Owner, order, Cancel))!.Transfer);
    }

    [Fact]
    public async Task An_order_that_nobody_pays_ends_and_its_invoice_is_credited_with_it()
    {
        using var shop = await Shop.OpenAsync(new(OfferTier.Premium, OfferModel.Yearly, 1, [new(10000, "EUR")]), BankShop.On);
        var (order, _) = await shop.OrderAsync();

        shop.Advance(TimeSpan.FromDays(22));
        await shop.WorkAsync();

        Assert.Equal((OrderState.Ended, OrderEnd.Expired), (shop.OrderOf(order).State, shop.OrderOf(order).End));
        Assert.Equal(PaymentState.Canceled, shop.PaymentOf(order).State);
        Assert.Equal(["M-2026-000001", "M-C2026-000001"], shop.Read(db => db.Invoices.OrderBy(i => i.Id).Select(i => i.Number).ToList()));
        Assert.Equal(
            (0, 0, 0), (shop.Net(AccountKey.Receivable), shop.Net(AccountKey.DeferredRevenue), shop.Net(AccountKey.TaxPayable("DE", 19))));
        Assert.NotNull(shop.Read(db => db.RecognitionSchedules.Single().EndedOn));
    }

    [Fact]
    public async Task A_client_cancels_it_once_and_may_pay_by_card_instead()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (order, _) = await shop.OrderAsync();
        Assert.IsType<OrderOutcome.Placed>(await shop.Get<OrderPayments>().CancelAsync(shop.Owner, order, Cancel));
        Assert.Equal((0, 2), (shop.Net(AccountKey.Receivable), shop.Read(db => db.Invoices.Count())));

        var (other, invoice) = await shop.OrderAsync();
        shop.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<PayOutcome.Underway>(await shop.PayAsync(other, way: new(PaymentProviders.Sandbox)));
        await shop.Get<Marketplace.Payments.Sandbox.SandboxTill>().PayAsync(shop.PaymentOf(other).ProviderId!, Shop.Good, Cancel);
        await shop.WorkAsync();

        Assert.Equal((OrderState.Paid, 0L), (shop.OrderOf(other).State, shop.Net(AccountKey.Receivable)));
        Assert.Equal(InvoiceState.Paid, (await shop.Get<InvoiceQueries>().ReadAsync(shop.Owner, invoice.Number, Cancel))!.Row.State);
    }

    [Fact]
    public async Task Without_an_account_of_the_seller_it_is_not_offered()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (quote, _) = await shop.QuoteAsync();
        Assert.Equal(["sandbox", "bank"], (await shop.Get<CheckoutQueries>().ReadAsync(shop.Owner, quote, Cancel))!.Ways.Select(way => way.Name));

        var seller = (await shop.Get<Marketplace.Pricing.Parties.SellerEntities>().ReadAsync(Cancel))!;
        await shop.Get<Marketplace.Pricing.Parties.SellerEntities>().SaveAsync(
            shop.Operator, new(seller.Address, [new("DE", "DE136695976", false)], "M-", "", ""), Cancel);

        Assert.Equal(["sandbox"], (await shop.Get<CheckoutQueries>().ReadAsync(shop.Owner, quote, Cancel))!.Ways.Select(way => way.Name));
        Assert.IsType<PayOutcome.Refused>(await shop.PayAsync(await shop.PlaceAsync(), way: new(PaymentProviders.Bank)));
    }

    [Fact]
    public async Task The_bank_answers_alike_for_the_same_key_and_reconciliation_leaves_it_out()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (order, _) = await shop.OrderAsync();
        var (bank, payment) = (shop.Get<PaymentProviders>().Find(PaymentProviders.Bank), shop.PaymentOf(order));
        var asked = shop.Read(db => db.ProviderRequests.Single(r => r.PaymentId == payment.Id));
        Assert.Equal(payment.ProviderId, (await bank.StartAsync(asked.Key, payment.Id, asked.Asked, Cancel)).Id);

        var refund = await bank.RefundAsync("refund-1", payment.ProviderId!, new(100, "EUR"), Cancel);
        Assert.Equal(refund, await bank.RefundAsync("refund-1", payment.ProviderId!, new(100, "EUR"), Cancel));
        Assert.Equal(refund, await bank.ReadRefundAsync(refund.Id, Cancel));

        shop.Advance(TimeSpan.FromDays(3));
        await shop.Get<ReconciliationRun>().RunAsync(Cancel);
        Assert.Empty(shop.Read(db => db.Differences.Where(d => d.Provider == PaymentProviders.Bank).ToList()));
    }
}
