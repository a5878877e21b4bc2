using Marketplace.Data;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Support;

/// <summary>Databases on the real server that the tests are told of, each made for one test and dropped after it.</summary>
internal static class SqlServerDatabase
{
    public static string? Server { get; } =
        Environment.GetEnvironmentVariable("MARKETPLACE_SQLSERVER") is { Length: > 0 } given ? given : null;

    public static string Create(string server, out DbContextOptions options)
    {
        var connection = new SqlConnectionStringBuilder(server) { InitialCatalog = $"marketplace_test_{Guid.NewGuid():N}" }.ConnectionString;
        var sqlServer = TestOptions.SqlServer(connection);
        using var db = new SqlServerMarketplaceDb(sqlServer);
        db.Database.Migrate();
        options = sqlServer;
        return connection;
    }

    public static void Drop(string connectionString)
    {
        using var db = new SqlServerMarketplaceDb(TestOptions.SqlServer(connectionString));
        db.Database.EnsureDeleted();
    }
}
