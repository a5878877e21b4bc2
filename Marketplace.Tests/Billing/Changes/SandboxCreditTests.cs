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
    public async Task Credit_of_a_sandbox_payment_pays_no_transfer_and_is_used_by_a_card_of_the_sandbox()
    {
        using var shop = await Shop.OpenAsync(Premium, BankShop.On);
        var basic = await shop.OfferAsync(Basic);
        await BuyAsync(shop, keeps: false);
        shop.Advance(TimeSpan.FromDays(15.5));
        var shown = await DoAsync(shop, new SubscriptionChange.Terms(basic, 1, AtPeriodEnd: false));

        Assert.Equal((18445L, 5950L, 5950L, 18445L), (shown.Credit.Minor, shown.Charge.Minor, shown.Due.Minor, shown.Kept.Minor));
        Assert.Equal([new ClientCredit(new(18445, "EUR"), IsTest: true)], await shop.Get<ClientBalances>().OwnAsync(shop.Owner, shop.Globex.Id, Cancel));
        Assert.Equal((5950, false, 0L), (shop.Net(AccountKey.Receivable), Newest(shop).IsTest, Newest(shop).CreditUsedMinor));

        shop.Advance(TimeSpan.FromDays(16));
        await RenewAsync(shop);
        Assert.Equal((false, 0L), (Newest(shop).IsTest, Newest(shop).CreditUsedMinor));

        await AddAsync(shop, Shop.Good, isDefault: true);
        shop.Advance(TimeSpan.FromDays(30));
        await RenewAsync(shop);
        Assert.Equal((true, 11900L), (Newest(shop).IsTest, Newest(shop).CreditUsedMinor));
        Assert.Equal(-6545, shop.Net(AccountKey.ClientCredit));
    }

    private static Invoice Newest(Shop shop) => shop.Read(db => db.Invoices.Where(i => i.Kind == InvoiceKind.Invoice).OrderBy(i => i.Id).Last());
}
