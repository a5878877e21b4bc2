using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Operations;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Insight;

/// <summary>What an actor may count. Each of its queries asks again whether the actor may.</summary>
/// <param name="Module">The one module that it is about.</param>
/// <param name="HidesFew">Groups of fewer than <see cref="LeastClients"/> clients are not told.</param>
internal sealed record Measured(IQueryable<Operation> Operations, IQueryable<Site> Sites, MeasuredModule? Module, bool HidesFew)
{
    /// <summary>With two clients each would know of the other; publishers often know one of them.</summary>
    public const int LeastClients = 3;

    /// <summary>Null if the actor may not.</summary>
    public static Task<Measured?> OpenAsync(MarketplaceDb db, Actor actor, StatisticsScope scope, CancellationToken cancel) => scope switch
    {
        StatisticsScope.OfModule module => OfModuleAsync(db, actor, module.PackageId, cancel),
        StatisticsScope.OfClient client => OfClientAsync(db, actor, client.OrganizationId, cancel),
        _ => AllAsync(db, actor, cancel),
    };

    private static async Task<Measured?> AllAsync(MarketplaceDb db, Actor actor, CancellationToken cancel)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return await operators.AnyAsync(cancel) ? new(db.Operations.Where(_ => operators.Any()), db.Sites.Where(_ => operators.Any()), null, false) : null;
    }

    private static async Task<Measured?> OfModuleAsync(MarketplaceDb db, Actor actor, string packageId, CancellationToken cancel)
    {
        var id = Catalog.Module.Normalize(packageId);
        var (own, operators) = (db.Organizations.Of(actor), db.StaffGrants.Allowing(actor, StaffRole.Operator));
        var modules = db.Modules.Where(m => m.NormalizedId == id && (operators.Any() || own.Any(o => o.Id == m.PublisherId)));
        if (await modules.Select(m => new { m.Id, m.PackageId, m.DisplayName, m.IconHash, IsOperator = operators.Any() })
            .FirstOrDefaultAsync(cancel) is not { } module)
        {
            return null;
        }

        var operations = db.Operations.Where(o => modules.Any() && o.Steps.Any(s => s.PackageId == module.PackageId));
        return new(
            operations, db.Sites.Where(_ => modules.Any()), new(module.Id, module.PackageId, module.DisplayName, module.IconHash),
            HidesFew: !module.IsOperator);
    }

    private static async Task<Measured?> OfClientAsync(MarketplaceDb db, Actor actor, long? organization, CancellationToken cancel) =>
        await db.Organizations.Of(actor).AnyAsync(o => o.IsClient && (organization == null || o.Id == organization), cancel)
            ? new(
                db.Operations.Of(actor).Where(o => organization == null || o.Site.OrganizationId == organization),
                db.Sites.Of(actor).Where(s => organization == null || s.OrganizationId == organization),
                null, false)
            : null;
}

internal sealed record MeasuredModule(long Id, string PackageId, string DisplayName, string? Icon);
