using Marketplace.Billing.Dunning;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payouts.Shares;
using Marketplace.Revenue.Movements;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Portal.Demo;

/// <summary>
/// Does in the past what jobs do, in the evening of each day on which something is due: most days pass without. Clients act in the daytime, so what is
/// due on a day is billed on it.
/// </summary>
internal sealed class DemoCalendar(DemoPast past)
{
    private static readonly TimeOnly Evening = new(17, 5);
    private DateTime _done = past.Now;

    /// <summary>All evenings until then.</summary>
    public async Task RunToAsync(DateTime until, CancellationToken cancel)
    {
        while (await NextAsync(cancel) is var evening && evening <= until)
        {
            past.GoTo(evening);
            await WorkAsync(cancel);
            // Once a day, even if something could not be done.
            _done = evening;
        }
    }

    // The first of a month is due: then the month before is earned, and shares are released.
    private async Task<DateTime> NextAsync(CancellationToken cancel)
    {
        await using var db = await past.OpenAsync(cancel);
        var last = _done;
        DateTime?[] due =
        [
            await db.Subscriptions.MinAsync(s => s.RenewsAt, cancel), await db.Subscriptions.MinAsync(s => s.EndsAt, cancel),
            await db.Subscriptions.Where(s => s.PausedFrom > last).MinAsync(s => s.PausedFrom, cancel),
            await db.SubscriptionPeriods.MinAsync(p => p.ChargeAt, cancel), await db.DunningCases.MinAsync(c => c.DueAt, cancel),
            new DateTime(last.Year, last.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(1),
        ];
        return EveningOf((DateTime)due.Min()!) is var evening && evening > last ? evening : EveningOf(last.AddMinutes(1));
    }

    // The usage of a period is final an hour after it.
    private static DateTime EveningOf(DateTime due) =>
        due.Date.Add(Evening.ToTimeSpan()) is var evening && due.AddHours(1) <= evening ? evening : evening.AddDays(1);

    private async Task WorkAsync(CancellationToken cancel)
    {
        if (past.Now.Day == 1)
        {
            await past.Get<RecognitionRun>().RunAsync(cancel);
            await past.Get<ShareRun>().RunAsync(cancel);
        }

        await past.Get<RenewalRun>().RunAsync(cancel);
        await past.Get<ProviderInbox>().ProcessAsync(cancel);
        await past.Get<DunningRun>().RunAsync(cancel);
        await past.Get<PausedSubscriptions>().RunAsync(cancel);
        await past.Get<PaymentSweep>().RunAsync(cancel);
    }
}
