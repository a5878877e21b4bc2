using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Community;

public sealed record FollowRow(string PackageId, string DisplayName, string? Icon, DateTime At);

/// <summary>Who follows which module, and telling them of new releases.</summary>
public sealed class Follows(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int Batch = 50;

    public async Task<bool> FollowsAsync(Actor actor, string packageId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.OwnOf<Follow>(actor).AnyAsync(f => f.Module.NormalizedId == id, cancel);
    }

    /// <summary>The first hundred, by name; what the actor may no longer see is left out.</summary>
    public async Task<IReadOnlyList<FollowRow>> ListAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var follows = db.OwnOf<Follow>(actor);
        return await db.ListedModules(actor).Join(follows, m => m.Id, f => f.ModuleId, (m, f) => new { m.PackageId, m.DisplayName, m.IconHash, f.At })
            .OrderBy(f => f.DisplayName).Select(f => new FollowRow(f.PackageId, f.DisplayName, f.IconHash, f.At)).Take(Paging.MaxSize).ToListAsync(cancel);
    }

    /// <summary>False if there is no such module that the actor may see.</summary>
    public async Task<bool> SetAsync(Actor actor, string packageId, bool follows, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var known = await db.OwnOf<Follow>(actor).FirstOrDefaultAsync(f => f.Module.NormalizedId == id, cancel);
        if (known is not null && !follows)
        {
            db.Remove(known);
        }
        else if (known is null && follows)
        {
            var person = db.Users.InPerson(actor);
            if (await db.ListedModules(actor)
                .Where(m => m.NormalizedId == id && person.Any())
                .Select(m => (long?)m.Id)
                .FirstOrDefaultAsync(cancel) is not { } module)
            {
                return false;
            }

            db.Add(new Follow(actor.UserId, module, clock.UtcNow));
        }

        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>Tells the followers of releases that nobody was told of. The mark and the notifications are saved together.</summary>
    public async Task NotifyAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var releases = await db.PassedReleases().Offered()
            .Include(r => r.Module)
            .Where(r => r.FollowersNotifiedAt == null)
            .OrderBy(r => r.Id)
            .Take(Batch)
            .ToListAsync(cancel);
        foreach (var release in releases)
        {
            var memberships = db.Memberships;
            var followers = await db.Set<Follow>().Where(f => f.ModuleId == release.ModuleId && f.At <= release.ApprovedAt
                    && (f.Module.PrivateSince == null || memberships.Any(m => m.UserId == f.UserId
                        && (m.OrganizationId == f.Module.PublisherId || f.Module.Audience.Any(a => a.OrganizationId == m.OrganizationId)))))
                .Select(f => f.UserId).ToListAsync(cancel);
            followers.ForEach(user => db.Notify(
                user, $"module/{release.Module.PackageId}", $"{release.Module.DisplayName} {release.Version} is out.", clock.UtcNow));
            release.MarkFollowersNotified(clock.UtcNow);
        }

        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another worker told of the same releases.
        }
    }
}

/// <summary>Tells followers of new releases. Safe to run twice: each release is told of once.</summary>
public sealed class NotifyFollowersJob(Follows follows)
{
    public Task RunAsync(CancellationToken cancel) => follows.NotifyAsync(cancel);
}
