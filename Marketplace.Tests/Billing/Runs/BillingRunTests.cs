using Marketplace.Billing.Runs;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Live;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Runs;

/// <summary>What bills is seen while it works, and an operator pauses it without harm to any client.</summary>
public sealed class BillingRunTests
{
    private static readonly OfferTerms Monthly = new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_says_what_was_due_and_what_it_billed_and_charged()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        await RenewAsync(shop);
        Assert.Empty(await RunsAsync(shop));

        shop.Advance(TimeSpan.FromDays(63));
        Assert.Equal(2, await RenewAsync(shop));
        var run = Assert.Single(await RunsAsync(shop));
        Assert.Equal((BillingRunState.Done, 1, 0, 2, 2, 0), (run.State, run.Due, run.Charges, run.Billed, run.Charged, run.Failed));
        Assert.Equal((4, 4, TimeSpan.Zero), (run.Made, run.All, run.Left));
        Assert.Equal((0, true), ((await NowAsync(shop)).Waiting, (await NowAsync(shop)).Runs is []));
    }

    [Fact]
    public async Task While_billing_is_paused_nothing_is_billed_and_the_license_lasts_and_resuming_wakes_it()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(31));
        Assert.IsType<PauseOutcome.Done>(
            await shop.Get<BillingPauses>().PauseAsync(shop.Operator, BillingPause.MaxHours, "The bank is being asked.", Cancel));
        Assert.Equal(0, await RenewAsync(shop));
        var now = await NowAsync(shop);
        Assert.Equal(("The bank is being asked.", shop.Now.AddHours(12), 1), (now.Pause!.Reason, now.Pause.Until, now.Waiting));

        shop.Advance(TimeSpan.FromHours(11));
        Assert.Equal(0, await RenewAsync(shop));
        Assert.True(shop.Read(db => db.Licenses.Single().ExpiresAt) > shop.Now);

        shop.Read(db => db.Set<Change>().ExecuteDelete());
        Assert.IsType<PauseOutcome.Done>(await shop.Get<BillingPauses>().ResumeAsync(shop.Operator, Cancel));
        Assert.Contains("work/renewals", shop.Read(db => db.Set<Change>().Select(c => c.Topic).ToList()));
        Assert.Equal(1, await RenewAsync(shop));
    }

    [Fact]
    public async Task A_pause_ends_when_its_hours_are_over()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(31));
        Assert.IsType<PauseOutcome.Done>(await shop.Get<BillingPauses>().PauseAsync(shop.Operator, 2, "Looking.", Cancel));
        shop.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, await RenewAsync(shop));
        Assert.Null((await NowAsync(shop)).Pause);
    }

    [Fact]
    public async Task A_run_stops_within_a_second_of_the_pause_and_says_so()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(31));
        var run = await shop.Get<BillingRuns>().BeginAsync(Cancel);
        Assert.True(await run.GoesOnAsync(Cancel));
        Assert.IsType<PauseOutcome.Done>(await shop.Get<BillingPauses>().PauseAsync(shop.Operator, 1, "Looking.", Cancel));
        run.Bills(1);
        shop.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await run.GoesOnAsync(Cancel));
        await run.EndAsync(Cancel);
        Assert.Equal((BillingRunState.Paused, 1), Assert.Single(await RunsAsync(shop)) is var row ? (row.State, row.Billed) : default);
    }

    [Fact]
    public async Task A_run_whose_process_is_gone_is_interrupted_and_its_pace_says_how_long_the_rest_takes()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(31));
        var run = await shop.Get<BillingRuns>().BeginAsync(Cancel);
        run.Bills(1);
        shop.Advance(TimeSpan.FromSeconds(10));
        Assert.True(await run.GoesOnAsync(Cancel));
        var seen = Assert.Single((await NowAsync(shop)).Runs);
        Assert.Equal((BillingRunState.Running, 2, 1, TimeSpan.FromSeconds(10)), (seen.State, seen.All, seen.Made, seen.Left));

        shop.Advance(BillingRun.Silence + TimeSpan.FromSeconds(1));
        Assert.Empty((await NowAsync(shop)).Runs);
        Assert.Equal(BillingRunState.Interrupted, Assert.Single(await RunsAsync(shop)).State);
        var interrupted = new ListQuery([], new Dictionary<string, string> { ["state"] = "Interrupted" });
        Assert.Equal(1, (await shop.Get<BillingRunQueries>().ListAsync(shop.Operator, interrupted, Cancel)).Total);
    }

    [Theory]
    [InlineData(0, "Looking.")]
    [InlineData(13, "Looking.")]
    [InlineData(1, " ")]
    public async Task A_pause_needs_a_reason_and_one_to_twelve_hours(int hours, string reason)
    {
        using var shop = await Shop.OpenAsync(Monthly);
        Assert.IsType<PauseOutcome.Invalid>(await shop.Get<BillingPauses>().PauseAsync(shop.Operator, hours, reason, Cancel));
        Assert.IsType<PauseOutcome.Invalid>(await shop.Get<BillingPauses>().ResumeAsync(shop.Operator, Cancel));
    }

    [Fact]
    public async Task A_pause_that_is_made_longer_lasts_twelve_hours_in_all()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        Assert.IsType<PauseOutcome.Done>(await shop.Get<BillingPauses>().PauseAsync(shop.Operator, 8, "Looking.", Cancel));
        shop.Advance(TimeSpan.FromHours(7));
        Assert.IsType<PauseOutcome.Invalid>(await shop.Get<BillingPauses>().PauseAsync(shop.Operator, 8, "Still.", Cancel));
        Assert.IsType<PauseOutcome.Done>(await shop.Get<BillingPauses>().PauseAsync(shop.Operator, 4, "Still.", Cancel));
        Assert.Equal(shop.Now.AddHours(4), (await NowAsync(shop)).Pause!.Until);
    }

    private static async Task<BillingNow> NowAsync(Shop shop) => (await shop.Get<BillingRunQueries>().NowAsync(shop.Operator, Cancel))!;

    private static async Task<IReadOnlyList<BillingRunRow>> RunsAsync(Shop shop) =>
        (await shop.Get<BillingRunQueries>().ListAsync(shop.Operator, ListQuery.First, Cancel)).Rows;
}
