using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Data;

/// <summary>Brings the database to this version at start. Portal and workers may start at once: one migrates, the others wait.</summary>
public sealed partial class DatabaseStart(IDbContextFactory<MarketplaceDb> databases, DataFolder folder, TimeProvider clock, ILogger<DatabaseStart> log)
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    public async Task MigrateAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!db.Database.IsSqlite())
        {
            await new SqlServerStart(db, clock, log).PrepareAsync(cancel);
            await db.Database.MigrateAsync(cancel);
            return;
        }

        // The file lock dies with its process, the row EF Core leaves in __EFMigrationsLock does not. Whoever holds the
        // file lock is alone, so a row found then belongs to a start that was killed.
        await using var alone = await LockAsync(cancel);
        if (!(await db.Database.GetPendingMigrationsAsync(cancel)).Any())
        {
            return;
        }

        if (await HasAbandonedLockAsync(db, cancel))
        {
            Abandoned();
            await db.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\"", cancel);
        }

        await db.Database.MigrateAsync(cancel);
    }

    private async Task<FileStream> LockAsync(CancellationToken cancel)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return new FileStream(folder.File("migrate.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException held) when (held.HResult is WindowsSharingViolation or LinuxWouldBlock or MacWouldBlock)
            {
                if (isFirst)
                {
                    Waiting(folder.File("migrate.lock"));
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), clock, cancel);
            }
        }
    }

    private static async Task<bool> HasAbandonedLockAsync(MarketplaceDb db, CancellationToken cancel) =>
        await db.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'").SingleAsync(cancel) > 0
        && await db.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM __EFMigrationsLock").SingleAsync(cancel) > 0;

    [LoggerMessage(1001, LogLevel.Warning, "An earlier start was killed while it migrated; its lock is removed.")]
    private partial void Abandoned();

    [LoggerMessage(1002, LogLevel.Information, "Another process migrates the database and holds {File}; waiting for it.")]
    private partial void Waiting(string file);
}
