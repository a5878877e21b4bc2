using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Search.Index;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Search;

public enum SaveSearchOutcome
{
    Saved,

    /// <summary>The person keeps as many as there may be.</summary>
    TooMany,

    /// <summary>It has more filters than can be kept.</summary>
    TooLong,

    /// <summary>Keys save no searches.</summary>
    NotAllowed,
}

public sealed record SavedSearchRow(long Id, string Address, DateTime NotifiedAt);

/// <summary>Keeps people's searches, and tells them of modules that are new or renewed under them.</summary>
public sealed class SavedSearches(IDbContextFactory<MarketplaceDb> databases, CatalogSearch catalog, TimeProvider clock)
{
    public const int MaxOfOne = 20;
    private const int Batch = 100;
    private static readonly TimeSpan Between = TimeSpan.FromHours(1);
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(2);

    public async Task<IReadOnlyList<SavedSearchRow>> ListAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.OwnOf<SavedSearch>(actor).OrderBy(s => s.Id)
            .Select(s => new SavedSearchRow(s.Id, s.Address, s.NotifiedAt)).Take(MaxOfOne).ToListAsync(cancel);
    }

    public async Task<SaveSearchOutcome> SaveAsync(Actor actor, string address, CatalogQuery query, CancellationToken cancel)
    {
        address = address.AsKey();
        var json = JsonSerializer.Serialize(query with { Page = 1 });
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.Users.InPerson(actor).AnyAsync(cancel))
        {
            return SaveSearchOutcome.NotAllowed;
        }

        if (address.Length is 0 or > SavedSearch.MaxAddress || json.Length > SavedSearch.MaxQuery)
        {
            return SaveSearchOutcome.TooLong;
        }

        var known = await db.OwnOf<SavedSearch>(actor).OrderBy(s => s.Id).Select(s => s.Address).Take(MaxOfOne).ToListAsync(cancel);

        // What differs by case alone finds the same.
        if (known.Contains(address, StringComparer.OrdinalIgnoreCase))
        {
            return SaveSearchOutcome.Saved;
        }

        if (known.Count >= MaxOfOne)
        {
            return SaveSearchOutcome.TooMany;
        }

        db.Add(new SavedSearch(actor.UserId, address, json, clock.UtcNow));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // A second click saved it.
        }

        return SaveSearchOutcome.Saved;
    }

    /// <summary>What the removed search looked for; null if there is none of the actor's.</summary>
    public async Task<CatalogQuery?> RemoveAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = db.OwnOf<SavedSearch>(actor).Where(s => s.Id == id);
        var search = await own.AsNoTracking().FirstOrDefaultAsync(cancel);
        return await own.ExecuteDeleteAsync(cancel) > 0 ? search?.Query : null;
    }

    /// <summary>Looks again at all searches that were not looked at for an hour. What is sent and up to when are saved together.</summary>
    public async Task NotifyAsync(CancellationToken cancel)
    {
        // What was approved a moment ago may not be committed, or not be in the index yet: it comes with the next look.
        var until = clock.UtcNow - Settled;
        for (var after = 0L; ;)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var (due, last) = (until - Between, after);
            var searches = await db.Set<SavedSearch>().Where(s => s.NotifiedAt <= due && s.Id > last).OrderBy(s => s.Id).Take(Batch).ToListAsync(cancel);
            foreach (var search in searches)
            {
                await NotifyAsync(db, search, until, cancel);
            }

            if (searches.Count == 0)
            {
                return;
            }

            after = searches[^1].Id;
            try
            {
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Another worker looked at the same searches; what it did not is due at the next run.
            }
        }
    }

    private async Task NotifyAsync(MarketplaceDb db, SavedSearch search, DateTime until, CancellationToken cancel)
    {
        var found = await catalog.FindAsync(search.Query with { Sort = CatalogSort.Updated, Page = 1 }, new Actor(search.UserId), cancel);
        var fresh = found.Page.Rows.Where(row => row.UpdatedAt > search.NotifiedAt && row.UpdatedAt <= until).Select(row => row.DisplayName).ToList();
        if (fresh.Count > 0)
        {
            var names = $"{string.Join(", ", fresh.Take(3))}{(fresh.Count > 3 ? $" and {fresh.Count - 3} more" : "")}";
            db.Notify(search.UserId, $"browse/{search.Address}", $"New under your search: {names}.", clock.UtcNow);
        }

        search.Tell(until);
    }
}

/// <summary>Tells of what is new under saved searches. Safe to run twice: each moment is told of once.</summary>
public sealed class NotifySavedSearchesJob(SavedSearches searches)
{
    public Task RunAsync(CancellationToken cancel) => searches.NotifyAsync(cancel);
}
