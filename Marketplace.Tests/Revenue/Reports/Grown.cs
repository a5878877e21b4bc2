using Marketplace.Billing.Changes;
using Marketplace.Pricing;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Billing.Changes;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Revenue.Reports;

/// <summary>A shop on April 2 whose client went from €100 a month to €310.</summary>
internal static class Grown
{
    public static async Task<Shop> OpenAsync()
    {
        var shop = await Shop.OpenAsync(new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]));
        await BuyAsync(shop);
        var premium = await shop.OfferAsync(new(OfferTier.Premium, OfferModel.Monthly, 1, [new(31000, "EUR")]));
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);
        await Revising.DoAsync(shop, new SubscriptionChange.Terms(premium, 1, AtPeriodEnd: false));
        await shop.WorkAsync();
        return shop;
    }
}
