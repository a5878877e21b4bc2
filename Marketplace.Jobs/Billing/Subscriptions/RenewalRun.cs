using System.Linq.Expressions;
using Hangfire;
using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Runs;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Notifications;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Subscriptions;

/// <summary>
/// Bills the subscriptions whose day has come, each period in a short transaction of its own, and charges outside of them. Any number of workers may do it
/// at once, and any of them may die: the database takes one row of each period, and a payment has one start.
/// </summary>
public sealed partial class RenewalRun(
    IDbContextFactory<MarketplaceDb> databases, RenewalInvoices invoices, JointRenewals joint, PeriodCharges charges, SubscriptionEnding ending,
    BillingRuns runs, IOptions<SubscriptionOptions> options, TimeProvider clock, ILogger<RenewalRun> log)
{
    /// <summary>So many periods of one subscription are billed a day, as after a long outage; more is a mistake.</summary>
    public const int MaxPerDay = 40;

    /// <summary>An invoice that is so many times as high as the one before is looked at by a person first.</summary>
    public const int MaxGrowth = 10;

    private const int Page = 200, Compared = 3;

    private static readonly Expression<Func<Subscription, Due>> AsDue = s => new Due(s.Id, s.OrganizationId, s.Currency);

    /// <returns>How many periods were billed.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var run = await runs.BeginAsync(cancel);
        await ending.RunAsync(run, cancel);
        var (left, charging) = (0, Task.CompletedTask);
        while (await run.GoesOnAsync(cancel))
        {
            // What could not be billed, or is another worker's, stands before the rest and is passed over until the next run.
            var page = await DueAsync(left, cancel);
            var billed = new HashSet<Guid>();
            foreach (var due in page.Where(due => !billed.Contains(due.Id)))
            {
                if (!await run.GoesOnAsync(cancel))
                {
                    break;
                }

                var bill = await TryAsync(due, cancel);
                left += bill is { Waits: false } && run.Bills(bill.Ids.Count) ? 0 : 1;
                billed.UnionWith(bill.Ids);
            }

            if (page.Count == 0)
            {
                break;
            }

            // A provider that is slow or away keeps nobody from being billed, so that every license lasts.
            if (page.Count == Page && charging.IsCompleted)
            {
                await charging;
                charging = Task.Run(() => charges.RunAsync(run, cancel), cancel);
            }
        }

        await charging;
        await charges.RunAsync(run, cancel);
        await run.EndAsync(cancel);
        return run.Billed;
    }

    /// <summary>Bills one at once if its day has come, and charges it.</summary>
    internal async Task BillAsync(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Subscriptions.Where(s => s.Id == id).Select(AsDue).FirstOrDefaultAsync(cancel) is { } due
            && (await TryAsync(due, cancel)).Ids.Count > 0)
        {
            await charges.ChargeAsync(id, cancel);
        }
    }

    private async Task<List<Due>> DueAsync(int left, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Subscriptions.DueAt(now, options.Value.DraftHours).OrderBy(s => s.RenewsAt).ThenBy(s => s.Id).Skip(left).Take(Page)
            .Select(AsDue).ToListAsync(cancel);
    }

    // One that fails keeps no other from being billed.
    private async Task<Bill> TryAsync(Due due, CancellationToken cancel)
    {
        try
        {
            await using var before = await databases.CreateDbContextAsync(cancel);
            var (open, refused) = await invoices.OpenAsync(before, due.OrganizationId, due.Currency, cancel);
            return await databases.TransactAsync(db => BillAsync(db, due.Id, open, refused, cancel), cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return Bill.None;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailed(error, due.Id);
            return Bill.None;
        }
    }

    private async Task<Bill> BillAsync(MarketplaceDb db, Guid id, OpenBasket? open, string? refused, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        if (await db.Subscriptions.Include(s => s.License.Module).FirstOrDefaultAsync(s => s.Id == id && s.RenewsAt <= now, cancel) is not { } subscription)
        {
            return Bill.None;
        }

        var joined = open?.Buyer.JoinsInvoices is true ? await joint.OfAsync(db, subscription, now, cancel) : [subscription];
        var bills = new List<BilledPeriod>();
        foreach (var one in joined)
        {
            bills.AddRange(await BeginAsync(db, one, open, refused, now, cancel) is { } bill ? [bill] : []);
            // What it used is billed, whatever becomes of those after it.
            await (joined.Count > 1 ? db.SaveChangesAsync(cancel) : Task.CompletedTask);
        }

        if (bills.Count > 0)
        {
            var invoice = await invoices.IssueAsync(db, open!, bills, now, cancel);
            foreach (var bill in bills)
            {
                await db.PostAsync(bill.Subscription, "subscription.renewed", "", now, cancel);
            }

            await db.BilledAsync(bills, invoice, now, cancel);
        }

        await db.SaveChangesAsync(cancel);
        return new([.. joined.Select(one => one.Id)], joined.Count == 0);
    }

    // Null where it has ended or is parked: then the rest is billed without it.
    private async Task<BilledPeriod?> BeginAsync(
        MarketplaceDb db, Subscription subscription, OpenBasket? open, string? refused, DateTime now, CancellationToken cancel)
    {
        var id = subscription.Id;
        if (subscription.License.RevokedAt is not null)
        {
            // What was paid for has been refunded, disputed or revoked: nobody pays for it again.
            subscription.End(now);
            await db.HappenedAsync(subscription, SubscriptionEventKind.Ended, "Its license was revoked", null, now, cancel);
            return null;
        }

        var next = subscription.Terms.Next().Period;
        var used = open is null ? [] : await RenewalInvoices.UsedAsync(db, subscription, cancel);
        var quote = open is null ? null : invoices.Price(open, subscription, next, used);
        var problem = refused ?? await BoundAsync(db, subscription, next, quote!, now, cancel);
        if (problem is not null)
        {
            // Nothing of it was billed, and the client is not to suffer from waiting for a person.
            db.ForgetUsed();
            subscription.Park(problem, now);
            await db.LastAsync(subscription, now + PeriodPayments.Patience, now, cancel);
            await db.HappenedAsync(subscription, SubscriptionEventKind.Parked, problem, null, now, cancel);
            await db.NotifyStaffAsync(
                StaffRole.Operator, $"subscription/{id:N}", $"A subscription of {subscription.Name} is parked and not billed: {problem}", now, cancel);
            return null;
        }

        // An owner who resumed it has written that down.
        var resumes = subscription.PausedFrom is not null && !await IsResumedAsync(db, id, cancel);
        var changes = !ReferenceEquals(next.Line, subscription.Terms.Line);
        var period = subscription.Bill(now);
        if (resumes)
        {
            await db.HappenedAsync(subscription, SubscriptionEventKind.Resumed, "", null, now, cancel);
        }

        if (changes)
        {
            await db.RelicenseAsync(subscription.LicenseId, new(next.Line.OfferId, subscription.Tier, next.Line.Sites), now, cancel);
            await db.HappenedAsync(subscription, SubscriptionEventKind.Changed, subscription.Words, null, now, cancel);
        }

        return new(subscription, period, quote!);
    }

    private static async Task<bool> IsResumedAsync(MarketplaceDb db, Guid id, CancellationToken cancel) =>
        await db.Set<SubscriptionEvent>().Where(e => e.SubscriptionId == id
                && (e.Kind == SubscriptionEventKind.Paused || e.Kind == SubscriptionEventKind.Resumed))
            .OrderByDescending(e => e.Id).Select(e => e.Kind).FirstOrDefaultAsync(cancel) == SubscriptionEventKind.Resumed;

    // Null if it is within bounds; otherwise why a person has to look before anything is charged.
    internal static async Task<string?> BoundAsync(
        MarketplaceDb db, Subscription subscription, NextPeriod? bills, Quote quote, DateTime now, CancellationToken cancel)
    {
        var (id, day, next) = (subscription.Id, now.AddDays(-1), subscription.Period + 1);
        if (bills is not null && bills.Until <= bills.From)
        {
            return $"Period {next} would end before it begins.";
        }

        if (next >= MaxPerDay && await db.SubscriptionPeriods.CountAsync(p => p.SubscriptionId == id && p.BilledAt > day, cancel) >= MaxPerDay)
        {
            return $"More than {MaxPerDay} periods would be billed within a day.";
        }

        // Of the last few: one of them may be for a part of a period.
        var invoices = db.Invoices;
        var last = await db.SubscriptionPeriods.Where(p => p.SubscriptionId == id && p.InvoiceId != null).OrderByDescending(p => p.Number).Take(Compared)
            .Select(p => p.PartMinor ?? invoices.Where(i => i.Id == p.InvoiceId).Select(i => (long?)(i.NetMinor + i.TaxMinor)).FirstOrDefault())
            .ToListAsync(cancel);
        return subscription.Released != next && last.Max() is > 0 and var most && quote.Total.Minor > most * MaxGrowth
            ? $"{quote.Total} would be charged, more than {MaxGrowth} times the {new Money(most, subscription.Currency)} of the invoices before." : null;
    }

    [LoggerMessage(LogLevel.Error, "Subscription {Subscription} could not be billed; it is tried again in an hour")]
    private partial void LogFailed(Exception error, Guid subscription);

    private sealed record Due(Guid Id, long OrganizationId, string Currency);

    /// <param name="Ids">What was billed, or ended or parked instead; none where another worker was first, or something is wrong.</param>
    /// <param name="Waits">For another that renews later on its day.</param>
    private sealed record Bill(IReadOnlyList<Guid> Ids, bool Waits = false)
    {
        public static readonly Bill None = new([]);
    }
}

/// <summary>Bills and charges what is due. Safe to run twice, and by several workers at once.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class RenewalJob(RenewalRun renewals)
{
    public Task RunAsync(CancellationToken cancel) => renewals.RunAsync(cancel);
}
