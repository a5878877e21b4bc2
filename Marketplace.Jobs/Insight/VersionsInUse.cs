using System.Runtime.CompilerServices;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Insight;

/// <param name="Version">Null for the versions of too few clients to be named, added up.</param>
public sealed record VersionUse(string PackageId, string? Version, int Sites)
{
    /// <summary>The hash of the module's icon; null if it has none, or all rows are of one module.</summary>
    public string? Icon { get; init; }
}

/// <summary>A version with how many have it, as the database sorts it.</summary>
public sealed class VersionCount
{
    public string PackageId { get; init; } = "";

    /// <summary>Empty for those of too few clients.</summary>
    public string Version { get; init; } = "";

    public int Sites { get; init; }
    public int Clients { get; init; }
}

/// <summary>Which versions the sites have now, for operators, publishers and clients.</summary>
public sealed class VersionsInUse(IDbContextFactory<MarketplaceDb> databases)
{
    public static readonly ListColumns<VersionCount> Columns = new ListColumns<VersionCount>(v => v.Sites, "-sites")
        .Text("module", v => v.PackageId).Text("version", v => v.Version).Number("sites", v => v.Sites);

    private const int MaxOfModule = 100;

    /// <summary>Those on most sites first, unless another order is asked for; of one module the first hundred. Null if the actor may not read them.</summary>
    public async Task<Page<VersionUse>?> ReadAsync(Actor actor, StatisticsScope scope, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await Measured.OpenAsync(db, actor, scope, cancel) is not { } measured)
        {
            return null;
        }

        var counts = Counts(db, measured, await OnlyAsync(db, scope, cancel));
        if (measured.Module is null)
        {
            var uses = await InOrder(counts, query).Select(v => new VersionUse(v.PackageId, v.Version, v.Sites)).PageAsync(query, cancel);
            var icons = await db.IconsAsync(actor, uses.Rows.Select(use => use.PackageId), cancel);
            return uses with { Rows = [.. uses.Rows.Select(use => use with { Icon = icons.Of(use.PackageId) })] };
        }

        var page = (await OfModuleAsync(counts, measured, cancel)).Page(Columns, query);
        return new([.. page.Rows.Select(Use)], page.Total, page.Number, page.Size);
    }

    /// <summary>All of them, as they are read; null if the actor may not read them.</summary>
    public async Task<IAsyncEnumerable<VersionUse>?> StreamAsync(Actor actor, StatisticsScope scope, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Measured.OpenAsync(db, actor, scope, cancel) is null ? null : AllAsync(actor, scope, query, cancel);
    }

    private async IAsyncEnumerable<VersionUse> AllAsync(
        Actor actor, StatisticsScope scope, ListQuery query, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await Measured.OpenAsync(db, actor, scope, cancel) is not { } measured)
        {
            yield break;
        }

        var counts = Counts(db, measured, await OnlyAsync(db, scope, cancel));
        var rows = measured.Module is null
            ? InOrder(counts, query).AsAsyncEnumerable()
            : Columns.Apply((await OfModuleAsync(counts, measured, cancel)).AsQueryable(), query).ToAsyncEnumerable();
        await foreach (var count in rows.WithCancellation(cancel))
        {
            yield return Use(count);
        }
    }

    private static async Task<string?> OnlyAsync(MarketplaceDb db, StatisticsScope scope, CancellationToken cancel) =>
        scope is StatisticsScope.OfClient { PackageId: { } asked } ? await ModuleHistory.IdAsync(db, asked, cancel) : null;

    private static IQueryable<VersionCount> Counts(MarketplaceDb db, Measured measured, string? only)
    {
        var hashes = db.Releases.Where(r => measured.Module == null || r.ModuleId == measured.Module.Id).Select(r => r.PackageHash);
        var installed = measured.Module is null
            ? db.Installed().Where(m => only == null || m.PackageId == only)
            : db.Installed().Where(m => hashes.Contains(m.Hash));
        return installed
            .Join(measured.Sites, m => m.SiteId, s => s.Id, (m, s) => new { m.PackageId, m.Version, s.OrganizationId })
            .GroupBy(m => new { m.PackageId, m.Version })
            .Select(g => new VersionCount
            {
                PackageId = g.Key.PackageId,
                Version = g.Key.Version,
                Sites = g.Count(),
                Clients = g.Select(m => m.OrganizationId).Distinct().Count(),
            });
    }

    // A version has no number of its own: module and version together are one row.
    private static IQueryable<VersionCount> InOrder(IQueryable<VersionCount> counts, ListQuery query) =>
        ((IOrderedQueryable<VersionCount>)Columns.Apply(counts, query)).ThenBy(v => v.PackageId).ThenBy(v => v.Version);

    private static async Task<IReadOnlyList<VersionCount>> OfModuleAsync(IQueryable<VersionCount> counts, Measured measured, CancellationToken cancel)
    {
        var all = await InOrder(counts, ListQuery.First).Take(MaxOfModule).ToListAsync(cancel);
        var few = all.Where(v => measured.HidesFew && v.Clients < Measured.LeastClients).ToList();
        return few.Count == 0 ? all : [.. all.Except(few), new() { PackageId = measured.Module!.PackageId, Sites = few.Sum(v => v.Sites) }];
    }

    private static VersionUse Use(VersionCount count) => new(count.PackageId, count.Version == "" ? null : count.Version, count.Sites);
}
