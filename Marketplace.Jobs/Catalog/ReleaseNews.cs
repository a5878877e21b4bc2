using Marketplace.Accounts;
using Marketplace.Catalog.Texts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

/// <param name="NotesHtml">What is new, as sanitized HTML; empty if nothing is said.</param>
public sealed record NewsRow(
    long ReleaseId, string PackageId, string DisplayName, string Summary, string Publisher, string Version, string NotesHtml, DateTime At);

/// <param name="About">The name of the module, publisher or category.</param>
/// <param name="Rows">Newest first.</param>
public sealed record News(string About, IReadOnlyList<NewsRow> Rows);

/// <summary>The releases offered last, of one module, publisher or category; of private modules only to those who may see them.</summary>
public sealed class ReleaseNews(IDbContextFactory<MarketplaceDb> databases, Categories categories)
{
    public const int Most = 30;

    /// <summary>Null if nothing of the module is offered to the actor.</summary>
    public async Task<News?> OfModuleAsync(Actor? actor, string packageId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        var rows = await ReadAsync(actor, releases => releases.Where(r => r.Module.NormalizedId == id), cancel);
        return rows.Count == 0 ? null : new(rows[0].DisplayName, rows);
    }

    /// <summary>Null if nothing of the publisher is offered to the actor.</summary>
    public async Task<News?> OfPublisherAsync(Actor? actor, string name, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.PublisherAsync(name, cancel) is not { } publisher)
        {
            return null;
        }

        var rows = await ReadAsync(actor, releases => releases.Where(r => r.Module.PublisherId == publisher.Id), cancel);
        return rows.Count == 0 ? null : new(publisher.Name, rows);
    }

    /// <summary>With the categories below it; null if there is no such category.</summary>
    public async Task<News?> OfCategoryAsync(Actor? actor, string slug, CancellationToken cancel)
    {
        return await categories.FindAsync(slug, cancel) is { } category
            ? new(category.Title, await ReadAsync(actor, releases => releases.Where(r => category.Slugs.Contains(r.Module.Category)), cancel))
            : null;
    }

    private async Task<IReadOnlyList<NewsRow>> ReadAsync(Actor? actor, Func<IQueryable<Release>, IQueryable<Release>> which, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rendered = db.RenderedTexts;
        var rows = await which(db.AvailableReleases(actor).Offered()).OrderByDescending(r => r.ApprovedAt).ThenByDescending(r => r.Id).Take(Most)
            .Select(r => new
            {
                Row = new NewsRow(r.Id, r.Module.PackageId, r.Module.DisplayName, r.Module.Summary, r.Module.Publisher.Name, r.Version, "", r.ApprovedAt),
                Html = rendered.Where(t => t.PackageHash == r.PackageHash).Select(t => t.NotesHtml).FirstOrDefault(),
                r.ReleaseNotes,
            }).ToListAsync(cancel);
        return rows.ConvertAll(r => r.Row with { NotesHtml = r.Html ?? Markdown.AsPlainText(r.ReleaseNotes) });
    }
}
