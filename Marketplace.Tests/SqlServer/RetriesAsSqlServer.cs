using Microsoft.EntityFrameworkCore.Storage;

namespace Marketplace.Tests.SqlServer;

/// <summary>Retries nothing, but like SQL Server's strategy refuses a transaction that is begun by hand.</summary>
internal sealed class RetriesAsSqlServer(ExecutionStrategyDependencies dependencies) : ExecutionStrategy(dependencies, 1, TimeSpan.Zero)
{
    protected override bool ShouldRetryOn(Exception exception) => false;
}
