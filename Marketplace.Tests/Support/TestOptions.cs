using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Support;

/// <summary>How the tests open each database: as the product does.</summary>
internal static class TestOptions
{
    public static DbContextOptions<SqliteMarketplaceDb> Sqlite(string connectionString)
    {
        var options = new DbContextOptionsBuilder<SqliteMarketplaceDb>();
        options.UseSqlite(connectionString).AddInterceptors(SqlitePragmas.Instance);
        return options.Options;
    }

    public static DbContextOptions<SqlServerMarketplaceDb> SqlServer(string connectionString) =>
        new DbContextOptionsBuilder<SqlServerMarketplaceDb>()
            .UseSqlServer(connectionString, sql => sql.EnableRetryOnFailure()).Options;
}
