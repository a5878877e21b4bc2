using Marketplace.Billing.Orders;
using Marketplace.Payments.Sandbox;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Payments;

public sealed class PaymentLogTests
{
    private static readonly (string Key, string Value) All = ("Logging:LogLevel:Default", "Trace");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_secret_and_no_payload_of_Stripe_is_in_any_log()
    {
        var log = new CapturedLog(LogLevel.Trace);
        await using var shop = await StripeShop.OpenAsync(All);
        shop.Shop.Get<ILoggerFactory>().AddProvider(log);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        var told = shop.Fake.Webhooks.Take().ToList();
        foreach (var delivery in told)
        {
            using var refused = await shop.PostAsync(delivery with { Signature = "t=1,v1=00" });
            using var taken = await shop.PostAsync(delivery);
            Assert.Equal((false, true), (refused.IsSuccessStatusCode, taken.IsSuccessStatusCode));
        }

        await shop.Shop.WorkAsync();

        Assert.Equal(OrderState.Paid, shop.Shop.OrderOf(order).State);
        AssertClean(
            log, [Shop.Good, shop.Fake.ApiKey, shop.Fake.Webhooks.Secret, "client_reference_id", "payment_method_details", .. told.Select(one => one.Body)]);
    }

    [Fact]
    public async Task No_number_that_is_entered_at_the_sandbox_is_in_any_log()
    {
        var log = new CapturedLog(LogLevel.Trace);
        using var shop = await Shop.OpenAsync(null, All);
        shop.Get<ILoggerFactory>().AddProvider(log);
        var order = await shop.PlaceAsync();
        await shop.PayAtSandboxAsync(order, Shop.Declined);
        using var http = shop.Portal.Client();
        using var page = await http.GetAsync($"/sandbox/{shop.PaymentOf(order).ProviderId}", Cancel);
        Assert.IsType<TillOutcome.Done>(await shop.Get<SandboxTill>().PayAsync(shop.PaymentOf(order).ProviderId!, Shop.Good, Cancel));
        await shop.WorkAsync();

        Assert.Equal(OrderState.Paid, shop.OrderOf(order).State);
        AssertClean(log, [Shop.Declined, Shop.Good]);
    }

    private static void AssertClean(CapturedLog log, IReadOnlyList<string> secrets)
    {
        Assert.NotEmpty(log.Lines);
        Assert.All(secrets, secret => Assert.DoesNotContain(log.Lines, line => line.Contains(secret, StringComparison.Ordinal)));
    }
}
