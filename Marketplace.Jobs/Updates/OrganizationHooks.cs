using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Updates;

/// <summary>Owners say where events of their organization are posted.</summary>
public sealed class OrganizationHooks(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <returns>Empty if there is none; null if the actor does not own the organization.</returns>
    public async Task<string?> ReadAsync(Actor actor, long organizationId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Organizations.OwnedBy(actor).AnyAsync(o => o.Id == organizationId, cancel)
            ? await db.OrganizationHooks.Where(h => h.OrganizationId == organizationId).Select(h => h.Url).FirstOrDefaultAsync(cancel) ?? ""
            : null;
    }

    /// <param name="url">Empty turns the webhook off, and discards the events that still wait.</param>
    public async Task<SavePolicyOutcome> SaveAsync(Actor actor, long organizationId, string url, CancellationToken cancel)
    {
        url = url.Trim();
        if (SitePolicies.WebhookProblem(url) is { } problem)
        {
            return new SavePolicyOutcome.Invalid(problem);
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.Organizations.OwnedBy(actor).AnyAsync(o => o.Id == organizationId && (o.IsClient || o.Publishes), cancel))
        {
            return new SavePolicyOutcome.NotFound();
        }

        var hook = await db.OrganizationHooks.FirstOrDefaultAsync(h => h.OrganizationId == organizationId, cancel);
        string? secret = null;
        if (url != "")
        {
            secret = (hook ?? db.Add(new OrganizationHook(organizationId)).Entity).Lead(url);
        }
        else if (hook is not null)
        {
            db.Remove(hook);
        }

        db.Audit(actor, "organization.webhook", $"organization/{organizationId}", url == "" ? "none" : new Uri(url).Host, clock.UtcNow);
        try
        {
            await db.SaveChangesAsync(cancel);
            return new SavePolicyOutcome.Saved(secret);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return new SavePolicyOutcome.Invalid("Another owner changed the webhook at this moment. Load the page again to see it.");
        }
    }
}
