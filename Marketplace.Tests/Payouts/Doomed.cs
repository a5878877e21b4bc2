using System.Data.Common;
using Marketplace.Data;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Marketplace.Tests.Payouts;

/// <summary>The process ends here: nothing after it is done, and its transaction is never committed.</summary>
internal sealed class DeathException : Exception;

/// <summary>Dies before the so many-th statement of a context that is watched.</summary>
internal sealed class Fatal : DbCommandInterceptor
{
    private int _left = int.MaxValue;

    public void After(int statements) => _left = statements;

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Pass();
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Pass();
        return ValueTask.FromResult(result);
    }

    private void Pass()
    {
        if (--_left == 0)
        {
            throw new DeathException();
        }
    }
}

/// <summary>Contexts of the same database whose statements are counted.</summary>
internal sealed class Doomed(IDbContextFactory<MarketplaceDb> databases, Fatal fatal) : IDbContextFactory<MarketplaceDb>
{
    public MarketplaceDb CreateDbContext()
    {
        using var db = databases.CreateDbContext();
        return new SqliteMarketplaceDb(new DbContextOptionsBuilder<SqliteMarketplaceDb>(TestOptions.Sqlite(db.Database.GetConnectionString()!))
            .AddInterceptors(fatal).Options);
    }
}
