using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Billing.Orders;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Stripe;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support.Stripe;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Payments;

/// <summary>
/// Histories of webhooks that are shuffled, doubled, dropped and late end as those that come in order; so many of them as
/// <c>MARKETPLACE_WEBHOOK_HISTORIES</c> says.
/// </summary>
public sealed class WebhookHistoryTests(ITestOutputHelper output)
{
    // A shop that grows old slows down.
    private const int Block = 200;

    private static readonly int Histories =
        int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_WEBHOOK_HISTORIES"), CultureInfo.InvariantCulture, out var count) ? count : 20;

    private static readonly Story[] Stories = Enum.GetValues<Story>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private enum Story { Paid, DeclinedThenPaid, Secure, Debit, DebitReturned, Refunded, RefundReturned, DisputeWon, DisputeLost }

    [Fact]
    public async Task However_events_arrive_all_ends_as_if_they_came_in_order()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}, {Histories} histories.");
        var random = new Random(seed);
        for (var done = 0; done < Histories; done += Block)
        {
            await using var shop = await StripeShop.OpenAsync();
            shop.Fake.Rules.RefundsNeedBalance = false;
            var expected = new Dictionary<Story, string>();
            foreach (var story in Stories)
            {
                expected[story] = await TellAsync(shop, story, new(0));
            }

            for (var history = done; history < Math.Min(done + Block, Histories); history++)
            {
                var story = Stories[random.Next(Stories.Length)];
                var disorder = new StripeDisorder(random.Next())
                {
                    Drops = random.Next(2, 5), Doubles = random.Next(2, 6), Delays = random.Next(2, 5), Shuffles = true,
                };
                var end = await TellAsync(shop, story, disorder);
                Assert.True(
                    expected[story] == end, $"History {history} of seed {seed}, {story} (disorder {disorder.Seed}): {end} instead of {expected[story]}.");
            }

            await shop.AssertBooksAsync();
        }
    }

    private static async Task<string> TellAsync(StripeShop shop, Story story, StripeDisorder disorder)
    {
        var cash = shop.Shop.Net(StripeShop.Cash);
        var order = await shop.PlaceAsync();
        await shop.StartAsync(order);
        var session = shop.Shop.PaymentOf(order).ProviderId!;
        if (story is Story.DeclinedThenPaid)
        {
            shop.Fake.Pay(session, Shop.Declined);
            await PassAsync(shop, disorder);
        }

        shop.Fake.Pay(session, story switch
        {
            Story.Secure => Shop.Secure, Story.Debit => Shop.SlowDebit, Story.DebitReturned => Shop.FailingDebit,
            Story.RefundReturned => StripeShop.RefundFails,
            Story.DisputeWon or Story.DisputeLost => StripeShop.Disputed, _ => Shop.Good,
        });
        await PassAsync(shop, disorder);
        shop.Advance(story is Story.Debit or Story.DebitReturned ? TimeSpan.FromDays(3) : TimeSpan.FromMinutes(20));
        await PassAsync(shop, disorder);
        if (story is Story.Refunded or Story.RefundReturned or Story.DisputeWon or Story.DisputeLost)
        {
            // An operator acts on what is known by then.
            await FindAsync(shop);
            await ActAsync(shop, order, story);
            await PassAsync(shop, disorder);
            shop.Advance(story is Story.RefundReturned ? TimeSpan.FromDays(1) : TimeSpan.FromMinutes(20));
            await PassAsync(shop, disorder);
        }

        if (story is Story.DebitReturned)
        {
            Assert.IsType<OrderOutcome.Placed>(await shop.Shop.Get<OrderPayments>().CancelAsync(shop.Shop.Owner, order, Cancel));
        }

        // Something else happens at Stripe, and is told.
        await shop.Fake.Client().V1.Customers.UpdateAsync(
            shop.Shop.Read(db => db.StripeCustomers.Single().CustomerId!), new() { Description = $"{order}" }, cancellationToken: Cancel);
        foreach (var delivery in shop.Fake.Webhooks.Take().Concat(disorder.Rest()))
        {
            await TakeAsync(shop, delivery);
        }

        await FindAsync(shop);
        return EndOf(shop, order, shop.Shop.Net(StripeShop.Cash) - cash);
    }

    private static async Task ActAsync(StripeShop shop, Guid order, Story story)
    {
        if (story is Story.Refunded or Story.RefundReturned)
        {
            await shop.CreditAsync(order, 10000, revokes: true);
            return;
        }

        var text = story is Story.DisputeWon ? "winning_evidence" : "losing_evidence";
        Assert.IsType<EvidenceOutcome.Taken>(
            await shop.Shop.Get<Disputes>().AnswerAsync(shop.Shop.Operator, shop.DisputeOf(order).Id, new(text, null), Cancel));
        await SendAsync(shop);
    }

    private static async Task PassAsync(StripeShop shop, StripeDisorder disorder)
    {
        foreach (var delivery in disorder.Pass(shop.Fake.Webhooks.Take()))
        {
            await TakeAsync(shop, delivery);
        }

        await shop.Shop.Get<ProviderInbox>().ProcessAsync(Cancel);
    }

    // It is signed when it is sent.
    private static async Task TakeAsync(StripeShop shop, StripeDelivery delivery)
    {
        var signed = shop.Fake.Webhooks.Sign(delivery.EventId, shop.Fake.Webhooks.Secret);
        Assert.Equal(WebhookAnswer.Taken, await shop.Shop.Get<StripeWebhook>().TakeAsync(signed.Body, signed.Signature, Cancel));
    }

    // Payments are not asked for here one by one, as the sweep of payments does: events alone bring what is new.
    private static async Task FindAsync(StripeShop shop)
    {
        await shop.Shop.Get<ProviderInbox>().FindMissingAsync(Cancel);
        await shop.Shop.Get<ProviderInbox>().ProcessAsync(Cancel);
    }

    private static async Task SendAsync(StripeShop shop)
    {
        foreach (var id in shop.Shop.Read(db => db.ProviderRequests.Where(r => r.AnsweredAt == null).Select(r => r.Id).ToList()))
        {
            await shop.Shop.Get<ProviderCalls>().SendAsync(id, Cancel);
        }
    }

    private static string EndOf(StripeShop shop, Guid order, long cash)
    {
        var payment = shop.Shop.PaymentOf(order);
        return shop.Shop.Read(db => string.Join(", ",
            payment.State, payment.Failure, payment.Method, payment.FeeMinor, payment.RefundedMinor, shop.Shop.OrderOf(order).State,
            $"refunds {string.Join('/', db.Refunds.Where(r => r.PaymentId == payment.Id).Select(r => r.State).ToList())}",
            $"disputes {string.Join('/', db.Disputes.Where(d => d.PaymentId == payment.Id).Select(d => d.State).ToList())}",
            $"licenses {db.Licenses.Count(l => l.RevokedAt == null && db.Set<OrderLine>().Any(line => line.OrderId == order && line.LicenseId == l.Id))}",
            $"cash {cash}",
            $"waiting {db.ProviderEvents.Count(e => e.ProcessedAt == null)}"));
    }
}
