using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Licensing;

/// <summary>Updates open pages after a change of licenses, and saves answers to requests.</summary>
internal static class LicenseNews
{
    extension(MarketplaceDb db)
    {
        public void TellLicenses(long organizationId, string normalizedId, DateTime now)
        {
            db.Changed(LiveTopic.Licenses(organizationId), now);
            db.Changed(LiveTopic.Module(normalizedId), now);
            db.Wake(Work.Licenses, now, organizationId);
        }

        /// <summary>Saves an answer; another hand may have given one at the same moment.</summary>
        public async Task<LicenseOutcome> AnsweredAsync(CancellationToken cancel)
        {
            try
            {
                await db.SaveChangesAsync(cancel);
                return new LicenseOutcome.Done();
            }
            catch (DbUpdateConcurrencyException)
            {
                return new LicenseOutcome.Invalid("Someone answered at the same moment. Look at it again.");
            }
        }
    }
}
