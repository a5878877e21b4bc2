using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace Marketplace.Tests.Support;

/// <summary>A database that fails the next commit as a server does that goes away for a moment, opened with the retries that SQL Server has.</summary>
internal sealed class FailingOnce : DbTransactionInterceptor
{
    public bool IsDue { get; set; }

    public void Add(DbContextOptionsBuilder options) => options.AddInterceptors(this).ReplaceService<IExecutionStrategyFactory, Retrying>();

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        if (IsDue)
        {
            IsDue = false;
            throw new TransientFault();
        }

        return ValueTask.FromResult(result);
    }

    private sealed class TransientFault() : Exception("The server went away.");

    private sealed class Retrying(ExecutionStrategyDependencies dependencies) : IExecutionStrategyFactory
    {
        public IExecutionStrategy Create() => new Strategy(dependencies);
    }

    private sealed class Strategy(ExecutionStrategyDependencies dependencies) : ExecutionStrategy(dependencies, maxRetryCount: 3, maxRetryDelay: TimeSpan.Zero)
    {
        protected override bool ShouldRetryOn(Exception exception) => exception is TransientFault;
    }
}
