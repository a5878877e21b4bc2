using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payments;
using Marketplace.Payments.Sandbox;
using Marketplace.Payouts.Shares;
using Marketplace.Pricing;
using Marketplace.Tests.Billing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Payouts;

/// <summary>What a publisher earns is held, and becomes available when nothing holds it any more: each share once.</summary>
public sealed class ShareRunTests
{
    private static readonly OfferTerms Yearly = new(OfferTier.Premium, OfferModel.Yearly, 1, [new(36500, "EUR")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_share_is_held_for_the_time_for_refunds_and_then_released_once()
    {
        using var shop = await Shop.OpenAsync();
        await shop.BuyAsync();

        await shop.PassAsync(13);
        Assert.Equal((8500, 0), (shop.Held, shop.Available));
        await shop.PassAsync(1);
        await shop.Get<ShareRun>().RunAsync(Cancel);

        Assert.Equal((0, 8500), (shop.Held, shop.Available));
        var share = Assert.Single(shop.Shares());
        Assert.Equal(($"release/{share.Id}", JournalKind.ShareRelease), shop.Read(db => db.Journals.Where(j => j.Id == share.ReleaseId)
            .Select(j => ValueTuple.Create(j.Source, j.Kind)).Single()));
        Assert.Empty(await shop.ProblemsAsync());
    }

    [Fact]
    public async Task What_is_earned_by_the_day_is_available_with_its_day_once_the_sale_is_two_weeks_old()
    {
        using var shop = await Shop.OpenAsync(Yearly);
        await shop.BuyAsync();

        await shop.PassAsync(10);
        Assert.Equal((850, 0), (shop.Held, shop.Available));
        await shop.PassAsync(4);
        Assert.Equal((0, 1190), (shop.Held, shop.Available));
        await shop.PassAsync(1);
        Assert.Equal((0, 1275), (shop.Held, shop.Available));
    }

    [Fact]
    public async Task What_is_credited_is_taken_off_with_its_sale_and_at_once_after_that()
    {
        using var shop = await Shop.OpenAsync();
        var early = await shop.BuyAsync();
        await shop.CreditAsync(early, 4000);

        await shop.PassAsync(5);
        Assert.Equal((5100, 0), (shop.Held, shop.Available));
        await shop.PassAsync(9);
        Assert.Equal((0, 5100), (shop.Held, shop.Available));
        await shop.CreditAsync(early, 6000);
        await shop.PassAsync(0);

        Assert.Equal((0, 0), (shop.Held, shop.Available));
        Assert.All(shop.Shares(), share => Assert.Equal(early.Id, share.InvoiceId));
    }

    [Fact]
    public async Task A_reserve_is_kept_back_longer_and_sums_with_the_rest_to_the_share()
    {
        using var shop = await Shop.OpenAsync(null, ("Payouts:Shares:ReserveBasisPoints", "1000"), ("Payouts:Shares:ReserveDays", "60"));
        await shop.BuyAsync();

        await shop.PassAsync(14);
        Assert.Equal((850, 7650), (shop.Held, shop.Available));
        Assert.Equal(850, shop.BalanceOf(shop.Seller)!.ReserveMinor);
        Assert.Equal(HoldReason.Reserve, Assert.Single((await shop.Get<HeldShares>().ListAsync(shop.Seller, ListQuery.First, Cancel)).Rows).Reason);
        await shop.PassAsync(60);

        Assert.Equal((0, 8500), (shop.Held, shop.Available));
    }

    [Fact]
    public async Task What_nobody_has_paid_yet_is_not_released()
    {
        using var shop = await Shop.OpenAsync(null, ("Payments:Providers:1", PaymentProviders.Bank));
        var order = await shop.PlaceAsync();
        Assert.IsType<PayOutcome.Underway>(await shop.PayAsync(order, way: new(PaymentProviders.Bank)));
        await shop.WorkAsync();
        var invoice = shop.InvoiceOf(order);

        await shop.PassAsync(20);
        Assert.Equal((8500, 0), (shop.Held, shop.Available));
        Assert.Equal(HoldReason.NotPaid, Assert.Single((await shop.Get<HeldShares>().ListAsync(shop.Seller, ListQuery.First, Cancel)).Rows).Reason);
        await shop.CreditAsync(invoice, 10000);
        await shop.PassAsync(0);

        Assert.Equal((0, 0), (shop.Held, shop.Available));
        Assert.All(shop.Shares(), share => Assert.NotNull(share.ReleaseId));
    }

    [Fact]
    public async Task What_is_disputed_is_held_until_it_is_won_and_what_is_lost_until_it_is_credited()
    {
        using var shop = await Shop.OpenAsync();
        var (won, lost) = (await shop.BuyAsync(), await shop.BuyAsync());
        await DisputeAsync(shop, won, DisputeState.NeedsResponse);
        await DisputeAsync(shop, lost, DisputeState.NeedsResponse);

        await shop.PassAsync(30);
        Assert.Equal((17000, 0), (shop.Held, shop.Available));
        Assert.All((await shop.Get<HeldShares>().ListAsync(shop.Seller, ListQuery.First, Cancel)).Rows, row => Assert.Equal(HoldReason.Disputed, row.Reason));
        await DisputeAsync(shop, won, DisputeState.Won);
        await DisputeAsync(shop, lost, DisputeState.Lost);
        await shop.PassAsync(0);
        Assert.Equal((8500, 8500), (shop.Held, shop.Available));
        await shop.CreditAsync(lost, 10000);
        await shop.PassAsync(0);

        Assert.Equal((0, 8500), (shop.Held, shop.Available));
    }

    [Fact]
    public async Task Two_workers_at_once_release_each_share_once()
    {
        using var shop = await Shop.OpenAsync(Yearly);
        for (var sale = 0; sale < 3; sale++)
        {
            await shop.BuyAsync();
        }

        shop.Advance(TimeSpan.FromDays(40));
        await shop.Get<RecognitionRun>().RunAsync(Cancel);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => shop.Get<ShareRun>().RunAsync(Cancel), Cancel)));

