using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Publishing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Licensing;

/// <summary>How an organization stands with a module that is sold.</summary>
/// <param name="Terms">Of every license that it has, or had.</param>
/// <param name="Offers">What it can be bought for now.</param>
/// <param name="IsAsked">A license is asked for and not answered.</param>
public sealed record LicenseStanding(string PackageId, IReadOnlyList<LicenseTerm> Terms, IReadOnlyList<OfferRow> Offers, bool IsAsked);

public static class LicenseStandings
{
    private const int MaxTerms = 1000;

    extension(MarketplaceDb db)
    {
        /// <summary>Of these modules, those that are not free for everybody.</summary>
        /// <param name="currency">The marketplace's own.</param>
        public async Task<IReadOnlyList<LicenseStanding>> LicenseStandingsAsync(
            long organizationId, IEnumerable<string> packageIds, string currency, CancellationToken cancel)
        {
            var ids = packageIds.Select(Module.Normalize).ToList();
            var sold = ids.Count == 0
                ? []
                : await db.Modules.AsNoTracking()
                    .Where(m => ids.Contains(m.NormalizedId) && m.Price.Minor != 0 && m.PublisherId != organizationId)
                    .OrderBy(m => m.NormalizedId)
                    .Select(m => new { m.Id, m.PackageId }).ToListAsync(cancel);
            if (sold.Count == 0)
            {
                return [];
            }

            var modules = sold.ConvertAll(m => m.Id);
            var terms = (await db.Licenses.AsNoTracking()
                .Where(l => l.OrganizationId == organizationId && modules.Contains(l.ModuleId))
                .OrderByDescending(l => l.Id)
                .Take(MaxTerms)
                .ToListAsync(cancel)).ToLookup(l => l.ModuleId, l => new LicenseTerm(l.Sites, l.UpdatesUntil, l.Life));
            var offers = (await db.Offers.AsNoTracking().Open()
                .Where(o => modules.Contains(o.ModuleId))
                .RowsAsync(currency, MaxTerms, cancel)).ToLookup(row => row.ModuleId, row => row.Offer);
            var asked = await db.LicenseRequests
                .Where(r => r.OrganizationId == organizationId && r.AnsweredAt == null && modules.Contains(r.ModuleId))
                .Select(r => r.ModuleId)
                .ToListAsync(cancel);
            return [.. sold.Select(m => new LicenseStanding(m.PackageId, [.. terms[m.Id]], [.. offers[m.Id]], asked.Contains(m.Id)))];
        }
    }
}
