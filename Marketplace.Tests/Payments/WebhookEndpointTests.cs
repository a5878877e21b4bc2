using System.Net;
using Marketplace.Payments.Inbox;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using Marketplace.Tests.Support.Stripe;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Payments;

public sealed class WebhookEndpointTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Either_secret_lets_an_event_in_and_it_is_kept_once_as_it_came()
    {
        var previous = $"whsec_{new string('a', 32)}";
        await using var shop = await StripeShop.OpenAsync(("Payments:Stripe:WebhookSecrets:1", previous));
        await shop.PayAsync(await shop.PlaceAsync());
        var first = shop.Fake.Webhooks.Take()[^1];

        foreach (var secret in new[] { shop.Fake.Webhooks.Secret, previous })
        {
            using var answer = await shop.PostAsync(shop.Fake.Webhooks.Sign(first.EventId, secret));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var kept = shop.Shop.Read(db => db.ProviderEvents.AsNoTracking().Single());
        Assert.Equal((first.EventId, first.Type, first.Body, "2026-10-28.endive"), (kept.EventId, kept.Type, kept.Body, kept.ApiVersion));
    }

    [Fact]
    public async Task What_is_not_by_Stripe_or_too_old_or_changed_is_refused_and_not_kept()
    {
        await using var shop = await StripeShop.OpenAsync();
        await shop.PayAsync(await shop.PlaceAsync());
        var good = shop.Fake.Webhooks.Take()[^1];

        await RefusedAsync(good with { Body = good.Body.Replace("11900", "11901", StringComparison.Ordinal) });
        await RefusedAsync(shop.Fake.Webhooks.Sign(good.EventId, $"whsec_{new string('0', 32)}"));
        await RefusedAsync(good with { Signature = good.Signature.Replace("v1=", "v0=", StringComparison.Ordinal) });
        foreach (var nonsense in (string[])["", "t=", "t=x,v1=y", "v1", "t=1,v1=", "=,=", "t=99999999999999999999,v1=00"])
        {
            await RefusedAsync(good with { Signature = nonsense });
        }

        shop.Shop.Advance(TimeSpan.FromSeconds(301));
        await RefusedAsync(good);

        async Task RefusedAsync(StripeDelivery delivery)
        {
            using var answer = await shop.PostAsync(delivery);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("webhooks.signature", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            Assert.Equal(0, shop.Shop.Read(db => db.ProviderEvents.Count()));
        }
    }

    [Fact]
    public async Task An_event_of_another_version_or_shape_is_taken_and_what_is_none_is_refused()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        shop.Fake.Webhooks.Take();
        var id = shop.Shop.PaymentOf(order).Id.ToString("N");

        using var other = await shop.PostAsync(shop.Signed($$$"""
            {"id":"evt_old","object":"event","api_version":"2019-02-19","created":{{{new DateTimeOffset(shop.Shop.Now).ToUnixTimeSeconds()}}},
             "type":"payment_intent.succeeded","data":{"object":{"id":"pi_1","object":"payment_intent","charges":{"data":"no list"},
             "metadata":{"payment":"{{{id}}}"} } } }
            """));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        await shop.Shop.Get<ProviderInbox>().ProcessAsync(Cancel);
        Assert.Equal(Marketplace.Payments.PaymentState.Succeeded, shop.Shop.PaymentOf(order).State);

        foreach (var none in (string[])["", "[]", "7", "{}", "{\"id\":\"evt_1\"}", "no json"])
        {
            using var refused = await shop.PostAsync(shop.Signed(none));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
    }

    [Fact]
    public async Task A_body_without_end_is_not_read_and_no_event_is_taken_without_a_secret()
    {
        await using var shop = await StripeShop.OpenAsync();
        using var large = await shop.PostAsync(shop.Signed(new string('x', 1024 * 1024 + 1)));
        Assert.True(large.StatusCode is HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.BadRequest);
        Assert.Equal(0, shop.Shop.Read(db => db.ProviderEvents.Count()));

        using var other = new Shop();
        using var answer = await other.Portal.Client().PostAsync("/webhooks/stripe", new StringContent("{}"), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task No_secret_card_or_payload_is_in_any_log()
    {
        var log = new CapturedLog(LogLevel.Trace);
        await using var shop = await StripeShop.OpenAsync();
        shop.Shop.Get<ILoggerFactory>().AddProvider(log);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order, Shop.Declined);
        await shop.DeliverAsync();
        shop.Fake.Faults.Next(StripeFault.AnswerLost, "Checkout.Sessions.retrieve", 2);
        await shop.PayAsync(order);
        var deliveries = shop.Fake.Webhooks.Take();
        foreach (var delivery in deliveries)
        {
            using var taken = await shop.PostAsync(delivery);
            using var refused = await shop.PostAsync(delivery with { Signature = "t=1,v1=2" });
        }

        await shop.Shop.WorkAsync();
        shop.Advance(TimeSpan.FromMinutes(1));
        await shop.Shop.WorkAsync();

        Assert.NotEmpty(log.Lines);
        var secrets = deliveries.Select(delivery => delivery.Body).Concat(deliveries.Select(delivery => delivery.Signature))
            .Concat([shop.Fake.ApiKey, shop.Fake.Webhooks.Secret, Shop.Good, Shop.Declined, "client_secret", "payment_method_details"]);
        Assert.All(secrets, secret => Assert.DoesNotContain(log.Lines, line => line.Contains(secret, StringComparison.Ordinal)));
    }
}
