using Marketplace.Data;
using Marketplace.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.Internal;

namespace Marketplace.Tests.Support;

/// <summary>How the tests open each database: as the product does.</summary>
internal static class TestOptions
{
    public static DbContextOptions<SqliteMarketplaceDb> Sqlite(string connectionString)
    {
        var options = new DbContextOptionsBuilder<SqliteMarketplaceDb>();
        options.UseSqlite(connectionString).AddInterceptors(SqlitePragmas.Instance);
        Mirror(options);
        return options.Options;
    }

    /// <summary>Lets SQL Server's tests see the queries.</summary>
#pragma warning disable EF1001 // See MirroringQueryCompiler.
    public static void Mirror(DbContextOptionsBuilder options) =>
        options.ReplaceService<IQueryCompiler, MirroringQueryCompiler>().AddInterceptors(NotedSaves.Instance);
#pragma warning restore EF1001

    public static DbContextOptions<SqlServerMarketplaceDb> SqlServer(string connectionString) =>
        new DbContextOptionsBuilder<SqlServerMarketplaceDb>()
            .UseSqlServer(connectionString, sql => sql.EnableRetryOnFailure()).Options;
}
