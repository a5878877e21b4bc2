using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Data;

public static class Streaming
{
    extension(IDbContextFactory<MarketplaceDb> databases)
    {
        /// <summary>All rows, one after another as they are read; never all of them in memory.</summary>
        public async IAsyncEnumerable<T> StreamAsync<T>(Func<MarketplaceDb, IQueryable<T>> rows, [EnumeratorCancellation] CancellationToken cancel)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            await foreach (var row in rows(db).AsAsyncEnumerable().WithCancellation(cancel))
            {
                yield return row;
            }
        }
    }
}
