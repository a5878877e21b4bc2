using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Licensing.Activations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Insight;

/// <summary>How the licenses of one module, or of all, stand now.</summary>
/// <param name="Active">That count and are paid for or were issued.</param>
/// <param name="Trials">That are being tried.</param>
/// <param name="Ending">Whose term is over and which end step by step, or are suspended.</param>
/// <param name="EndSoon">Of the active and the trials, those whose term is over within 30 days.</param>
/// <param name="Issued">In the last 30 days, by whatever way.</param>
/// <param name="ByKey">Installations that keys activated and that are active.</param>
public sealed record LicenseFigures(int Active, int Trials, int Ending, int EndSoon, int Issued, int ByKey);

/// <summary>Counts licenses, for those who issue them.</summary>
public sealed class LicenseStatistics(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int Soon = 30;

    /// <param name="packageId">Of a module whose licenses the actor manages; null for all, for operators.</param>
    /// <returns>Null if the actor may not.</returns>
    public async Task<LicenseFigures?> ReadAsync(Actor actor, string? packageId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await ScopeAsync(db, actor, packageId, cancel) is not { } licenses)
        {
            return null;
        }

        var now = clock.UtcNow;
        var (soon, lately) = (now.AddDays(Soon), now.AddDays(-Soon));
        var counts = await licenses.GroupBy(_ => 1).Select(g => new
        {
            Active = g.Count(l => l.RevokedAt == null && l.SuspendedAt == null && l.Origin != LicenseOrigin.Trial && !(l.ExpiresAt <= now)),
            Trials = g.Count(l => l.RevokedAt == null && l.SuspendedAt == null && l.Origin == LicenseOrigin.Trial && !(l.ExpiresAt <= now)),
            Ending = g.Count(l => l.RevokedAt == null && (l.SuspendedAt != null || l.ExpiresAt <= now && l.ExpiresAt.Value.AddDays(l.Steps.Disabled) > now)),
            EndSoon = g.Count(l => l.RevokedAt == null && l.SuspendedAt == null && l.ExpiresAt > now && l.ExpiresAt <= soon),
            Issued = g.Count(l => l.IssuedAt > lately),
        }).FirstOrDefaultAsync(cancel);
        var byKey = await db.Activations.Active(now).CountAsync(a => licenses.Any(l => l.Id == a.LicenseId), cancel);
        return counts is null ? new(0, 0, 0, 0, 0, 0) : new(counts.Active, counts.Trials, counts.Ending, counts.EndSoon, counts.Issued, byKey);
    }

    /// <summary>The licenses that the actor may look over; null if none.</summary>
    internal static async Task<IQueryable<License>?> ScopeAsync(MarketplaceDb db, Actor actor, string? packageId, CancellationToken cancel)
    {
        if (packageId is null)
        {
            return await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel) ? db.Licenses.AsNoTracking() : null;
        }

        var id = Module.Normalize(packageId);
        return await db.ModulesManagedBy(actor).Where(m => m.NormalizedId == id).Select(m => (long?)m.Id).FirstOrDefaultAsync(cancel) is { } module
            ? db.Licenses.AsNoTracking().Where(l => l.ModuleId == module) : null;
    }
}
