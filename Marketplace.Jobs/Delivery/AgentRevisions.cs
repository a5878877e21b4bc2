using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Delivery;

public abstract record NextOutcome
{
    public sealed record Next(SignedLock Lock) : NextOutcome;

    /// <summary>The site is what it shall be.</summary>
    public sealed record Nothing : NextOutcome;

    /// <summary>The token has ended.</summary>
    public sealed record Ended : NextOutcome;

    /// <summary>The site is not delivered to by an agent.</summary>
    public sealed record NotChosen : NextOutcome;
}

/// <summary>
/// Which revision the agent of a site shall take up next: first what the site had and has missed, in order, then what is on its way to it.
/// </summary>
public sealed class AgentRevisions(IDbContextFactory<MarketplaceDb> databases, SigningKeys keys, DeliveryCommit commit, TimeProvider clock)
{
    /// <param name="caller">The site's agent.</param>
    /// <param name="have">The revision that is active on the site.</param>
    /// <param name="highest">The highest number that was ever active there.</param>
    /// <param name="cancel">Ends the question.</param>
    public async Task<NextOutcome> NextAsync(AgentCaller caller, int have, int highest, CancellationToken cancel)
    {
        while (true)
        {
            var now = clock.UtcNow;
            await using var db = await databases.CreateDbContextAsync(cancel);
            if (!await db.SiteTokens.Working(now).AnyAsync(t => t.Id == caller.TokenId, cancel))
            {
                return new NextOutcome.Ended();
            }

            var site = await db.Sites.SingleAsync(s => s.Id == caller.SiteId, cancel);
            if (site.Delivery is not SiteDelivery.Agent)
            {
                return new NextOutcome.NotChosen();
            }

            try
            {
                var document = await NextAsync(db, site, have, Math.Max(have, highest), cancel);
                await db.SaveChangesAsync(cancel);
                return document is null ? new NextOutcome.Nothing() : new NextOutcome.Next(await keys.SignAsync(Dated(document, now), cancel));
            }
            catch (DbUpdateConcurrencyException)
            {
                // The operation's worker wrote at the same moment: look again.
            }
        }
    }

    private async Task<string?> NextAsync(MarketplaceDb db, Site site, int have, int highest, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var open = await db.Deliveries.Include(d => d.Operation).FirstOrDefaultAsync(d => d.SiteId == site.Id && d.State == DeliveryState.Open, cancel);
        if (open is not null && open.Number == have)
        {
            // The agent died after it had kept the revision and before it could say so.
            await commit.CommitAsync(db, open, now, cancel);
            db.Changed(LiveTopic.Site(site.Id), now);
            db.Wake(Work.Sites, now, site.Id);
            return null;
        }

        if (open is { Operation: { EndedAt: not null } operation })
        {
            // Someone gave up waiting for it, and the site is as it was.
            operation.Say("The site’s agent is back: the site is as it was before", now);
            open.Withdraw(now);
            db.Changed(LiveTopic.Operation(operation.Id), now);
            db.Changed(LiveTopic.Site(site.Id), now);
            db.Wake(Work.Sites, now, site.Id);
            return null;
        }

        if (have > site.CurrentRevision)
        {
            return null;
        }

        if (have < site.CurrentRevision)
        {
            if (await MissedAsync(db, site, have, highest, cancel) is { } missed)
            {
                return missed;
            }

            if (open is null)
            {
                db.Deliveries.Add(open = await AgainAsync(db, site, have, highest, cancel));
            }
        }

        if (open is null)
        {
            return null;
        }

        var document = LockDocument.Parse(open.Document)!;
        if (open.Number <= highest || document.Previous != have)
        {
            var number = open.Number > highest ? open.Number : await FreeAsync(db, site.Id, highest, cancel);
            open.Reissue(number, (document with { Revision = number, Previous = have, IssuedAt = now }).ToText());
        }

        open.Take(now);
        return open.Document;
    }

    private static string Dated(string document, DateTime now) => (LockDocument.Parse(document)! with { ExpiresAt = now + LockDocument.ValidFor }).ToText();

    // A revision that the site had, exactly as it was, under its own number.
    private static async Task<string?> MissedAsync(MarketplaceDb db, Site site, int have, int highest, CancellationToken cancel)
    {
        var missed = await db.Revisions.AsNoTracking()
            .Include(r => r.Modules)
            .Where(r => r.SiteId == site.Id && r.Number > highest && r.Number <= site.CurrentRevision)
            .OrderBy(r => r.Number).FirstOrDefaultAsync(cancel);
        return missed is null ? null : (await DocumentAsync(db, missed, missed.Number, have, missed.RestoredFrom, cancel)).ToText();
    }

    // The site has used up the numbers in attempts that were undone: what it shall be comes under a new one.
    private async Task<DeliveryOrder> AgainAsync(MarketplaceDb db, Site site, int have, int highest, CancellationToken cancel)
    {
        var current = await db.Revisions.AsNoTracking()
            .Include(r => r.Modules)
            .SingleAsync(r => r.SiteId == site.Id && r.Number == site.CurrentRevision, cancel);
        var number = await FreeAsync(db, site.Id, highest, cancel);
        var document = await DocumentAsync(db, current, number, have, current.Number, cancel);
        return new DeliveryOrder(site.Id, null, number, document.ToText(), clock.UtcNow);
    }

    private static async Task<LockDocument> DocumentAsync(
        MarketplaceDb db, Revision revision, int number, int previous, int? restores, CancellationToken cancel)
    {
        var hashes = revision.Modules.Select(m => m.PackageHash).ToList();
        var sizes = await db.Releases
            .Where(r => hashes.Contains(r.PackageHash))
            .Select(r => new { r.PackageHash, r.PackageSize })
            .ToDictionaryAsync(r => r.PackageHash, r => r.PackageSize, cancel);
        var plan = await db.Operations.Where(o => o.Id == revision.OperationId).Select(o => o.Plan.Json).FirstOrDefaultAsync(cancel);
        return new LockDocument(
            revision.SiteId, number, previous, restores,
            revision.OperationId is { } operation ? $"operation-{operation}" : $"revision-{number}",
            revision.HostVersion, revision.CreatedAt,
            [.. revision.Modules.Select(m => new LockedModule(m.PackageId, m.Version, m.PackageHash, sizes.GetValueOrDefault(m.PackageHash)))],
            plan is null ? null : PlanDocument.Parse(plan).Forgets);
    }

    /// <summary>A number that neither the site nor we have used for it.</summary>
    internal static async Task<int> FreeAsync(MarketplaceDb db, long siteId, int highest, CancellationToken cancel) => 1 + Math.Max(highest, Math.Max(
        await db.Revisions.Where(r => r.SiteId == siteId).MaxAsync(r => (int?)r.Number, cancel) ?? 0,
        await db.Deliveries.Where(d => d.SiteId == siteId).MaxAsync(d => (int?)d.Number, cancel) ?? 0));
}
