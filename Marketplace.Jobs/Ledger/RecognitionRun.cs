using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

/// <summary>Posts what was earned by the end of yesterday of everything sold for a term.</summary>
public sealed class RecognitionRun(IDbContextFactory<MarketplaceDb> databases, Journals journals, TimeProvider clock)
{
    private const int Batch = 200;

    /// <returns>How many journals were posted.</returns>
    public Task<int> RunAsync(CancellationToken cancel) => RunAsync(DateOnly.FromDateTime(clock.UtcNow), cancel);

    /// <param name="before">The first day that is not posted yet.</param>
    public async Task<int> RunAsync(DateOnly before, CancellationToken cancel)
    {
        for (var posted = 0; ;)
        {
            var (found, written) = await databases.TransactAsync(async db =>
            {
                var due = await db.RecognitionSchedules.Where(s => !s.IsDone && s.RecognizedTo < before).OrderBy(s => s.RecognizedTo).ThenBy(s => s.Id)
                    .Take(Batch).ToListAsync(cancel);
                var postings = due.SelectMany(s => s.Advance(before)).ToList();
                await journals.PostAsync(db, postings, cancel);
                await db.SaveChangesAsync(cancel);
                return (due.Count, postings.Count);
            }, cancel);
            posted += written;
            if (found < Batch)
            {
                return posted;
            }
        }
    }
}

/// <summary>Posts what was earned. Safe to run twice: a day that is posted is passed over, and its source is unique.</summary>
public sealed class RecognizeRevenueJob(RecognitionRun run)
{
    public Task RunAsync(CancellationToken cancel) => run.RunAsync(cancel);
}
