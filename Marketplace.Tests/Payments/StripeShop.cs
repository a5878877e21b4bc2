using System.Security.Cryptography;
using System.Text;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support.Stripe;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Payments;

/// <summary>The shop, with the fake of Stripe to pay at; both live in one time.</summary>
internal sealed class StripeShop : IAsyncDisposable
{
    public const string Disputed = "4000000000000259", RefundFails = "4000000000005126", RefundIsLate = "4000000000007726";

    public static readonly AccountKey Cash = AccountKey.ProviderCash("stripe");

    private readonly FakeTimeProvider _clock;

    private StripeShop(StripeServer fake, FakeTimeProvider clock, Shop shop) => (Fake, _clock, Shop) = (fake, clock, shop);

    public StripeServer Fake { get; }

    public Shop Shop { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<StripeShop> OpenAsync(params (string Key, string Value)[] settings) => OpenAsync(null, settings);

    /// <summary>With a key as of an account in which money moves.</summary>
    public static Task<StripeShop> OpenLiveAsync(params (string Key, string Value)[] settings) => OpenAsync($"sk_live_{Guid.NewGuid():N}", settings);

    private static async Task<StripeShop> OpenAsync(string? key, (string Key, string Value)[] settings)
    {
        var clock = new FakeTimeProvider(Shop.Start);
        var fake = await StripeServer.StartAsync(clock, key: key);
        return new(fake, clock, await Shop.OpenAsync(null,
        [
            ("Payments:Providers:0", "stripe"), ("Payments:Stripe:SecretKey", fake.ApiKey), ("Payments:Stripe:WebhookSecrets:0", fake.Webhooks.Secret),
            ("Payments:Stripe:ApiBase", fake.ApiBase), .. settings,
        ]));
    }

    public void Advance(TimeSpan time)
    {
        Shop.Advance(time);
        _clock.Advance(time);
        Fake.Advance(TimeSpan.Zero);
    }

    public async Task<Guid> PlaceAsync()
    {
        var (id, hash) = await Shop.QuoteAsync();
        return Assert.IsType<OrderOutcome.Placed>(await Shop.TryPlaceAsync(id, hash, again: true)).OrderId;
    }

    /// <summary>Goes to Stripe, however often it has to be asked, and pays there.</summary>
    /// <returns>The code of the refusal, or null.</returns>
    public async Task<string?> PayAsync(Guid order, string card = Shop.Good, bool? authenticates = true)
    {
        await StartAsync(order);
        return Fake.Pay(Shop.PaymentOf(order).ProviderId!, card, authenticates);
    }

    public async Task StartAsync(Guid order)
    {
        for (var attempt = 0; await Shop.PayAsync(order) is not PayOutcome.Underway { Url: not null }; attempt++)
        {
            Assert.True(
                attempt < 20, $"Nothing to pay yet: {string.Join(' ', Shop.Read(db => db.ProviderRequests.Select(r => r.Key + " " + r.Answer).ToList()))}");
            Advance(TimeSpan.FromMinutes(2));
            await Shop.WorkAsync();
        }
    }

    /// <summary>Posts what Stripe has to tell, and works on it.</summary>
    public async Task DeliverAsync()
    {
        foreach (var delivery in Fake.Webhooks.Take())
        {
            using var answer = await PostAsync(delivery);
            answer.EnsureSuccessStatusCode();
        }

        await Shop.WorkAsync();
    }

    public async Task<HttpResponseMessage> PostAsync(StripeDelivery delivery)
    {
        using var http = Shop.Portal.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe");
        request.Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Stripe-Signature", delivery.Signature);
        return await http.SendAsync(request, Cancel);
    }

    /// <summary>Any body, signed as Stripe signs.</summary>
    public StripeDelivery Signed(string body)
    {
        var at = new DateTimeOffset(Shop.Now).ToUnixTimeSeconds();
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Fake.Webhooks.Secret), Encoding.UTF8.GetBytes($"{at}.{body}"));
        return new("", "", body, $"t={at},v1={Convert.ToHexStringLower(signature)}");
    }

    /// <summary>Credits so much of the order's invoice, without tax, and gives it back.</summary>
    public async Task CreditAsync(Guid order, long net, bool revokes = false)
    {
        var invoice = Shop.Read(db => db.Invoices.Single(i => i.OrderId == order).Id);
        Assert.IsType<CreditOutcome.Issued>(
            await Shop.Get<CreditNotes>().IssueAsync(Shop.Operator, new(invoice, [new(0, new(net, "EUR"))], "It does not fit.", revokes), Cancel));
        await Shop.WorkAsync();
    }

    public Dispute DisputeOf(Guid order) => Shop.Read(db => db.Disputes.AsNoTracking().Single(d => d.PaymentId == Shop.PaymentOf(order).Id));

    public async Task<long> BalanceAsync() =>
        (await Shop.Get<PaymentProviders>().Find("stripe").BalanceAsync(Cancel))!.Where(m => m.Currency == "EUR").Sum(m => m.Minor);

    public async Task<int> ChargesAsync() =>
        (await Fake.Client().V1.Charges.ListAsync(new() { Limit = 100 }, cancellationToken: Cancel)).Count(charge => charge.Paid);

    /// <summary>The books and Stripe agree to the cent, and so says the verification of the books.</summary>
    public async Task AssertBooksAsync()
    {
        Assert.Equal(await BalanceAsync(), Shop.Net(Cash));
        Assert.Empty((await Shop.Get<LedgerVerify>().RunAsync(Cancel)).Problems);
    }

    public async ValueTask DisposeAsync()
    {
        Shop.Dispose();
        await Fake.DisposeAsync();
    }
}
