using Marketplace.Billing.Changes;
using Marketplace.Billing.Invoices;
using Marketplace.Ledger;
using Marketplace.Pricing;
using Marketplace.Tests.Billing.Transfers;
using static Marketplace.Tests.Billing.Changes.Revising;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Changes;

/// <summary>Where the sandbox is on beside a real way to pay, what was only played there pays nothing that is real.</summary>
public sealed class SandboxCreditTests
{
    private static readonly OfferTerms Premium = new(OfferTier.Premium, OfferModel.Monthly, 1, [new(31000, "EUR")]);
    private static readonly OfferTerms Basic = new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Credit_of_a_sandbox_payment_pays_what_began_there_and_no_invoice_that_is_real()
    {
        using var shop = await Shop.OpenAsync(Premium, BankShop.On);
        var basic = await shop.OfferAsync(Basic);
        await BuyAsync(shop, keeps: false);
        shop.Advance(TimeSpan.FromDays(15.5));
        var shown = await DoAsync(shop, new SubscriptionChange.Terms(basic, 1, AtPeriodEnd: false));
        Assert.Equal((18445L, 5950L, 0L, 12495L), (shown.Credit.Minor, shown.Charge.Minor, shown.Due.Minor, shown.Kept.Minor));
        Assert.Equal([new ClientCredit(new(12495, "EUR"), IsTest: true)], await shop.Get<ClientBalances>().OwnAsync(shop.Owner, shop.Globex.Id, Cancel));

        // Another one is bought for real.
        var (_, invoice) = await shop.OrderAsync();
        await shop.ImportAsync(shop.Paid(36890, invoice.Reference));
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);

        Assert.Equal(
            [(false, 0L), (true, 11900L)],
            shop.Read(db => db.Invoices.Where(i => i.Kind == InvoiceKind.Invoice).OrderByDescending(i => i.Id).Take(2).AsEnumerable()
                .Select(i => (i.IsTest, i.CreditUsedMinor)).Order().ToList()));
        Assert.Equal(-595, shop.Net(AccountKey.ClientCredit));
    }
}
