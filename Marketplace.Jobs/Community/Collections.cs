using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Community;

public sealed record CollectionRow(string Slug, string Title, string Summary, bool IsFeatured, int Modules);

/// <summary>A collection on its page, with those of its modules that the visitor may see.</summary>
public sealed record CollectionDetail(string Slug, string Title, string Summary, bool IsFeatured, IReadOnlyList<ModuleRow> Modules);

/// <param name="Modules">Package ids in their order.</param>
public sealed record CollectionTerms(string Slug, string Title, string Summary, bool IsFeatured, IReadOnlyList<string> Modules);

/// <summary>Collections: everybody reads them, staff keep them.</summary>
public sealed partial class Collections(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int MaxModules = 50;

    public async Task<IReadOnlyList<CollectionRow>> ListAsync(bool onlyFeatured, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<Collection>().Where(c => !onlyFeatured || c.FeaturedAt != null).OrderByDescending(c => c.FeaturedAt).ThenBy(c => c.Title)
            .Select(c => new CollectionRow(c.Slug, c.Title, c.Summary, c.FeaturedAt != null, c.Modules.Count)).Take(Paging.MaxSize).ToListAsync(cancel);
    }

    public async Task<CollectionDetail?> ReadAsync(Actor? actor, string slug, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Set<Collection>().AsNoTracking().FirstOrDefaultAsync(c => c.Slug == slug, cancel) is not { } collection)
        {
            return null;
        }

        var members = db.Set<CollectionModule>().Where(m => m.CollectionId == collection.Id);
        var rows = await db.ListedModules(actor)
            .Join(members, m => m.Id, c => c.ModuleId, (m, c) => new { m, c.Ordinal })
            .OrderBy(row => row.Ordinal)
            .Take(MaxModules)
            .Select(row => new ModuleRow(
                row.m.Id, row.m.PackageId, row.m.DisplayName, row.m.Summary, row.m.Category,
                row.m.Publisher.Name, row.m.Publisher.VerifiedAt != null, row.m.UpdatedAt)
            {
                Icon = row.m.IconHash,
                PublisherIcon = row.m.Publisher.IconHash,
                Price = row.m.Price,
                Figures = new FigureRow(row.m.Figures.Downloads, row.m.Figures.Installs, row.m.Figures.ActiveSites,
                    row.m.Figures.RatingCount, row.m.Figures.RatingAverage, row.m.Figures.Score),
            }).ToListAsync(cancel);
        return new(collection.Slug, collection.Title, collection.Summary, collection.FeaturedAt is not null, await db.WithVersionsAsync(actor, rows, cancel));
    }

    /// <summary>What a collection is made of, for those who may change it; with the modules that nobody sees now.</summary>
    public async Task<CollectionTerms?> TermsAsync(Actor actor, string slug, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var grants = db.StaffGrants.Allowing(actor, StaffRole.Moderator);
        return await db.Set<Collection>().AsNoTracking().Where(c => c.Slug == slug && grants.Any())
            .Select(c => new CollectionTerms(
                c.Slug, c.Title, c.Summary, c.FeaturedAt != null, c.Modules.OrderBy(m => m.Ordinal).Select(m => m.Module.PackageId).ToList()))
            .FirstOrDefaultAsync(cancel);
    }

    /// <summary>Makes the collection, or changes the one of this slug. Moderators and operators only.</summary>
    public async Task<ListingOutcome> SaveAsync(Actor actor, CollectionTerms terms, CancellationToken cancel)
    {
        if (terms.Slug.Length > 50 || !Slug().IsMatch(terms.Slug) || terms.Title.Trim() is not { Length: > 0 and <= 100 } title || terms.Summary.Length > 500)
        {
            return new ListingOutcome.Invalid(
                "A collection has a slug of small letters, digits and dashes, "
                    + "a title of at most 100 characters and a summary of at most 500.");
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.StaffGrants.Allowing(actor, StaffRole.Moderator).AnyAsync(cancel))
        {
            return new ListingOutcome.NotFound();
        }

        var ids = terms.Modules.Select(id => Module.Normalize(id.Trim())).Where(id => id != "").Distinct().ToList();
        var known = await db.Modules
            .Where(m => ids.Contains(m.NormalizedId))
            .Select(m => new { m.NormalizedId, m.Id })
            .ToDictionaryAsync(m => m.NormalizedId, m => m.Id, cancel);
        if (ids.Count > MaxModules || ids.Find(id => !known.ContainsKey(id)) is { } unknown && unknown != "")
        {
            return new ListingOutcome.Invalid(
                ids.Count > MaxModules
                    ? $"A collection has at most {MaxModules} modules."
                    : $"There is no module “{ids.Find(id => !known.ContainsKey(id))}”.");
        }

        var collection = await db.Set<Collection>().Include(c => c.Modules).FirstOrDefaultAsync(c => c.Slug == terms.Slug, cancel);
        if (collection is null)
        {
            db.Add(collection = new Collection(terms.Slug, title, "", clock.UtcNow));
        }

        collection.Change(title, terms.Summary.Trim(), terms.IsFeatured, clock.UtcNow);
        db.RemoveRange(collection.Modules);
        collection.Modules.Clear();
        foreach (var (at, id) in ids.Index())
        {
            collection.Modules.Add(new CollectionModule(known[id], at));
        }

        return await DoneAsync(db, actor, "collection.save", terms.Slug, string.Join(", ", ids), cancel);
    }

    public async Task<ListingOutcome> DeleteAsync(Actor actor, string slug, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var grants = db.StaffGrants.Allowing(actor, StaffRole.Moderator);
        if (await db.Set<Collection>().FirstOrDefaultAsync(c => c.Slug == slug && grants.Any(), cancel) is not { } collection)
        {
            return new ListingOutcome.NotFound();
        }

        db.Remove(collection);
        return await DoneAsync(db, actor, "collection.delete", slug, collection.Title, cancel);
    }

    private async Task<ListingOutcome> DoneAsync(MarketplaceDb db, Actor actor, string action, string slug, string details, CancellationToken cancel)
    {
        db.Audit(actor, action, $"collection/{slug}", details, clock.UtcNow);
        db.Changed(LiveTopic.Catalog, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return new ListingOutcome.Done();
    }

    [GeneratedRegex(@"^[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex Slug();
}
