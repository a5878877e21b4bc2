using Microsoft.EntityFrameworkCore;

namespace Marketplace.Data;

public static class Transactions
{
    extension(IDbContextFactory<MarketplaceDb> databases)
    {
        /// <summary>
        /// All of the act or nothing. After a fault that passes, SQL Server gets it once more, so it must have no effect outside the
        /// database.
        /// </summary>
        public async Task<T> TransactAsync<T>(Func<MarketplaceDb, Task<T>> act, CancellationToken cancel)
        {
            await using var outer = await databases.CreateDbContextAsync(cancel);
            return await outer.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                await using var db = await databases.CreateDbContextAsync(cancel);
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                var result = await act(db);
                await transaction.CommitAsync(cancel);
                return result;
            });
        }
    }
}
