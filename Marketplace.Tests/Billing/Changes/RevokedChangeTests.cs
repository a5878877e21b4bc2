using Marketplace.Billing.Changes;
using Marketplace.Billing.Subscriptions;
using Marketplace.Licensing;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Changes.Revising;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Changes;

/// <summary>Nobody pays for a change of what was taken from them.</summary>
public sealed class RevokedChangeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_revoked_is_canceled_and_not_changed()
    {
        using var shop = await Shop.OpenAsync(new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]));
        var premium = await shop.OfferAsync(new(OfferTier.Premium, OfferModel.Monthly, 1, [new(31000, "EUR")]));
        await BuyAsync(shop);
        shop.Read(db => db.Licenses.ExecuteUpdate(set => set.SetProperty(l => l.RevokedAt, shop.Now)));

        foreach (var change in (SubscriptionChange[])[new SubscriptionChange.Terms(premium, 1, AtPeriodEnd: false), new SubscriptionChange.BillingDay(9)])
        {
            Assert.Equal(
                new ChangeOutcome.Invalid("Its license was revoked, so it is not renewed. Buy it again."),
                await shop.Get<SubscriptionRevisions>().PreviewAsync(shop.Owner, One(shop).Id, change, Cancel));
        }

        await DoAsync(shop, new SubscriptionChange.Cancel(""));
        Assert.Equal(SubscriptionState.Canceled, One(shop).StateAt(shop.Now));
    }
}
