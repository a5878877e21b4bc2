using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Live;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Subscriptions;

internal static class SubscriptionNews
{
    /// <summary>So much longer than its period a license lasts: the next one is billed and paid meanwhile, and no site shows that it has ended.</summary>
    internal static readonly TimeSpan Slack = TimeSpan.FromDays(1);

    extension(MarketplaceDb db)
    {
        /// <summary>Writes into its life what has happened, updates open pages and tells the webhook.</summary>
        /// <param name="byId">Who did it; null if nobody did.</param>
        public async Task HappenedAsync(
            Subscription subscription, SubscriptionEventKind kind, string text, long? byId, DateTime now, CancellationToken cancel)
        {
            subscription.Events.Add(new(subscription.Id, kind, text, byId, now));
            db.Changed(LiveTopic.Billing(subscription.OrganizationId), now);
            db.Changed(LiveTopic.Payments, now);
            if (SubscriptionPosts.TypeOf(kind) is { } type)
            {
                // Why it was parked is for staff.
                await db.PostAsync(subscription, type, kind is SubscriptionEventKind.Canceled or SubscriptionEventKind.Ended ? text : "", now, cancel);
            }
        }

        /// <summary>Periods are billed: they wait for their payment, or are paid where nothing is left to be.</summary>
        /// <param name="invoice">Of all of them; null where nothing was due.</param>
        public async Task BilledAsync(IReadOnlyList<BilledPeriod> bills, Invoice? invoice, DateTime now, CancellationToken cancel)
        {
            var (line, isJoint) = (0, bills.Count(bill => bill.Lines > 0) > 1);
            SubscriptionPeriod? lead = null;
            foreach (var bill in bills)
            {
                var own = bill.Lines > 0 ? invoice : null;
                var part = own?.Items.Where(item => item.Number >= line && item.Number < line + bill.Lines).Sum(item => item.NetMinor + item.TaxMinor) ?? 0;
                var text = own is null ? "Nothing was due" : $"Invoice {own.Number}, {new Money(part, own.Currency)}";
                await db.HappenedAsync(bill.Subscription, SubscriptionEventKind.Billed, text, null, now, cancel);
                if (own is not null && isJoint)
                {
                    bill.Period.Join(own.Id, line, part, lead, now);
                }
                else if (own is not null)
                {
                    bill.Period.Invoice(own.Id, now);
                }

                lead ??= own is null ? null : bill.Period;
                line += bill.Lines;
                await db.BilledAsync(bill, own, isFirst: lead == bill.Period, now, cancel);
            }
        }

        private async Task BilledAsync(BilledPeriod bill, Invoice? invoice, bool isFirst, DateTime now, CancellationToken cancel)
        {
            var (subscription, period) = (bill.Subscription, bill.Period);
            if (invoice is { Payable.Minor: > 0 })
            {
                subscription.Owe(now);
                await db.LastAsync(subscription, now + PeriodPayments.Patience, now, cancel);
                return;
            }

            if (invoice is not null && isFirst)
            {
                await db.PostAsync(invoice, "invoice.paid", now, cancel);
            }

            period.Pay(now);
            await db.ProlongAsync(subscription, period, now, cancel);
            await db.PostAsync(subscription, "subscription.paid", "", now, cancel);
        }

        /// <summary>A period is paid, or free: its licenses last to its end, and what was only tried is bought.</summary>
        public async Task ProlongAsync(Subscription subscription, SubscriptionPeriod period, DateTime now, CancellationToken cancel)
        {
            var until = period.Until + Slack;
            var licenses = await db.LicensesSoldWith([subscription.LicenseId]).Include(l => l.Module)
                .Where(l => l.RevokedAt == null && (l.Origin == LicenseOrigin.Trial || l.ExpiresAt < until)).OrderBy(l => l.Id).ToListAsync(cancel);
            foreach (var license in licenses)
            {
                if (license.Origin is LicenseOrigin.Trial)
                {
                    await db.Entry(license).Reference(l => l.Offer).LoadAsync(cancel);
                    license.Convert(license.Offer!.StepsOf(LicenseOrigin.Purchase), until);
                }
                else
                {
                    license.Extend(until);
                }

                db.TellLicenses(license.OrganizationId, license.Module.NormalizedId, now);
            }
        }

        /// <summary>Its licenses end then, by their steps.</summary>
        public async Task ExpireAsync(long licenseId, DateTime at, DateTime now, CancellationToken cancel)
        {
            foreach (var license in await db.LicensesSoldWith([licenseId]).Include(l => l.Module)
                .Where(l => l.RevokedAt == null && (l.ExpiresAt == null || l.ExpiresAt > at)).OrderBy(l => l.Id).ToListAsync(cancel))
            {
                license.Extend(at);
                db.TellLicenses(license.OrganizationId, license.Module.NormalizedId, now);
            }
        }

        /// <summary>Lets its licenses last until then, unless they end later or were revoked.</summary>
        public async Task LastAsync(Subscription subscription, DateTime until, DateTime now, CancellationToken cancel)
        {
            var licenses = await db.LicensesSoldWith([subscription.LicenseId]).Include(l => l.Module).Where(l => l.RevokedAt == null && l.ExpiresAt < until)
                .OrderBy(l => l.Id).ToListAsync(cancel);
            foreach (var license in licenses)
            {
                license.Extend(until);
                db.TellLicenses(license.OrganizationId, license.Module.NormalizedId, now);
            }
        }
    }
}
