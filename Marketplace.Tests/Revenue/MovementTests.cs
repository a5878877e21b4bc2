using Marketplace.Billing.Changes;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Subscriptions;
using Marketplace.Pricing;
using Marketplace.Revenue.Movements;
using Marketplace.Tests.Billing.Changes;
using Marketplace.Tests.Billing;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;
using static Marketplace.Tests.Revenue.Movements;

namespace Marketplace.Tests.Revenue;

/// <summary>What happens to subscriptions moves recurring revenue, when it happens and by how much.</summary>
public sealed class MovementTests
{
    private static readonly OfferTerms Monthly = new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_bought_is_new_and_its_renewal_moves_nothing()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, await RenewAsync(shop));

        var movement = Assert.Single(All(shop));
        Assert.Equal((MovementKind.New, MovementKind.New, 10000, 10000, "EUR", "DE"),
            (movement.Kind, movement.PublisherKind, movement.Minor, movement.Left, movement.Currency, movement.Country));
        Assert.Equal((One(shop).StartedAt, shop.Globex.Id, shop.Acme.Id, OfferTier.Basic, OfferModel.Monthly, (long?)null),
            (movement.At, movement.OrganizationId, movement.PublisherId, movement.Tier, movement.Model, movement.PromotionId));
    }

    [Fact]
    public async Task A_year_counts_by_its_months()
    {
        using var shop = await Shop.OpenAsync(new(OfferTier.Premium, OfferModel.Yearly, 1, [new(100000, "EUR")]));
        await BuyAsync(shop);
        Assert.Equal([(MovementKind.New, 8333L, 8333L)], Moves(shop));
    }

    [Fact]
    public async Task An_upgrade_takes_from_the_old_tier_what_it_gives_to_the_new()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        var premium = await shop.OfferAsync(new(OfferTier.Premium, OfferModel.Monthly, 1, [new(31000, "EUR")]));
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(10));
        await Revising.DoAsync(shop, new SubscriptionChange.Terms(premium, 2, AtPeriodEnd: false));

        Assert.Equal(
            [(MovementKind.New, 10000L, 10000L), (MovementKind.Expansion, -10000, 0), (MovementKind.Expansion, 62000, 62000)], Moves(shop));
        Assert.Equal([OfferTier.Basic, OfferTier.Basic, OfferTier.Premium], All(shop).Select(m => m.Tier));

        // Less of the same is taken at the day on which it begins.
        var ends = One(shop).BilledUntil;
        await Revising.DoAsync(shop, new SubscriptionChange.Terms(premium, 1, AtPeriodEnd: true));
        Assert.Equal(3, All(shop).Count);
        shop.Advance(TimeSpan.FromDays(40));
        await RenewAsync(shop);
        Assert.Equal((MovementKind.Contraction, -31000, 31000, ends), (Newest(shop).Kind, Newest(shop).Minor, Newest(shop).Left, Newest(shop).At));
    }

    [Fact]
    public async Task What_was_canceled_is_lost_on_its_last_day_and_comes_back_as_reactivation()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        var ends = One(shop).BilledUntil;
        Assert.IsType<SubscriptionOutcome.Done>(await shop.Get<SubscriptionChanges>().CancelAsync(shop.Owner, One(shop).Id, "", Cancel));
        Assert.Single(All(shop));
        // The job comes days too late.
        shop.Advance(TimeSpan.FromDays(40));
        await RenewAsync(shop);
        Assert.Equal((MovementKind.Churn, -10000, ends), (Newest(shop).Kind, Newest(shop).Minor, Newest(shop).At));

        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(1));
        await BuyAsync(shop);
        Assert.Equal(
            [(MovementKind.Reactivation, 10000L, 10000L), (MovementKind.Expansion, 10000, 10000)], Moves(shop)[2..]);
    }

    [Fact]
    public async Task What_is_new_to_a_publisher_is_so_although_the_client_pays_another()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        shop.Read(db => db.Set<RecurringMovement>().ExecuteUpdate(set => set.SetProperty(m => m.PublisherId, shop.Globex.Id)));
        shop.Advance(TimeSpan.FromDays(1));
        await BuyAsync(shop);
        Assert.Equal((MovementKind.Expansion, MovementKind.New), (Newest(shop).Kind, Newest(shop).PublisherKind));
    }

    [Fact]
    public async Task A_pause_is_out_of_revenue_from_its_first_day_to_its_last()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        var from = One(shop).BilledUntil;
        var until = DateOnly.FromDateTime(from).AddDays(20);
        await Revising.DoAsync(shop, new SubscriptionChange.Pause(until));
        await shop.Get<PausedSubscriptions>().RunAsync(Cancel);
        Assert.Single(All(shop));

        shop.Advance(TimeSpan.FromDays(35));
        await shop.Get<PausedSubscriptions>().RunAsync(Cancel);
        await shop.Get<PausedSubscriptions>().RunAsync(Cancel);
        Assert.Equal([(MovementKind.Churn, -10000L, 0L)], Moves(shop)[1..]);
        Assert.Equal(from, Newest(shop).At);

        shop.Advance(TimeSpan.FromDays(30));
        await RenewAsync(shop);
        Assert.Equal((MovementKind.Reactivation, 10000, until), (Newest(shop).Kind, Newest(shop).Minor, Newest(shop).Day));
    }

    [Fact]
    public async Task A_pause_that_no_job_saw_is_out_of_revenue_all_the_same()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        var from = One(shop).BilledUntil;
        await Revising.DoAsync(shop, new SubscriptionChange.Pause(DateOnly.FromDateTime(from).AddDays(20)));
        shop.Advance(TimeSpan.FromDays(70));
        await RenewAsync(shop);

        Assert.Equal([(MovementKind.Churn, -10000L, 0L), (MovementKind.Reactivation, 10000, 10000)], Moves(shop)[1..]);
        Assert.Equal([from, from.AddDays(20)], All(shop).Skip(1).Select(m => m.At.Date + from.TimeOfDay));
    }

    [Fact]
    public async Task What_is_canceled_now_is_lost_now()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(5));
        await Revising.DoAsync(shop, new SubscriptionChange.CancelNow("No need."));
        Assert.Equal((MovementKind.Churn, -10000, shop.Now), (Newest(shop).Kind, Newest(shop).Minor, Newest(shop).At));
        Assert.Equal(2, All(shop).Count);
    }

    [Fact]
    public async Task What_nobody_pays_is_revenue_until_it_ends()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        await AddAsync(shop, KeptThenDeclined, isDefault: true);
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);
        Assert.Equal(SubscriptionState.PastDue, One(shop).StateAt(shop.Now));
        Assert.Single(All(shop));
        for (var hour = 0; One(shop).EndedAt is null && hour < 60 * 6; hour++)
        {
            shop.Advance(TimeSpan.FromHours(4));
            await RenewAsync(shop);
            await shop.Get<DunningRun>().RunAsync(Cancel);
        }

        Assert.Equal((MovementKind.Churn, -10000, One(shop).EndedAt!.Value), (Newest(shop).Kind, Newest(shop).Minor, Newest(shop).At));
    }

    [Fact]
    public async Task A_trial_brings_something_once_it_is_paid()
    {
        using var shop = await Shop.OpenAsync(Monthly with { Details = new() { Trial = new(14, NeedsPaymentMethod: true) } });
        await BuyAsync(shop);
        Assert.Empty(All(shop));
        var ends = One(shop).TrialEndsAt;
        shop.Advance(TimeSpan.FromDays(15));
        await RenewAsync(shop);
        Assert.Equal((MovementKind.New, 10000, ends!.Value), (Newest(shop).Kind, Newest(shop).Minor, Newest(shop).At));
    }
}
