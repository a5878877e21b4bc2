using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Live;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Subscriptions;

internal static class SubscriptionNews
{
    extension(MarketplaceDb db)
    {
        /// <summary>Updates open pages after a change of a subscription.</summary>
        public void TellSubscription(Subscription subscription, DateTime now)
        {
            db.Changed(LiveTopic.Billing(subscription.OrganizationId), now);
            db.Changed(LiveTopic.Payments, now);
        }

        /// <summary>A period is paid, or free: its licenses last until its end. What was only tried becomes a license of its own.</summary>
        public async Task ProlongAsync(Subscription subscription, SubscriptionPeriod period, DateTime now, CancellationToken cancel)
        {
            if (subscription is { TrialEndsAt: not null, License.Origin: LicenseOrigin.Trial })
            {
                var licenses = await db.LicenseAsync(
                    new(subscription.OrganizationId, subscription.OfferId, subscription.Tier, LicenseOrigin.Purchase, subscription.Sites, period.Until,
                        subscription.ById),
                    now, cancel);
                subscription.MoveTo(licenses[0].Id);
                return;
            }

            await db.LastAsync(subscription, period.Until, now, cancel);
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