        Assert.Equal((0, 10200), (shop.Held, shop.Available));
        Assert.Equal(shop.Shares().Count, shop.Read(db => db.Journals.Count(j => j.Kind == JournalKind.ShareRelease)));
        Assert.Empty(await shop.ProblemsAsync());
    }

    [Fact]
    public async Task A_share_is_not_kept_without_its_journal_nor_a_journal_without_its_share()
    {
        using var shop = await Shop.OpenAsync();
        var databases = shop.Get<IDbContextFactory<MarketplaceDb>>();
        var goods = new SoldGoods(shop.Acme.Id, new(10000, "EUR"), 1500);

        await Assert.ThrowsAsync<InvalidOperationException>(() => databases.TransactAsync<int>(async db =>
        {
            await shop.Get<Journals>().PostAsync(db, Postings.Sale("invoice-line/9", "Sold", "order/9", shop.Now, goods), Cancel);
            throw new InvalidOperationException("The process dies.");
        }, Cancel));

        Assert.Empty(shop.Shares());
        await databases.TransactAsync(db => shop.Get<Journals>().PostAsync(
            db, Postings.Sale("invoice-line/9", "Sold", "order/9", shop.Now, goods), Cancel), Cancel);
        await databases.TransactAsync(db => shop.Get<Journals>().PostAsync(
            db, Postings.Sale("invoice-line/9", "Sold", "order/9", shop.Now, goods), Cancel), Cancel);
        Assert.Equal(8500, Assert.Single(shop.Shares()).Minor);
    }

    private static async Task DisputeAsync(Shop shop, Invoice invoice, DisputeState state)
    {
        var payment = shop.Read(db => db.InvoicePayments.Where(p => p.InvoiceId == invoice.Id).Select(p => p.PaymentId).Single());
        await shop.Get<DisputeBooks>().TakeAsync(PaymentProviders.Sandbox, new(
            $"dp_{invoice.Id}", $"{payment:N}", state, invoice.Total, "fraudulent", shop.Now, shop.Now.AddDays(7), false, true, state is DisputeState.Won),
            null, null, Cancel);
    }
}
