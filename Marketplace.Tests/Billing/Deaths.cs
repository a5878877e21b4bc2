using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Marketplace.Tests.Billing;

/// <summary>
/// Holds each work for ever at its moment: before and after each save and each transaction, between which nothing that lasts changes. It holds none then.
/// </summary>
internal sealed class Deaths : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private readonly AsyncLocal<Death?> _death = new();

    public int Longest { get; private set; }

    /// <summary>Completes when the work has come to its moment, or to its end.</summary>
    public Task WatchAsync(int moment, Func<Task> work)
    {
        var death = new Death(moment);
        return Task.WhenAny(death.Came, Task.Run(async () =>
        {
            _death.Value = death;
            await work();
            Longest = Math.Max(Longest, death.Passed);
        })).Unwrap();
    }

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await PassAsync(eventData.Context);
        return result;
    }

    public override async ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        await PassAsync(eventData.Context);
        return result;
    }

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default)
    {
        await (_death.Value?.PassAsync() ?? Task.CompletedTask);
        return result;
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        _death.Value?.PassAsync() ?? Task.CompletedTask;

    private Task PassAsync(DbContext? db) => db?.Database.CurrentTransaction is null ? _death.Value?.PassAsync() ?? Task.CompletedTask : Task.CompletedTask;
}

internal sealed class Death(int moment)
{
    private readonly TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Passed { get; private set; }

    public Task Came => _came.Task;

    public Task PassAsync()
    {
        if (Passed++ != moment)
        {
            return Task.CompletedTask;
        }

        _came.SetResult();
        return Task.Delay(Timeout.InfiniteTimeSpan);
    }
}
