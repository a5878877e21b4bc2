using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

/// <summary>Who sees a module: everybody, or only its publisher and the organizations named.</summary>
public sealed class ListingAudiences(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int MaxOrganizations = 100;

    /// <param name="organizations">Names; null shows the module to everybody again.</param>
    public async Task<ListingOutcome> SetAsync(Actor actor, string packageId, IReadOnlyCollection<string>? organizations, CancellationToken cancel)
    {
        var names = (organizations ?? []).Select(name => name.Trim()).Where(name => name != "").Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (names.Count > MaxOrganizations)
        {
            return new ListingOutcome.Invalid($"At most {MaxOrganizations} organizations can be named.");
        }

        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.ModulesManagedBy(actor).Include(m => m.Audience).FirstOrDefaultAsync(m => m.NormalizedId == id, cancel) is not { } module)
        {
            return new ListingOutcome.NotFound();
        }

        var found = await db.Organizations
            .Where(o => names.Contains(o.Name))
            .OrderBy(o => o.Name)
            .Select(o => new { o.Id, o.Name })
            .Take(MaxOrganizations)
            .ToListAsync(cancel);
        if (names.Except(found.Select(o => o.Name), StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } unknown)
        {
            return new ListingOutcome.Invalid($"There is no organization “{unknown}”.");
        }

        module.Audience.Clear();
        if (organizations is null)
        {
            module.Show();
        }
        else
        {
            module.Hide(clock.UtcNow);
            found.ForEach(o => module.Audience.Add(new ModuleAudience(module.Id, o.Id)));
        }

        db.Audit(
            actor, organizations is null ? "module.publish" : "module.hide", $"module/{module.NormalizedId}",
            string.Join(", ", found.Select(o => o.Name)), clock.UtcNow);
        db.ListingChanged(module, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return new ListingOutcome.Done();
    }
}
