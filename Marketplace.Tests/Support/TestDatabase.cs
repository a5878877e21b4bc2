using Marketplace.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Support;

/// <summary>
/// A real, migrated database of its own: an SQLite file in a temporary folder, or a database on the server that
/// <c>MARKETPLACE_SQLSERVER</c> names. It is the factory that acts ask for, and brings a clock that stands still.
/// </summary>
public sealed class TestDatabase : IDbContextFactory<MarketplaceDb>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DbContextOptions _options;

    public TestDatabase()
    {
        if (SqlServerDatabase.Server is { } server)
        {
            ConnectionString = SqlServerDatabase.Create(server, out _options);
            return;
        }

        SqliteTemplate.CopyTo(Path);
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = Path, ForeignKeys = true, DefaultTimeout = 30 }.ConnectionString;
        _options = TestOptions.Sqlite(ConnectionString);
    }

    public static bool IsSqlServer => SqlServerDatabase.Server is not null;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    public DateTime Now => Clock.UtcNow;

    /// <summary>The data folder in which the SQLite file lies.</summary>
    public string Folder => _folder.Path;

    public string ConnectionString { get; }

    private string Path => System.IO.Path.Combine(Folder, "marketplace.db");

    public MarketplaceDb CreateDbContext() => IsSqlServer
        ? new SqlServerMarketplaceDb((DbContextOptions<SqlServerMarketplaceDb>)_options)
        : new SqliteMarketplaceDb((DbContextOptions<SqliteMarketplaceDb>)_options);

    /// <summary>Adds the entities and everything they reach, and saves.</summary>
    public void Save(params object[] entities)
    {
        using var db = CreateDbContext();
        db.AddRange(entities);
        db.SaveChanges();
    }

    /// <summary>Asks in a context of its own.</summary>
    public T Read<T>(Func<MarketplaceDb, T> question)
    {
        using var db = CreateDbContext();
        return question(db);
    }

    public void Dispose()
    {
        if (IsSqlServer)
        {
            SqlServerDatabase.Drop(ConnectionString);
        }
        else
        {
            using var connection = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(connection);
        }

        _folder.Dispose();
    }
}
