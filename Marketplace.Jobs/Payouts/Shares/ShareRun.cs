using Marketplace.Data;
using Marketplace.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payouts.Shares;

/// <summary>Releases the shares whose time has come: each by a journal of its own, once.</summary>
public sealed class ShareRun(IDbContextFactory<MarketplaceDb> databases, Journals journals, TimeProvider clock)
{
    private const int Batch = 200, Attempts = 10;

    /// <returns>How many were released.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        for (var (released, left) = (0, Attempts); ;)
        {
            try
            {
                var some = await databases.TransactAsync(db => ReleaseAsync(db, cancel), cancel);
                released += some;
                if (some < Batch)
                {
                    return released;
                }
            }
            catch (DbUpdateException error) when (error.IsLostRace && left-- > 0)
            {
                // Another worker released some of them.
            }
        }
    }

    private async Task<int> ReleaseAsync(MarketplaceDb db, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var due = await db.ReleasableShares(now).Include(s => s.Journal).OrderBy(s => s.DueAt).ThenBy(s => s.Id).Take(Batch).ToListAsync(cancel);
        var ids = await journals.PostAsync(
            db,
            due.ConvertAll(share => Postings.ShareRelease(
                share.ReleaseSource, share.Journal.Description, share.Journal.Document, now, share.PublisherId, share.Amount)),
            cancel);
        foreach (var (share, id) in due.Zip(ids))
        {
            share.Release(id, now);
        }

        await db.SaveChangesAsync(cancel);
        return due.Count;
    }
}

/// <summary>Releases what is no longer held. Safe to run twice: what is released is passed over, and its source is unique.</summary>
public sealed class ReleaseSharesJob(ShareRun run)
{
    public Task RunAsync(CancellationToken cancel) => run.RunAsync(cancel);
}
