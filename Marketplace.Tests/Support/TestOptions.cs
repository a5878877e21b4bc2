using Marketplace.Data;
using Marketplace.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
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

    /// <summary>Lets SQL Server's tests see the queries, and SQLite refuse what SQL Server would.</summary>
    public static void Mirror(DbContextOptionsBuilder options)
    {
#pragma warning disable EF1001 // See MirroringQueryCompiler.
        options.ReplaceService<IQueryCompiler, MirroringQueryCompiler>().AddInterceptors(NotedSaves.Instance, ColumnLimits.Instance);
#pragma warning restore EF1001
        new SqliteDbContextOptionsBuilder(options).ExecutionStrategy(dependencies => new RetriesAsSqlServer(dependencies));
    }

    public static DbContextOptions<SqlServerMarketplaceDb> SqlServer(string connectionString) =>
        new DbContextOptionsBuilder<SqlServerMarketplaceDb>()
            .UseSqlServer(connectionString, sql => sql.EnableRetryOnFailure()).Options;
}
