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
        /// <summary>Writes into its life what has happened, and updates open pages.</summary>
        /// <param name="byId">Who did it; null if nobody did.</param>
        public void Happened(Subscription subscription, SubscriptionEventKind kind, string text, DateTime now, long? byId = null)
        {
            subscription.Events.Add(new(subscription.Id, kind, text, byId, now));
            db.Changed(LiveTopic.Billing(subscription.OrganizationId), now);
            db.Changed(LiveTopic.Payments, now);
        }

        /// <summary>A period is paid, or free: its licenses last to its end, and what was only tried is bought.</summary>
        public async Task ProlongAsync(Subscription subscription, SubscriptionPeriod period, DateTime now, CancellationToken cancel)
        {
            var until = period.Until + Slack;
            var trials = await db.LicensesSoldWith([subscription.LicenseId]).Include(l => l.Module).Include(l => l.Offer)
                .Where(l => l.RevokedAt == null && l.Origin == LicenseOrigin.Trial).OrderBy(l => l.Id).ToListAsync(cancel);
            foreach (var trial in trials)
            {
                trial.Convert(trial.Offer!.StepsOf(LicenseOrigin.Purchase), until);
                db.TellLicenses(trial.OrganizationId, trial.Module.NormalizedId, now);
            }

            await db.LastAsync(subscription, until, now, cancel);
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
