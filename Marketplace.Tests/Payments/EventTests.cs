using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Tests.Billing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Payments;

/// <summary>The inbox as operators see it: what each event changed, how often it came, and processing it once more.</summary>
public sealed class EventTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_says_which_rows_it_changed_and_one_that_came_again_changes_nothing()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        var (payment, deliveries) = (shop.Shop.PaymentOf(order), shop.Fake.Webhooks.Take());
        var told = deliveries.First(one => one.Type == "checkout.session.completed");
        for (var time = 0; time < 3; time++)
        {
            using var answer = await shop.PostAsync(told);
        }

        await shop.Shop.Get<ProviderInbox>().ProcessAsync(Cancel);

        var queries = shop.Shop.Get<EventQueries>();
        var row = Assert.Single((await queries.ListAsync(shop.Shop.Operator, ListQuery.First, Cancel)).Rows);
        Assert.Equal((EventState.Processed, 3, 1, "checkout.session.completed"), (row.State, row.Arrivals, row.Attempts, row.Type));
        var view = (await queries.ReadAsync(shop.Shop.Operator, row.Id, Cancel))!;
        var journals = shop.Shop.Read(db => db.Set<Marketplace.Ledger.Journal>().Where(j => j.Document == payment.Document).OrderBy(j => j.Id)
            .Select(j => $"journal/{j.Id}: Payment: payment/{payment.Id:N}|journal/{j.Id}: ProviderFee: payment-fee/{payment.Id:N}").ToList());
        Assert.Equal(
            [$"payment/{payment.Id:N}: Succeeded, fee €2.04", .. journals.Select((both, at) => both.Split('|')[at])],
            view.Effects.Select(effect => $"{effect.Subject}: {effect.Now}"));
        Assert.Equal(["Started", null, null], view.Effects.Select(effect => effect.Was));
        Assert.Equal(payment.Id, view.PaymentId);
        Assert.Contains("\"amount_total\": 11900", view.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("@", view.Body, StringComparison.Ordinal);

        foreach (var other in deliveries.Where(one => one != told))
        {
            using var answer = await shop.PostAsync(other);
        }

        await shop.Shop.Get<ProviderInbox>().ProcessAsync(Cancel);
        var all = await queries.OfPaymentAsync(shop.Shop.Operator, payment.Id, Cancel);
        Assert.True(all.Count > 1);
        Assert.Equal([row.Id], all.Where(one => one.Changes > 0).Select(one => one.Id));
    }

    [Fact]
    public async Task A_dispute_is_an_effect_with_its_journals_and_nothing_of_its_payment()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order, StripeShop.Disputed);
        // Of those that are processed at the same moment each would say so.
        foreach (var delivery in shop.Fake.Webhooks.Take())
        {
            using var answer = await shop.PostAsync(delivery);
            await shop.Shop.Get<ProviderInbox>().ProcessAsync(Cancel);
        }

        var dispute = shop.DisputeOf(order);

        var effects = shop.Shop.Read(db =>
        {
            var events = db.ProviderEvents;
            return db.EventEffects.OrderBy(e => e.Id).Where(e => events.Any(one => one.Id == e.EventId && one.DisputeRef != null)).ToList();
        });

        Assert.Equal(($"dispute/{dispute.Id:N}", null, "NeedsResponse, amount withdrawn"), (effects[0].Subject, effects[0].Was, effects[0].Now));
        Assert.All(effects.Skip(1), effect => Assert.Contains(": dispute", effect.Now, StringComparison.Ordinal));
        Assert.Equal(3, effects.Count);
    }

    [Fact]
    public async Task An_event_is_processed_once_more_when_an_operator_says_so()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.DeliverAsync();
        var (events, replay) = (shop.Shop.Get<EventQueries>(), shop.Shop.Get<EventReplay>());
        var id = shop.Shop.Read(db => db.ProviderEvents.First(e => e.PaymentRef != null).Id);
        var before = await StandAsync();

        Assert.False(await replay.ReplayAsync(shop.Shop.Owner, id, Cancel));
        Assert.True(await replay.ReplayAsync(shop.Shop.Operator, id, Cancel));

        Assert.Equal(EventState.Waiting, (await events.ReadAsync(shop.Shop.Operator, id, Cancel))!.Row.State);
        Assert.Contains(shop.Shop.Read(db => db.Changes.Select(c => c.Topic).ToList()), topic => topic == "work/providerevents");
        Assert.Equal(1, shop.Shop.Read(db => db.Set<AuditEntry>().Count(e => e.Action == "event.replay")));
        await shop.Shop.Get<ProviderInbox>().ProcessAsync(Cancel);
        Assert.Equal(EventState.Processed, (await events.ReadAsync(shop.Shop.Operator, id, Cancel))!.Row.State);
        Assert.Equal(before, await StandAsync());
        await shop.AssertBooksAsync();

        async Task<(int, int, int)> StandAsync() =>
            ((await events.ReadAsync(shop.Shop.Operator, id, Cancel))!.Effects.Count,
                shop.Shop.Read(db => db.Set<Marketplace.Ledger.Journal>().Count()), shop.Shop.PaymentOf(order).Version);
    }

    [Fact]
    public async Task What_fails_is_shown_as_retrying_and_in_the_end_as_given_up()
    {
        await using var shop = await StripeShop.OpenAsync();
        using var answer = await shop.PostAsync(shop.Signed($$$"""
            {"id":"evt_1","object":"event","created":{{{new DateTimeOffset(shop.Shop.Now).ToUnixTimeSeconds()}}},
             "type":"charge.dispute.created","data":{"object":{"id":"dp_none","object":"dispute"} } }
            """));
        answer.EnsureSuccessStatusCode();
        var (events, inbox) = (shop.Shop.Get<EventQueries>(), shop.Shop.Get<ProviderInbox>());
        Assert.Equal(EventState.Waiting, await StateAsync());

        await inbox.ProcessAsync(Cancel);
        Assert.Equal(EventState.Retrying, await StateAsync());
        for (var attempt = 1; attempt < ProviderEvent.MaxAttempts; attempt++)
        {
            shop.Advance(TimeSpan.FromHours(3));
            await inbox.ProcessAsync(Cancel);
        }

        Assert.Equal(EventState.GivenUp, await StateAsync());

        async Task<EventState> StateAsync()
        {
            var state = (await events.ListAsync(shop.Shop.Operator, ListQuery.First, Cancel)).Rows.Single().State;
            var filter = ListQuery.First with { Filters = new Dictionary<string, string> { ["state"] = $"{state}" } };
            Assert.Single((await events.ListAsync(shop.Shop.Operator, filter, Cancel)).Rows);
            return state;
        }
    }
}
