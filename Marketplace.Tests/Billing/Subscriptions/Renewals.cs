using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Licensing.Metering;
using Marketplace.Modules;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Payments.Methods;
using Marketplace.Payments.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing.Subscriptions;

/// <summary>A client that buys for a term, and what a worker does each hour.</summary>
internal static class Renewals
{
    public const string KeptThenDeclined = "4000000000000341", Documents = "documents.sent";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task BuyAsync(Shop shop, bool keeps = true)
    {
        var order = await shop.PlaceAsync();
        var paying = Assert.IsType<PayOutcome.Underway>(await shop.PayAsync(order, way: new(Keeps: keeps)));
        await shop.Get<SandboxTill>().PayAsync($"sbx_{paying.PaymentId:N}", Shop.Good, Cancel);
        await shop.WorkAsync();
        Assert.Equal(OrderState.Paid, shop.OrderOf(order).State);
    }

    public static async Task AddAsync(Shop shop, string card, bool isDefault)
    {
        var url = Assert.IsType<MethodOutcome.Done>(await shop.Get<SavedMethods>().AddAsync(shop.Owner, shop.Globex.Id, null, Cancel)).Url!;
        await shop.Get<SandboxTill>().PayAsync(url["/sandbox/".Length..], card, Cancel);
        await shop.Get<SavedMethods>().LookAsync(shop.Owner, Cancel);
        if (isDefault)
        {
            var added = shop.Read(db => db.SavedMethods.Single(m => m.RemovedAt == null && m.Text.EndsWith(card.Substring(card.Length - 4))).Id);
            await shop.Get<SavedMethods>().PreferAsync(shop.Owner, added, Cancel);
        }
    }

    public static async Task<int> RenewAsync(Shop shop)
    {
        var billed = await shop.Get<RenewalRun>().RunAsync(Cancel);
        await shop.WorkAsync();
        return billed;
    }

    public static Task<UsageReceipt> UseAsync(Shop shop, long count) => shop.Get<UsageReports>().RecordAsync(
        shop.Globex.Id, "test", [new(Guid.NewGuid(), "Acme.Shop", Documents, count, shop.Now, shop.Now)], Cancel);

    public static Subscription One(Shop shop) => shop.Read(db => db.Subscriptions.AsNoTracking().Single());

    public static SubscriptionPeriod[] Periods(Shop shop) => shop.Read(db => db.SubscriptionPeriods.AsNoTracking().OrderBy(p => p.Number).ToArray());

    public static SubscriptionPeriod Last(Shop shop) => Periods(shop)[^1];

    public static string[] Told(Shop shop) => shop.Read(db => db.Set<Notification>().Select(n => n.Text).Distinct().ToArray());
}
