using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Catalog.Texts;
using Marketplace.Data;
using Marketplace.Operations;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Updates;

/// <summary>How many updates wait on a site, and how many of them fix security.</summary>
public sealed record UpdateCount(int All, int Security);

/// <summary>What is newer than what sites have. Members see their own organizations' sites.</summary>
public sealed class SiteUpdates(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    // Notes can be long; a page shows those of the newest releases.
    private const int MaxNotes = 100;

    /// <summary>The updates of a site with what is new in each release; security first. Null if the actor has no such site.</summary>
    public async Task<IReadOnlyList<ModuleUpdate>?> ReadAsync(Actor actor, long siteId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Sites.Of(actor).Where(s => s.Id == siteId).Select(s => (long?)s.OrganizationId).FirstOrDefaultAsync(cancel) is not { } organization)
        {
            return null;
        }

        var updates = (await UpdateQueries.ReadAsync(db, organization, [siteId], clock.UtcNow, cancel))[siteId].ToList();
        var ids = updates.SelectMany(u => u.Releases).Select(r => r.Id).OrderDescending().Take(MaxNotes).ToArray();
        var rendered = db.RenderedTexts;
        var notes = await db.Releases.Where(r => ids.Contains(r.Id))
            .Select(r => new { r.Id, r.ReleaseNotes, Html = rendered.Where(t => t.PackageHash == r.PackageHash).Select(t => t.NotesHtml).FirstOrDefault() })
            .ToDictionaryAsync(r => r.Id, r => r.Html ?? Markdown.AsPlainText(r.ReleaseNotes), cancel);
        return updates.ConvertAll(u => u with { Releases = [.. u.Releases.Select(r => r with { NotesHtml = notes.GetValueOrDefault(r.Id, "") })] });
    }

    /// <param name="sites">Each organization with those of its sites that are asked about.</param>
    /// <returns>By site; those with nothing to update may be left out.</returns>
    internal static async Task<IReadOnlyDictionary<long, UpdateCount>> CountAsync(
        MarketplaceDb db, ILookup<long, long> sites, DateTime now, CancellationToken cancel)
    {
        var counts = new Dictionary<long, UpdateCount>();
        foreach (var organization in sites)
        {
            foreach (var site in await UpdateQueries.ReadAsync(db, organization.Key, [.. organization], now, cancel))
            {
                var offered = site.Where(u => u.Offered is not null).ToList();
                counts[site.Key] = new(offered.Count, offered.Count(u => u.IsSecurity));
            }
        }

        return counts;
    }
}
