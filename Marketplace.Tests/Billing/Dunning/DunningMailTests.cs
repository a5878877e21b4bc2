using System.Globalization;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Dunning.Failures;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Dunning;

/// <summary>Nobody is mailed more often than the campaign says, however often, by how many, and to which end the jobs run.</summary>
public sealed class DunningMailTests
{
    private static readonly int Workers = int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_DUNNING_KILLS") ?? "8", CultureInfo.InvariantCulture);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_runs_by_several_workers_mail_each_step_once()
    {
        using var shop = await OpenAsync();
        await CampaignAsync(
            shop, Plan(new(0) { Mail = DunningLetter.PaymentFailed }, new(2) { Mail = DunningLetter.Reminder }, new(3) { Retries = true }, new(4)));
        for (var day = 0; day < 4; day++)
        {
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(
                async () =>
                {
                    for (var run = 0; run < 5; run++)
                    {
                        await WorkAsync(shop);
                    }
                },
                Cancel)));
            shop.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(["Your payment for Acme Shop failed", "Reminder: €119.00 for Acme Shop is still unpaid"], Letters(shop));
    }

    [Fact]
    public async Task What_a_worker_had_in_hand_that_died_is_not_mailed_again()
    {
        using var shop = await FailedAsync();
        shop.Read(db =>
        {
            // It was handed to the mail server, and nobody could say so any more.
            db.Set<OutgoingMail>().Single(m => m.IsOnce).Claim(shop.Now.AddMinutes(5));
            return db.SaveChanges();
        });
        shop.Advance(TimeSpan.FromMinutes(6));

        await shop.Get<MailDelivery>().SendAsync(Cancel);

        Assert.Empty(Sent(shop, "Your payment for"));
        Assert.Empty(Letters(shop));
    }

    // The days of the campaign on which something happens, and the one on which it has ended.
    private static readonly int[] Steps = [0, 1, 3, 5, 7, 14, 15];

    [Fact]
    public async Task Killed_at_any_moment_of_a_campaign_no_step_is_mailed_twice_and_no_card_charged_twice()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The process is given an SQLite file.");
        using var shop = await OpenAsync();
        var saved = shop.Read(db => db.SavedMethods.Single(m => m.DefaultFor == null).Id);
        for (var more = 0; more < 2; more++)
        {
            var (quote, hash) = await shop.QuoteAsync();
            var order = Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(quote, hash, again: true)).OrderId;
            await shop.PayAsync(order, way: new(MethodId: saved));
        }

        // In the morning of New York, where the card is from.
        shop.Advance(TimeSpan.FromDays(31) + TimeSpan.FromHours(4));
        for (var day = 0; day < 16; day++)
        {
            if (Steps.Contains(day))
            {
                await DyingDunning.RunAsync(shop.Portal.Database.Folder, shop.Now, Workers, Cancel);
            }

            shop.Advance(TimeSpan.FromMinutes(61));
            await WorkAsync(shop);
            shop.Advance(TimeSpan.FromMinutes(61));
            await WorkAsync(shop);
            await shop.Get<MailDelivery>().SendAsync(Cancel);
            shop.Advance(TimeSpan.FromHours(22) - TimeSpan.FromMinutes(2));
        }

        var cases = shop.Read(db => db.DunningCases.Include(c => c.Mails).AsNoTracking().ToList());
        Assert.All(cases, one => Assert.NotEqual(DunningState.Open, one.State));
        var rows = cases.SelectMany(one => one.Mails).Where(mail => mail.IsSent).ToLookup(mail => mail.Letter);
        foreach (var (letter, subject) in (IEnumerable<(DunningLetter, string)>)
            [(DunningLetter.PaymentFailed, "Your payment for"), (DunningLetter.Reminder, "Reminder:"), (DunningLetter.Ended, "Your subscription of")])
        {
            Assert.InRange(Sent(shop, subject).Length, 0, rows[letter].Count());
            Assert.Equal(cases.Count, rows[letter].Count());
        }

        Assert.Equal([], (await shop.Get<LedgerVerify>().RunAsync(Cancel)).Problems);
    }

    private static string[] Sent(Shop shop, string subject)
    {
        var mail = Directory.CreateDirectory(Path.Combine(shop.Portal.Database.Folder, "mail"));
        return [.. mail.GetFiles().Select(file => File.ReadAllText(file.FullName))
            .Where(text => text.Contains($"Subject: {subject}", StringComparison.Ordinal))];
    }
}
