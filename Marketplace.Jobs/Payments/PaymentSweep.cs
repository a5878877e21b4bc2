using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Payments;

/// <summary>Asks providers for what is not known: requests without an answer, payments and refunds that have not ended.</summary>
public sealed partial class PaymentSweep(IDbContextFactory<MarketplaceDb> databases, ProviderCalls calls, TimeProvider clock, ILogger<PaymentSweep> log)
{
    private const int Batch = 200, AtOnce = 8;

    public async Task RunAsync(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await EachAsync(
            db => db.ProviderRequests.Where(r => r.AnsweredAt == null && r.DueAt <= now).OrderBy(r => r.DueAt).Select(r => r.Id), calls.SendAsync, cancel);
        await EachAsync(
            db => db.Payments.Where(p => p.CheckAt <= now && p.ProviderId != null).OrderBy(p => p.CheckAt).Select(p => p.Id), calls.RefreshAsync, cancel);
        await EachAsync(db => db.SavedMethods.Where(m => m.ForgetAt <= now).OrderBy(m => m.ForgetAt).Select(m => m.Id), calls.ForgetAsync, cancel);
        await EachAsync(db => db.Refunds.Where(r => r.CheckAt <= now).OrderBy(r => r.CheckAt).Select(r => r.Id), calls.RefreshRefundAsync, cancel);
    }

    private async Task EachAsync<T>(Func<MarketplaceDb, IQueryable<T>> due, Func<T, CancellationToken, Task> act, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var ids = await due(db).Take(Batch).ToListAsync(cancel);
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (id, stop) =>
        {
            try
            {
                await act(id, stop);
            }
            catch (ProviderAwayException)
            {
                // It was logged, and is asked again.
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // One that a person has to look at keeps no other from being asked.
                LogNotTaken(error);
            }
        });
    }

    [LoggerMessage(2002, LogLevel.Error, "A provider's answer was not taken.")]
    private partial void LogNotTaken(Exception error);
}

/// <summary>Finds out what became of payments. Safe to run twice: an answer that is known changes nothing.</summary>
public sealed class SweepPaymentsJob(PaymentSweep sweep)
{
    public Task RunAsync(CancellationToken cancel) => sweep.RunAsync(cancel);
}
