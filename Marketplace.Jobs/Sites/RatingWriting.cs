using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Ratings;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Sites;

/// <summary>An organization of the actor that may review a module.</summary>
/// <param name="Version">What it has on a site now, or had last.</param>
/// <param name="Rating">Of its review, if it wrote one; else 0.</param>
public sealed record Reviewer(long OrganizationId, string Name, string Version, int Rating, string Text);

/// <summary>Writes reviews, for members of organizations that have the module on a site or had it.</summary>
public sealed class RatingWriting(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int MaxReviewers = 20;

    /// <summary>The actor's organizations that may review the module, by name.</summary>
    public async Task<IReadOnlyList<Reviewer>> ReviewersAsync(Actor actor, string packageId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await ReviewersAsync(db, actor, packageId, cancel);
    }

    /// <summary>Writes the organization's review, or changes the one it wrote.</summary>
    public async Task<RatingOutcome> WriteAsync(Actor actor, string packageId, long organizationId, int rating, string text, CancellationToken cancel)
    {
        if (RatingText.Parse(rating, text, "") is not { } words)
        {
            return RatingOutcome.Invalid;
        }

        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var seen = db.AvailableReleases(actor);
        if (await db.Modules.FirstOrDefaultAsync(m => m.NormalizedId == id && seen.Any(r => r.ModuleId == m.Id), cancel) is not { } module)
        {
            return RatingOutcome.NotFound;
        }

        if ((await ReviewersAsync(db, actor, packageId, cancel)).FirstOrDefault(r => r.OrganizationId == organizationId) is not { } reviewer)
        {
            return RatingOutcome.NotInstalled;
        }

        words = words with { Version = reviewer.Version };
        var earlier = await db.Ratings.FirstOrDefaultAsync(r => r.ModuleId == module.Id && r.OrganizationId == organizationId, cancel);
        if (earlier is not null)
        {
            earlier.Edit(actor.UserId, words, clock.UtcNow);
        }
        else
        {
            db.Add(new Rating(module.Id, organizationId, actor.UserId, words, clock.UtcNow));
        }

        db.Audit(actor, "review.write", $"module/{id}", $"{rating} of 5 by {reviewer.Name}", clock.UtcNow);
        db.RatingChanged(module, clock.UtcNow);
        try
        {
            await db.SaveChangesAsync(cancel);
            return RatingOutcome.Done;
        }
        catch (DbUpdateException error) when (earlier is null && error.IsLostRace)
        {
            // Two members wrote at once: the index kept the first, and the second changes it.
            return await WriteAsync(actor, packageId, organizationId, rating, text, cancel);
        }
    }

    // The publisher's own organization has no say: it is no independent voice.
    private static async Task<List<Reviewer>> ReviewersAsync(MarketplaceDb db, Actor actor, string packageId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        var hashes = db.Releases.Where(r => r.Module.NormalizedId == id).Select(r => r.PackageHash);
        var publisher = db.Modules.Where(m => m.NormalizedId == id).Select(m => m.PublisherId);
        var reviews = db.Ratings.Where(r => r.Module.NormalizedId == id);
        var sites = db.Sites;
        return await db.Organizations.Of(actor).Where(o => !publisher.Contains(o.Id))
            .Select(o => new
            {
                o.Id, o.Name,
                Version = sites.Where(s => s.OrganizationId == o.Id).SelectMany(s => s.Revisions).SelectMany(r => r.Modules)
                    .Where(m => hashes.Contains(m.PackageHash)).OrderByDescending(m => m.RevisionId).Select(m => m.Version).FirstOrDefault(),
                Review = reviews.Where(r => r.OrganizationId == o.Id).Select(r => new { r.Stars, r.Text }).FirstOrDefault(),
            })
            .Where(o => o.Version != null).OrderBy(o => o.Name).Take(MaxReviewers)
            .Select(o => new Reviewer(
                o.Id, o.Name, o.Version!,
                o.Review == null ? 0 : o.Review.Stars, o.Review == null ? "" : o.Review.Text))
            .ToListAsync(cancel);
    }
}
