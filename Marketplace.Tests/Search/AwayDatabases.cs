using Marketplace.Data;
using Marketplace.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Search;

/// <summary>A database that is away for a while.</summary>
internal sealed class AwayDatabases(TestDatabase database) : IDbContextFactory<MarketplaceDb>
{
    public bool IsAway { get; set; }

    public MarketplaceDb CreateDbContext() => IsAway ? throw new SqliteException("unable to open database file", 14) : database.CreateDbContext();
}
