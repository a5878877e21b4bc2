using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Dunning;

/// <summary>What follows when a period is not paid: the days of its campaign, its mails, how long its license lasts, and how it ends.</summary>
internal sealed class DunningCases(DunningMails mails, WriteOffs writeOffs) : IUnpaidPeriods
{
    public async Task<NextTry> FailedAsync(MarketplaceDb db, SubscriptionPeriod period, DateTime now, CancellationToken cancel)
    {
        var known = await FindAsync(db, period.Id, cancel);
        var isEnded = period.Together.All(one => one.Subscription.EndedAt is not null);
        if (known is null && isEnded && period.From < period.Until)
        {
            // It ended before anything failed, as by a dispute: nobody is asked for more.
            return default;
        }

        var one = known ?? await DunningChoice.EnterAsync(db, period, now, cancel);
        if (one.State is not DunningState.Open)
        {
            return default;
        }

        one.Wait(await ZoneAsync(db, period, one.Country, cancel), null);
        if (known is null && period.From < period.Until)
        {
            await LicenseAsync(db, one, period, now, cancel);
        }

        // Of a subscription that has ended otherwise meanwhile only its last use is still asked for.
        var goesOn = !isEnded || period.From == period.Until;
        var next = goesOn ? one.Times.NextRetry(one.After(now)) : null;
        if (next is null && (!goesOn || (one.Times.EndsAt <= now && !one.IsPausedAt(now))))
        {
            return new(null, Ends: true);
        }

        await mails.SendDueAsync(db, one, next, isTried: true, now, cancel);
        one.Wait(one.Times.Zone, DueOf(one, now));
        return new(next, Ends: false);
    }

    public async Task EndedAsync(MarketplaceDb db, SubscriptionPeriod period, DateTime now, CancellationToken cancel)
    {
        if (await FindAsync(db, period.Id, cancel) is not { State: DunningState.Open } one)
        {
            return;
        }

        // What ended otherwise is not asked for any more.
        if (one.Times.EndsAt <= now)
        {
            await mails.SendDueAsync(db, one, null, isTried: true, now, cancel);
        }

        var writesOff = one.Campaign.Plan.End is DunningEnd.WriteOff;
        if (writesOff)
        {
            await writeOffs.WriteOffAsync(db, period, "Nobody paid it.", null, now, cancel);
        }

        one.Close(writesOff ? DunningState.WrittenOff : DunningState.Lost, 0, now);
    }

    public async Task SettledAsync(MarketplaceDb db, SubscriptionPeriod period, bool wasPaid, DateTime now, CancellationToken cancel)
    {
        if (await FindAsync(db, period.Id, cancel) is not { State: not (DunningState.Recovered or DunningState.Credited) } one)
        {
            return;
        }

        await db.SaveChangesAsync(cancel);
        var paid = await db.InvoicePayments.Where(p => p.InvoiceId == period.InvoiceId && p.At >= one.EnteredAt).SumAsync(p => p.Minor, cancel);
        one.Close(wasPaid ? DunningState.Recovered : DunningState.Credited, wasPaid ? paid : 0, now);
    }

    public async Task<DateTime> NotBeforeAsync(MarketplaceDb db, Guid periodId, DateTime now, CancellationToken cancel) =>
        await db.DunningCases.AsNoTracking().Include(c => c.Campaign).FirstOrDefaultAsync(c => c.PeriodId == periodId && c.State == DunningState.Open, cancel)
            is { } one ? one.Times.Waking(one.After(now)) : now;

    /// <summary>When a job has to look at it again: a mail without a retry on its day, or the end after the last retry.</summary>
    internal static DateTime? DueOf(DunningCase one, DateTime now)
    {
        var times = one.Times;
        var mailed = one.Mails.Select(mail => mail.Day).ToHashSet();
        return one.Campaign.Plan.Steps.Where(step => step is { Retries: false, Mail: not null } && !mailed.Contains(step.Day))
            .Select(step => times.At(step.Day)).Append(times.EndsAt).Min() is var due && due > one.After(now) ? due : one.After(now);
    }

    /// <summary>The license lasts as the campaign says. One that was extended for longer stays so.</summary>
    internal static async Task LicenseAsync(
        MarketplaceDb db, DunningCase one, SubscriptionPeriod period, DateTime now, CancellationToken cancel)
    {
        var (until, waited) = (one.Times.LicenseUntil, period.BilledAt + PeriodPayments.Patience);
        // Never shorter than what was already paid.
        until = until > period.From + SubscriptionNews.Slack ? until : period.From + SubscriptionNews.Slack;
        var licenses = await db.LicensesSoldWith([.. period.Together.Select(each => each.Subscription.LicenseId)]).Include(l => l.Module)
            .Where(l => l.RevokedAt == null && (l.ExpiresAt < until || (l.ExpiresAt > until && l.ExpiresAt <= waited))).OrderBy(l => l.Id).ToListAsync(cancel);
        foreach (var license in licenses)
        {
            license.Extend(until);
            db.TellLicenses(license.OrganizationId, license.Module.NormalizedId, now);
        }
    }

    internal static Task<DunningCase?> FindAsync(MarketplaceDb db, Guid periodId, CancellationToken cancel) => db.DunningCases
        .Include(c => c.Campaign).Include(c => c.Mails).Include(c => c.Subscription).FirstOrDefaultAsync(c => c.PeriodId == periodId, cancel);

    // Where the card is from; and there, by the clock that the client's browser named, if that is where it is billed.
    private static async Task<TimeZoneInfo> ZoneAsync(MarketplaceDb db, SubscriptionPeriod period, string country, CancellationToken cancel)
    {
        var failed = period.FailedMethodId;
        var card = failed is null ? null : await db.SavedMethods.Where(m => m.Id == failed).Select(m => m.Country).FirstOrDefaultAsync(cancel);
        var own = period.Subscription.TimeZone == TimeZoneInfo.Utc.Id ? null : TimeZones.Find(period.Subscription.TimeZone);
        return (card is null || card == country ? own : null) ?? CountryZones.Find(card ?? country) ?? own ?? TimeZoneInfo.Utc;
    }
}
