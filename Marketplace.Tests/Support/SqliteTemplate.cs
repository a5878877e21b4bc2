using Marketplace.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Support;

/// <summary>The migrated, empty SQLite file, made once in a run; a copy takes a millisecond, migrating a second.</summary>
internal static class SqliteTemplate
{
    private static readonly Lazy<byte[]> Migrated = new(Migrate);

    public static void CopyTo(string path) => File.WriteAllBytes(path, Migrated.Value);

    private static byte[] Migrate()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("template.db");
        var connection = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString;
        using (var db = new SqliteMarketplaceDb((DbContextOptions<SqliteMarketplaceDb>)TestOptions.Sqlite(connection)))
        {
            db.Database.Migrate();
        }

        return File.ReadAllBytes(path);
    }
}
