using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

/// <param name="Slugs">The category's own and those below it: modules name the lowest that fits.</param>
public sealed record CategoryStep(string Title, IReadOnlyList<string> Slugs);

/// <summary>
/// The categories, in two levels. Operators name and arrange them; a slug that only packages know is a category of the first level
/// under its own name, so that no module is lost to it.
/// </summary>
public sealed partial class Categories(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public const string SlugRule = "A slug has small letters, digits and dashes, at most 40, and begins with a letter.";
    internal const int MaxCategories = 500;

    public static bool IsSlug(string slug) => slug.Length <= 40 && Slug().IsMatch(slug);

    public async Task<CategoryTitles> TitlesAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.CategoryTitlesAsync(cancel);
    }

    /// <summary>Null if neither an operator nor a listed module names it.</summary>
    public async Task<CategoryStep?> FindAsync(string slug, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var nodes = await db.Set<Category>().AsNoTracking()
            .Where(c => c.Slug == slug || c.ParentSlug == slug)
            .OrderBy(c => c.Slug)
            .Take(MaxCategories)
            .ToListAsync(cancel);
        var own = nodes.Find(c => c.Slug == slug);
        return own is not null || await db.ListedModules().AnyAsync(m => m.Category == slug, cancel)
            ? new(own?.Title ?? CategoryTitles.None.Of(slug), [slug, .. nodes.Where(c => c != own).Select(c => c.Slug)])
            : null;
    }

    /// <summary>The way to a category: its parent, if it has one, and itself.</summary>
    public async Task<IReadOnlyList<CategoryStep>> PathAsync(string slug, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var node = await db.Set<Category>().AsNoTracking().FirstOrDefaultAsync(c => c.Slug == slug, cancel);
        var parent = node?.ParentSlug is { } above
            ? await db.Set<Category>().Where(c => c.Slug == above).Select(c => c.Title).FirstOrDefaultAsync(cancel)
            : null;
        var own = new CategoryStep(node?.Title ?? CategoryTitles.None.Of(slug), [slug]);
        if (parent is null)
        {
            return [own];
        }

        var below = await db.Set<Category>()
            .Where(c => c.ParentSlug == node!.ParentSlug)
            .OrderBy(c => c.Slug)
            .Select(c => c.Slug)
            .Take(MaxCategories)
            .ToListAsync(cancel);
        return [new(parent, [node!.ParentSlug!, .. below]), own];
    }

    /// <summary>Names a category and puts it under another. Operators only.</summary>
    public async Task<ListingOutcome> SaveAsync(Actor actor, string slug, string title, string? parentSlug, CancellationToken cancel)
    {
        if (!IsSlug(slug))
        {
            return new ListingOutcome.Invalid(SlugRule) { Field = nameof(slug) };
        }

        if (title.Trim() is not { Length: > 0 and <= 60 } words)
        {
            return new ListingOutcome.Invalid("A category has a title of at most 60 characters.") { Field = nameof(title) };
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await MayAsync(db, actor, cancel))
        {
            return new ListingOutcome.NotFound();
        }

        parentSlug = string.IsNullOrEmpty(parentSlug) ? null : parentSlug;
        var nodes = db.Set<Category>();
        if (parentSlug is not null
            && (parentSlug == slug
                || !await nodes.AnyAsync(c => c.Slug == parentSlug && c.ParentSlug == null, cancel)
                || await nodes.AnyAsync(c => c.ParentSlug == slug, cancel)))
        {
            return new ListingOutcome.Invalid(
                "There are two levels: what stands below another category is of the second, "
                    + "has a named category of the first above it and none below.")
            {
                Field = nameof(parentSlug),
            };
        }

        if (await nodes.FirstOrDefaultAsync(c => c.Slug == slug, cancel) is { } known)
        {
            known.Change(words, parentSlug);
        }
        else
        {
            db.Add(new Category(slug, words, parentSlug));
        }

        return await DoneAsync(db, actor, "category.save", slug, parentSlug is null ? words : $"{words}, below {parentSlug}", cancel);
    }

    /// <summary>Takes the name away again. Modules keep their slug; one with others below it stays.</summary>
    public async Task<ListingOutcome> DeleteAsync(Actor actor, string slug, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await MayAsync(db, actor, cancel) || await db.Set<Category>().FirstOrDefaultAsync(c => c.Slug == slug, cancel) is not { } node)
        {
            return new ListingOutcome.NotFound();
        }

        if (await db.Set<Category>().AnyAsync(c => c.ParentSlug == slug, cancel))
        {
            return new ListingOutcome.Invalid("Other categories stand below it. Move them first.");
        }

        db.Remove(node);
        return await DoneAsync(db, actor, "category.delete", slug, node.Title, cancel);
    }

    private static Task<bool> MayAsync(MarketplaceDb db, Actor actor, CancellationToken cancel) =>
        db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel);

    private async Task<ListingOutcome> DoneAsync(MarketplaceDb db, Actor actor, string action, string slug, string details, CancellationToken cancel)
    {
        db.Audit(actor, action, $"category/{slug}", details, clock.UtcNow);
        db.Changed(LiveTopic.Catalog, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return new ListingOutcome.Done();
    }

    [GeneratedRegex(@"^[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex Slug();
}
