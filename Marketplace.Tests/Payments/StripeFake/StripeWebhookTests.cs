using System.Net;
using Marketplace.Tests.Support.Stripe;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Stripe;

namespace Marketplace.Tests.Payments.StripeFake;

public class StripeWebhookTests : StripeFakeTest
{
    [Fact]
    public async Task The_library_verifies_by_either_secret_while_one_is_rolled()
    {
        await Place.PayAsync("pm_card_visa");
        var old = Fake.Webhooks.Secret;
        var fresh = Fake.Webhooks.RollSecret();
        var delivery = Fake.Webhooks.Take()[^1];

        Assert.Equal(delivery.EventId, Verify(delivery, old).Id);
        var verified = Verify(delivery, fresh);
        Assert.Equal(("charge.updated", StripeConfiguration.ApiVersion), (verified.Type, verified.ApiVersion));
        Assert.Equal(4_200, Assert.IsType<Charge>(verified.Data.Object).Amount);
        Assert.Throws<StripeException>(() => Verify(delivery, $"whsec_{new string('0', 32)}"));
        Assert.Throws<StripeException>(() => Verify(delivery with { Body = delivery.Body.Replace("4200", "4201", StringComparison.Ordinal) }, fresh));

        Fake.Webhooks.EndRoll();
        Assert.Throws<StripeException>(() => Verify(Fake.Webhooks.Sign(delivery.EventId, fresh), old));
    }

    [Fact]
    public async Task An_event_says_what_its_object_was_then_and_what_changed()
    {
        var customer = await Api.Customers.CreateAsync(new() { Name = "Anna" }, cancellationToken: Cancel);
        await Api.Customers.UpdateAsync(customer.Id, new() { Name = "Annabel" }, cancellationToken: Cancel);
        Fake.Webhooks.Take();
        await Api.Customers.UpdateAsync(customer.Id, new() { Name = "Ann" }, cancellationToken: Cancel);

        var change = Verify(Assert.Single(Fake.Webhooks.Take()), Fake.Webhooks.Secret);

        Assert.Equal(("customer.updated", "Ann"), (change.Type, Assert.IsType<Customer>(change.Data.Object).Name));
        Assert.Equal("Annabel", (string?)change.Data.PreviousAttributes.name);
        Assert.NotNull(change.Request.IdempotencyKey);
        Assert.Equal(change.Id, (await Api.Events.ListAsync(new() { Types = ["customer.updated", "refund.created"] }, cancellationToken: Cancel)).First().Id);
    }

    [Fact]
    public async Task Disorder_follows_its_seed_and_loses_nothing_but_what_it_drops()
    {
        for (var payment = 0; payment < 10; payment++)
        {
            await Place.PayAsync("pm_card_visa");
        }

        var all = Fake.Webhooks.Take();
        Assert.Equal(40, all.Count);
        var orders = Enumerable.Range(0, 2).Select(_ => Arriving(new(7) { Shuffles = true, Doubles = 5, Delays = 5 }, all)).ToList();
        Assert.Equal(orders[0], orders[1]);
        Assert.NotEqual(all.Select(one => one.EventId), orders[0]);
        Assert.Equal(all.Select(one => one.EventId).Order(StringComparer.Ordinal), orders[0].Distinct().Order(StringComparer.Ordinal));
        Assert.True(orders[0].Count > 40);
        Assert.True(Arriving(new(7) { Drops = 4 }, all).Count < 40);
    }

    [Fact]
    public async Task A_registered_endpoint_gets_its_events_until_it_takes_them()
    {
        var (answer, received) = (500, new List<string>());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var shop = builder.Build();
        shop.MapPost("/webhook", async (HttpContext http) =>
        {
            using var body = new StreamReader(http.Request.Body);
            received.Add($"{http.Request.Headers["Stripe-Signature"]}\n{await body.ReadToEndAsync()}");
            http.Response.StatusCode = answer;
        });
        await shop.StartAsync(Cancel);
        var endpoint = await Api.WebhookEndpoints.CreateAsync(
            new() { Url = $"{shop.Urls.First()}/webhook", EnabledEvents = ["payment_intent.succeeded"] }, cancellationToken: Cancel);
        await Place.PayAsync("pm_card_visa");
        using var http = new HttpClient();

        Assert.Equal(0, await Fake.Webhooks.DeliverAsync(http, Cancel));
        answer = 200;
        Assert.Equal(1, (await Api.Events.ListAsync(new() { Type = "payment_intent.succeeded" }, cancellationToken: Cancel)).Single().PendingWebhooks);
        Assert.Equal(1, await Fake.Webhooks.DeliverAsync(http, Cancel));
        Assert.Equal(0, await Fake.Webhooks.DeliverAsync(http, Cancel));

        Assert.Equal(2, received.Count);
        var parts = received[1].Split('\n', 2);
        Assert.Equal("payment_intent.succeeded", EventUtility.ConstructEvent(parts[1], parts[0], endpoint.Secret).Type);
        Assert.Empty((await Api.Events.ListAsync(new() { DeliverySuccess = false }, cancellationToken: Cancel)).Data);
    }

    [Fact]
    public async Task What_happens_at_a_connected_account_names_it()
    {
        var account = await StripeConnectTests.OnboardedAsync(Place);
        foreach (var connect in new[] { false, true })
        {
            string[] types = [connect ? "account.updated" : "*"];
            await Api.WebhookEndpoints.CreateAsync(
                new() { Url = "http://localhost:9/webhook", EnabledEvents = [.. types], Connect = connect }, cancellationToken: Cancel);
        }

        await Api.Accounts.UpdateAsync(account, new() { Email = "new@example.com" }, cancellationToken: Cancel);

        var change = Verify(Fake.Webhooks.Take()[^1], Fake.Webhooks.Secret);

        Assert.Equal(("account.updated", account, 1), (change.Type, change.Account, change.PendingWebhooks));
        Assert.DoesNotContain("account.updated", await EventsAsync());
    }

    private static List<string> Arriving(StripeDisorder disorder, IReadOnlyList<StripeDelivery> all) =>
        [.. disorder.Pass(all).Concat(disorder.Rest()).Select(one => one.EventId)];

    private static Event Verify(StripeDelivery delivery, string secret) => EventUtility.ConstructEvent(delivery.Body, delivery.Signature, secret);
}
