using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Subscriptions;

/// <summary>
/// Which subscriptions of a client stand on one invoice, where it chose that: those that are due, in the same currency and paid by the same method. What is due
/// waits for what renews later on its day.
/// </summary>
public sealed class JointRenewals(RenewalInvoices invoices, IOptions<SubscriptionOptions> options)
{
    private const int Max = 50;

    /// <summary>So long after its period the license of what waits lasts: to the end of the day, with a draft and a pause of billing beyond it.</summary>
    private static readonly TimeSpan Waits = TimeSpan.FromDays(2);

    /// <returns>It and what is billed with it, in one order for all workers; none while it waits.</returns>
    internal async Task<IReadOnlyList<Subscription>> OfAsync(MarketplaceDb db, Subscription due, DateTime now, CancellationToken cancel)
    {
        var (organization, currency, soon, zone) = (due.OrganizationId, due.Currency, now.AddDays(1), due.Terms.Zone);
        var (day, payer) = (Proration.Day(due.RenewsAt!.Value, zone), await PayerAsync(db, due, cancel));
        var (joined, waits) = (new List<Subscription>(), false);
        foreach (var one in await db.Subscriptions.Include(s => s.License.Module)
            .Where(s => s.OrganizationId == organization && s.Currency == currency && s.RenewsAt <= soon).OrderBy(s => s.RenewsAt).ThenBy(s => s.Id).Take(Max)
            .ToListAsync(cancel))
        {
            var isDue = one.RenewsAt!.Value.AddHours(one.IsMetered && one.Period >= 0 ? options.Value.DraftHours : 0) <= now;
            if ((isDue || Proration.Day(one.RenewsAt.Value, zone) == day) && await PayerAsync(db, one, cancel) == payer)
            {
                waits |= !isDue;
                joined.AddRange(isDue ? [one] : []);
            }
        }

        if (!waits || !joined.Contains(due))
        {
            return joined.Contains(due) ? joined : [due];
        }

        await db.LastAsync(due, due.RenewsAt.Value + Waits, now, cancel);
        await db.SaveChangesAsync(cancel);
        return [];
    }

    private async Task<(Guid? MethodId, bool IsTest)> PayerAsync(MarketplaceDb db, Subscription subscription, CancellationToken cancel)
    {
        var (method, isTest) = await invoices.PayerAsync(db, subscription, cancel);
        return (method?.Id, isTest);
    }
}

internal static class JointPeriods
{
    extension(MarketplaceDb db)
    {
        /// <summary>All of what the invoice has of its term was credited, while others stand on that invoice too.</summary>
        public async Task<bool> IsCreditedAloneAsync(SubscriptionPeriod period, CancellationToken cancel)
        {
            if (period.PartMinor is null)
            {
                return false;
            }

            var (invoice, line, items) = (period.InvoiceId, period.InvoiceLine, db.Set<Invoices.InvoiceItem>());
            return await items.AnyAsync(
                i => i.InvoiceId == invoice && i.Number == line && i.NetMinor > 0
                    && i.NetMinor <= items.Where(c => c.Invoice.CorrectsId == invoice && c.OfNumber == line).Sum(c => c.NetMinor), cancel);
        }
    }
}
