using Marketplace.Billing.Dunning;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Marketplace.Payments.Sandbox;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Transfers;

/// <summary>Periods that are paid by transfer: the invoice first, some days to pay it, and nothing has failed until they are over.</summary>
public sealed class TransferRenewalTests
{
    private static readonly OfferTerms Monthly = new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transfer_is_matched_with_the_invoice_of_its_period_and_the_license_lasts_meanwhile()
    {
        using var shop = await RenewedAsync();
        var invoice = shop.Read(db => db.Set<Marketplace.Billing.Invoices.Invoice>().OrderBy(i => i.Id).Last()).Document;
        Assert.Equal((DateOnly.FromDateTime(shop.Now).AddDays(14), RfReference.Of(invoice.Number)), (invoice.Due, invoice.Reference));
        Assert.Equal((SubscriptionState.Active, (string?)null), (One(shop).StateAt(shop.Now), Last(shop).Failure));
        Assert.True(shop.Read(db => db.Licenses.Single().ExpiresAt) >= shop.Now.Date.AddDays(22));

        shop.Advance(TimeSpan.FromDays(10));
        await RenewAsync(shop);
        await shop.ImportAsync(shop.Paid(11900, invoice.Reference));

        Assert.Equal((BankLineState.Booked, 0), (shop.Line(1).State, shop.Net(AccountKey.Receivable)));
        Assert.Equal(shop.Now, Last(shop).PaidAt);
        Assert.Equal(Last(shop).Until + TimeSpan.FromDays(1), shop.Read(db => db.Licenses.Single().ExpiresAt));
        Assert.Empty(shop.Read(db => db.DunningCases.ToList()));
    }

    [Fact]
    public async Task What_has_not_arrived_when_its_days_are_over_has_failed_and_is_recovered_when_it_comes_late()
    {
        using var shop = await RenewedAsync();
        shop.Advance(TimeSpan.FromDays(21));
        await RenewAsync(shop);
        Assert.Equal(SubscriptionState.Active, One(shop).StateAt(shop.Now));
        shop.Advance(TimeSpan.FromDays(1));
        await RenewAsync(shop);
        Assert.Equal((SubscriptionState.PastDue, PeriodPayments.NoMethod), (One(shop).StateAt(shop.Now), Last(shop).Failure));

        await shop.ImportAsync(shop.Paid(11900, shop.Read(db => db.Set<Marketplace.Billing.Invoices.Invoice>().OrderBy(i => i.Id).Last()).Reference));

        Assert.Equal((SubscriptionState.Active, DunningState.Recovered), (One(shop).StateAt(shop.Now), shop.Read(db => db.DunningCases.Single().State)));
        Assert.Equal(0, shop.Net(AccountKey.Receivable));
    }

    [Fact]
    public async Task Whoever_pays_by_card_instead_is_not_waited_for_and_nothing_has_failed()
    {
        using var shop = await RenewedAsync();
        shop.Advance(TimeSpan.FromMinutes(1));
        var paying = Assert.IsType<PayOutcome.Underway>(await shop.Get<PeriodCharges>().PayAsync(shop.Owner, One(shop).Id, Cancel));
        await shop.Get<SandboxTill>().PayAsync($"sbx_{paying.PaymentId:N}", Shop.Good, Cancel);
        await shop.WorkAsync();

        Assert.Equal((SubscriptionState.Active, 0), (One(shop).StateAt(shop.Now), Last(shop).Attempts));
        Assert.NotNull(Last(shop).PaidAt);
        Assert.Equal(PaymentState.Canceled, shop.Read(db => db.Payments.Where(p => p.Provider == PaymentProviders.Bank).OrderBy(p => p.At).Last().State));
        Assert.Equal(0, shop.Net(AccountKey.Receivable));
    }

    private static async Task<Shop> RenewedAsync()
    {
        var shop = await Shop.OpenAsync(Monthly, BankShop.On);
        var (_, invoice) = await shop.OrderAsync();
        await shop.ImportAsync(shop.Paid(11900, invoice.Reference));
        shop.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, await RenewAsync(shop));
        return shop;
    }
}
