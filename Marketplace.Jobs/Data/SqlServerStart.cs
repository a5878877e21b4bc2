using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace Marketplace.Data;

/// <summary>
/// Sees to it that there is a database on SQL Server and that its readers do not wait for its writers. Several processes may do so at once.
/// </summary>
internal sealed partial class SqlServerStart(MarketplaceDb db, TimeProvider clock, ILogger log)
{
    private const int DatabaseExists = 1801;
    private const int ModelDatabaseInUse = 1807;
    private const int StateCannotChangeNow = 5070;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int MaxAttempts = 30;

    public async Task PrepareAsync(CancellationToken cancel)
    {
        await CreateAsync(cancel);
        await UseSnapshotsAsync(cancel);
    }

    // A new database is there for others before it is ready for them: EF Core waits for that, and switches its snapshots on.
    private async Task CreateAsync(CancellationToken cancel)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        for (var attempt = 1; !await creator.ExistsAsync(cancel); attempt++)
        {
            try
            {
                await creator.CreateAsync(cancel);
            }
            catch (SqlException error) when (error.Number is DatabaseExists or ModelDatabaseInUse && attempt < MaxAttempts)
            {
                Waiting(db.Database.GetDbConnection().Database);
                await Task.Delay(Pause, clock, cancel);
            }
        }
    }

    private async Task UseSnapshotsAsync(CancellationToken cancel)
    {
        var name = db.Database.GetDbConnection().Database;
        for (var attempt = 1; !await HasSnapshotsAsync(cancel); attempt++)
        {
            try
            {
                // At once or not at all: waiting for others' connections would let new ones wait too.
                await db.Database.ExecuteSqlRawAsync("ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH NO_WAIT", cancel);
            }
            catch (SqlException error) when (IsInUse(error) && attempt < MaxAttempts)
            {
                Waiting(name);
                SqlConnection.ClearAllPools();
                await Task.Delay(Pause, clock, cancel);
            }
            catch (SqlException error)
            {
                throw new InvalidOperationException(
                    $"The database {name} has READ_COMMITTED_SNAPSHOT off, so its readers and writers would block each other, and it could not be "
                    + $"switched on: {error.Message} Stop the marketplace's other processes and run, as an administrator of the server: "
                    + $"ALTER DATABASE [{name.Replace("]", "]]", StringComparison.Ordinal)}] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE",
                    error);
            }
        }
    }

    private Task<bool> HasSnapshotsAsync(CancellationToken cancel) => db.Database
        .SqlQuery<bool>($"SELECT is_read_committed_snapshot_on AS Value FROM sys.databases WHERE database_id = DB_ID()").SingleAsync(cancel);

    private static bool IsInUse(SqlException error) => error.Errors.Cast<SqlError>().Any(e => e.Number == StateCannotChangeNow);

    [LoggerMessage(1003, LogLevel.Information, "Another process makes or uses the database {Database} just now; waiting for it.")]
    private partial void Waiting(string database);
}
