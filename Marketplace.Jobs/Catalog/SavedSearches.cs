using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

public sealed record SavedSearchRow(long Id, string Address, DateTime ToldAt);

/// <summary>Keeps people's searches, and tells them of modules that are new or renewed under them.</summary>
public sealed class SavedSearches(IDbContextFactory<MarketplaceDb> databases, CatalogSearch catalog, TimeProvider clock)
{
    private const int MostOfOne = 20;
    private const int Batch = 100;
    private static readonly TimeSpan Between = TimeSpan.FromHours(1);

    public async Task<IReadOnlyList<SavedSearchRow>> ListAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.OwnOf<SavedSearch>(actor).OrderBy(s => s.Id).Select(s => new SavedSearchRow(s.Id, s.Address, s.ToldAt)).Take(MostOfOne).ToListAsync(cancel);
    }

    /// <summary>False if it is too long to keep, or the person keeps as many as there may be.</summary>
    public async Task<bool> SaveAsync(Actor actor, string address, CatalogQuery query, CancellationToken cancel)
    {
        var json = JsonSerializer.Serialize(query with { Page = 1 });
        await using var db = await databases.CreateDbContextAsync(cancel);
        var known = await db.OwnOf<SavedSearch>(actor).Select(s => s.Address).ToListAsync(cancel);
        if (known.Contains(address))
        {
            return true;
        }

        if (address.Length is 0 or > 190 || json.Length > 4000 || known.Count >= MostOfOne || !await db.Users.InPerson(actor).AnyAsync(cancel))
        {
            return false;
        }

        db.Add(new SavedSearch(actor.UserId, address, json, clock.UtcNow));
        await db.SaveChangesAsync(cancel);
        return true;
    }

    public async Task RemoveAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.OwnOf<SavedSearch>(actor).Where(s => s.Id == id).ExecuteDeleteAsync(cancel);
    }

    /// <summary>Looks again at searches that were not looked at for an hour. What is told and up to when are saved together.</summary>
    public async Task TellAsync(CancellationToken cancel)
    {
        var due = clock.UtcNow - Between;
        await using var db = await databases.CreateDbContextAsync(cancel);
        foreach (var search in await db.Set<SavedSearch>().Where(s => s.ToldAt <= due).OrderBy(s => s.ToldAt).Take(Batch).ToListAsync(cancel))
        {
            var found = await catalog.FindAsync(search.Query with { Sort = CatalogSort.Updated, Page = 1 }, new Actor(search.UserId), cancel);
            var fresh = found.Page.Rows.Where(row => row.UpdatedAt > search.ToldAt).Select(row => row.DisplayName).ToList();
            if (fresh.Count > 0)
            {
                db.Notify(search.UserId, $"browse/{search.Address}", $"New under your search: {string.Join(", ", fresh.Take(3))}{(fresh.Count > 3 ? $" and {fresh.Count - 3} more" : "")}.", clock.UtcNow);
            }

            search.Tell(clock.UtcNow);
        }

        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another worker looked at the same searches.
        }
    }
}

/// <summary>Tells of what is new under saved searches. Safe to run twice: each moment is told of once.</summary>
public sealed class TellSavedSearchesJob(SavedSearches searches)
{
    public Task RunAsync(CancellationToken cancel) => searches.TellAsync(cancel);
}
