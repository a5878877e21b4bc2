using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

public static class ListingChanges
{
    extension(MarketplaceDb db)
    {
        /// <summary>What the catalog says of the module changes with this save.</summary>
        public void ListingChanged(Module module, DateTime now)
        {
            module.Touch(now);
            db.Changed(LiveTopic.Catalog, now);
            db.Changed(LiveTopic.Module(module.NormalizedId), now);
        }

        /// <summary>A release of the module enters or leaves the catalog with this save: the newest listed one describes the module.</summary>
        /// <param name="changed">As it will be saved.</param>
        /// <param name="isListed">Whether it is listed then, unless it is unlisted or suspended.</param>
        public async Task RelistAsync(Module module, Release changed, bool isListed, CancellationToken cancel)
        {
            var listed = await db.PassedReleases().Offered().Where(r => r.ModuleId == module.Id && r.Id != changed.Id)
                .Select(r => new { r.Version, r.Listing, r.ApprovedAt }).ToListAsync(cancel);
            if (isListed && changed is { Yank: null, Suspension: null }
                && (changed.Id == 0 || await db.CheckedReleases().AnyAsync(r => r.Id == changed.Id, cancel)))
            {
                listed.Add(new { changed.Version, changed.Listing, changed.ApprovedAt });
            }

            if (listed.Count > 0)
            {
                var newest = listed.Newest(r => r.Version);
                module.Describe(newest.Listing, newest.ApprovedAt);
            }
            else
            {
                module.WithdrawIcon();
            }
        }
    }
}
