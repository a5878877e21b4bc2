using Marketplace.Billing.Changes;
using Marketplace.Billing.Invoices;
using Marketplace.Ledger;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Changes;

/// <summary>Changes as an owner makes them: shown, and confirmed as shown.</summary>
internal static class Revising
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ChangePreview> ShowAsync(Shop shop, SubscriptionChange wish, Guid? id = null) =>
        Assert.IsType<ChangeOutcome.Shown>(await shop.Get<SubscriptionRevisions>().PreviewAsync(shop.Owner, id ?? One(shop).Id, wish, Cancel)).Preview;

    public static async Task ConfirmAsync(Shop shop, SubscriptionChange wish, ChangePreview shown) => Assert.IsType<ChangeOutcome.Done>(
        await shop.Get<SubscriptionRevisions>().ConfirmAsync(shop.Owner, shown.SubscriptionId, wish, shown.At, shown.Hash(), Cancel));

    public static async Task<ChangePreview> DoAsync(Shop shop, SubscriptionChange wish, Guid? id = null)
    {
        var shown = await ShowAsync(shop, wish, id);
        await ConfirmAsync(shop, wish, shown);
        return shown;
    }

    // In the end all is earned that was not given back.
    public static async Task EarnedAsync(Shop shop, long credited)
    {
        shop.Advance(TimeSpan.FromDays(70));
        await shop.Get<RecognitionRun>().RunAsync(Cancel);
        var sold = shop.Read(db => db.Invoices.Where(i => i.Kind == InvoiceKind.Invoice).Sum(i => i.NetMinor));
        Assert.Equal(0, shop.Net(AccountKey.DeferredRevenue));
        Assert.Equal(-(sold - credited), shop.Net(AccountKey.Commission) + shop.Net(AccountKey.PayableHeld(shop.Acme.Id)) + shop.Net(AccountKey.Refunds));
    }
}
