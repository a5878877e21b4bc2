using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Usage;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue;

/// <summary>How often a module's page was opened, the module installed, and bought.</summary>
public sealed record FunnelRow(string PackageId, string Name, long Views, long Installs, long Purchases)
{
    public decimal? InstallRate => Views > 0 ? (decimal)Installs / Views : null;

    public decimal? PurchaseRate => Views > 0 ? (decimal)Purchases / Views : null;
}

/// <summary>From page view to install to purchase, by module of a publisher: for its members and operators.</summary>
public sealed class PublisherFunnels(IDbContextFactory<MarketplaceDb> databases, RevenueQueries queries)
{
    private const int Most = 100;

    /// <param name="view">Of one publisher.</param>
    /// <returns>The modules of most views first; null for who may not see it.</returns>
    public async Task<IReadOnlyList<FunnelRow>?> ReadAsync(Actor actor, RevenueView view, CancellationToken cancel)
    {
        if (view.Filter.PublisherId is not { } publisher || !await queries.MayReadAsync(actor, view.Filter, cancel))
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var (from, to, only) = (view.Span.From, view.Span.To, view.Filter.ModuleId);
        var modules = db.Modules.Where(m => m.PublisherId == publisher && (only == null || m.Id == only));
        var (views, figures, purchases) = (db.DailyViews, db.DailyFigures, db.InvoiceItems.Purchases(from, to));
        return await modules.Select(m => new
            {
                m.PackageId, m.DisplayName,
                Views = views.Where(v => v.ModuleId == m.Id && v.Day >= from && v.Day <= to).Sum(v => v.Views),
                Installs = figures.Where(f => f.ModuleId == m.Id && f.Day >= from && f.Day <= to).Sum(f => f.Installs),
                Purchases = purchases.LongCount(i => i.ModuleId == m.Id),
            })
            .Where(row => row.Views > 0 || row.Installs > 0 || row.Purchases > 0).OrderByDescending(row => row.Views).ThenByDescending(row => row.Installs)
            .ThenBy(row => row.PackageId).Take(Most)
            .Select(row => new FunnelRow(row.PackageId, row.DisplayName, row.Views, row.Installs, row.Purchases)).ToListAsync(cancel);
    }
}
