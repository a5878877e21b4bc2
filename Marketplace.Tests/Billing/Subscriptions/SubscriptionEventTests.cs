using System.Text.Json;
using Marketplace.Billing.Changes;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Subscriptions;
using Marketplace.Pricing;
using Marketplace.Updates;
using static Marketplace.Tests.Billing.Changes.Revising;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Subscriptions;

/// <summary>What the webhook of an organization is told of its subscriptions: each fact once, however often jobs run.</summary>
public sealed class SubscriptionEventTests
{
    private static readonly OfferTerms Basic = new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]);
    private static readonly OfferTerms Premium = new(OfferTier.Premium, OfferModel.Monthly, 1, [new(31000, "EUR")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_renewal_is_told_when_it_is_billed_and_when_it_is_paid()
    {
        using var shop = await OpenAsync();
        await BuyAsync(shop);
        var start = shop.Now;
        shop.Advance(TimeSpan.FromDays(31));
        await TwiceAsync(shop);

        Assert.Equal(["started", "renewed", "paid"], Told(shop).Select(Type));
        var (started, renewed) = (About(Told(shop)[0]), About(Told(shop)[1]));
        Assert.Equal(
            (One(shop).Id, "Acme.Shop", "Basic", "Monthly", "Active"),
            (started.GetProperty("id").GetGuid(), Text(started, "module"), Text(started, "tier"), Text(started, "model"), Text(started, "state")));
        Assert.Equal(
            (start.AddMonths(1), start.AddMonths(2), "Active"),
            (started.GetProperty("renewsAt").GetDateTime(), renewed.GetProperty("billedUntil").GetDateTime(), Text(renewed, "state")));
        Assert.False(started.TryGetProperty("reason", out _));
    }

    [Fact]
    public async Task What_is_not_paid_is_past_due_once_and_then_paid_or_ended()
    {
        using var shop = await OpenAsync();
        await BuyAsync(shop);
        await AddAsync(shop, KeptThenDeclined, isDefault: true);
        shop.Advance(TimeSpan.FromDays(31));
        await TwiceAsync(shop);
        shop.Advance(TimeSpan.FromDays(2));
        await TwiceAsync(shop);
        Assert.Equal(["started", "renewed", "past_due"], Told(shop).Select(Type));
        Assert.Equal("PastDue", Text(About(Told(shop)[^1]), "state"));

        await Dunning.Failures.WaitAsync(shop, 20);
        await TwiceAsync(shop);

        Assert.Equal(["started", "renewed", "past_due", "ended"], Told(shop).Select(Type));
        Assert.Equal(("Ended", "It was not paid."), (Text(About(Told(shop)[^1]), "state"), Text(About(Told(shop)[^1]), "reason")));
    }

    [Fact]
    public async Task What_owners_do_is_told_once_each()
    {
        using var shop = await OpenAsync();
        var premium = await shop.OfferAsync(Premium);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(10));
        await DoAsync(shop, new SubscriptionChange.Terms(premium, 1, AtPeriodEnd: false));
        await TwiceAsync(shop);
        await DoAsync(shop, new SubscriptionChange.Pause(new(2026, 5, 20)));
        shop.Advance(TimeSpan.FromDays(40));
        await TwiceAsync(shop);
        await DoAsync(shop, new SubscriptionChange.Resume());
        await TwiceAsync(shop);
        await DoAsync(shop, new SubscriptionChange.Cancel("Too dear."));
        Assert.IsType<SubscriptionOutcome.Done>(await shop.Get<SubscriptionChanges>().ReactivateAsync(shop.Owner, One(shop).Id, Cancel));
        Assert.IsType<SubscriptionOutcome.Done>(await shop.Get<SubscriptionChanges>().CancelAsync(shop.Owner, One(shop).Id, "", Cancel));
        shop.Advance(TimeSpan.FromDays(40));
        await TwiceAsync(shop);

        Assert.Equal(
            [
                "started", "changed", "paid", "paused", "resumed", "renewed", "paid", "canceled", "reactivated", "canceled", "ended",
            ],
            Told(shop).Select(Type));
        Assert.Equal(("Premium", "Too dear."), (Text(About(Told(shop)[1]), "tier"), Text(About(Told(shop)[7]), "reason")));
    }

    [Fact]
    public async Task A_pause_that_is_over_by_itself_and_a_change_that_was_planned_are_told_by_the_run()
    {
        using var shop = await OpenAsync();
        var premium = await shop.OfferAsync(Premium);
        await BuyAsync(shop);
        await DoAsync(shop, new SubscriptionChange.Terms(premium, 1, AtPeriodEnd: true));
        await DoAsync(shop, new SubscriptionChange.Pause(new(2026, 5, 20)));
        shop.Advance(new DateTime(2026, 5, 20, 10, 0, 0, DateTimeKind.Utc) - shop.Now);
        await TwiceAsync(shop);

        Assert.Equal(["started", "change_planned", "paused", "resumed", "changed", "renewed", "paid"], Told(shop).Select(Type));
    }

    private static async Task<Shop> OpenAsync()
    {
        var shop = await Shop.OpenAsync(Basic);
        Assert.IsType<SavePolicyOutcome.Saved>(
            await shop.Get<OrganizationHooks>().SaveAsync(shop.Owner, shop.Globex.Id, "https://example.com/hook", Cancel));
        return shop;
    }

    // Two workers at once, and one of them once more.
    private static async Task TwiceAsync(Shop shop)
    {
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => shop.Get<RenewalRun>().RunAsync(Cancel), Cancel)));
        await shop.WorkAsync();
        await shop.Get<DunningRun>().RunAsync(Cancel);
        await RenewAsync(shop);
    }

    private static List<JsonElement> Told(Shop shop) => shop.Read(db => db.WebhookPosts.OrderBy(p => p.Id).Select(p => p.Body).ToList())
        .ConvertAll(body => JsonDocument.Parse(body).RootElement).FindAll(told => Text(told, "type").StartsWith("subscription.", StringComparison.Ordinal));

    private static string Type(JsonElement told) => Text(told, "type")["subscription.".Length..];

    private static JsonElement About(JsonElement told) => told.GetProperty("data").GetProperty("subscription");

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
}
