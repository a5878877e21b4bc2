using System.Collections.Concurrent;
using Marketplace.Data;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Data;

public class DatabaseStartTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_killed_while_it_migrates_leaves_a_database_that_the_next_one_finishes()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "SQL Server's lock ends with its connection.");
        using var folder = new TemporaryFolder();
        await using (var killed = RunningProgram.BeginWorker(folder.Path))
        {
            await Eventually.TrueAsync(() => IsMigrating(folder), "the first worker is migrating", Cancel);
            killed.Kill();
        }

        await using var worker = await RunningProgram.WorkerAsync(folder.Path, Cancel);

        Assert.Contains("An earlier start was killed while it migrated", worker.Output, StringComparison.Ordinal);
        Assert.Equal(0, Ask(folder, "SELECT COUNT(*) FROM __EFMigrationsLock"));
        Assert.True(Ask(folder, "SELECT COUNT(*) FROM __EFMigrationsHistory") > 0);
    }

    [Fact]
    public async Task A_portal_and_two_workers_may_start_at_once_on_an_empty_folder()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "About the embedded database.");
        using var folder = new TemporaryFolder();

        var programs = await Task.WhenAll(
            RunningProgram.WorkerAsync(folder.Path, Cancel),
            RunningProgram.PortalAsync(folder.Path, Cancel),
            RunningProgram.WorkerAsync(folder.Path, Cancel));

        using var http = new HttpClient { BaseAddress = programs[1].Address };
        Assert.Equal("Healthy", await http.GetStringAsync("/health/ready", Cancel));
        foreach (var program in programs)
        {
            Assert.Equal(0, await program.StopAsync(Cancel));
            await program.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_lock_file_that_cannot_be_written_ends_the_start_instead_of_being_waited_for()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer || OperatingSystem.IsWindows(), "About the embedded database, and links.");
        using var database = new TestDatabase();
        var file = Path.Combine(database.Folder, "migrate.lock");
        File.CreateSymbolicLink(file, file);

        var refused = await Assert.ThrowsAsync<IOException>(() => Start(database, new Heard()).MigrateAsync(Cancel));

        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_waits_for_another_says_so_once()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "About the embedded database.");
        using var database = new TestDatabase();
        var log = new Heard();
        Task start;
        await using (File.Open(Path.Combine(database.Folder, "migrate.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            start = Start(database, log).MigrateAsync(Cancel);
            await Eventually.TrueAsync(() => !log.Lines.IsEmpty, "it says that it waits", Cancel);
            Assert.False(start.IsCompleted);
        }

        await start;
        Assert.Contains("migrate.lock", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    private static DatabaseStart Start(TestDatabase database, Heard log)
    {
        var options = Options.Create(new DataOptions { Folder = database.Folder });
        return new(database, new DataFolder(options, new HostingEnvironment { ContentRootPath = database.Folder }), TimeProvider.System, log);
    }

    private sealed class Heard : ILogger<DatabaseStart>
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));
    }

    private static bool IsMigrating(TemporaryFolder folder)
    {
        try
        {
            return File.Exists(folder.File("marketplace.db")) && Ask(folder, "SELECT COUNT(*) FROM __EFMigrationsLock") > 0;
        }
        catch (SqliteException)
        {
            // The table is not there yet, or the file is being switched to WAL.
            return false;
        }
    }

    private static long Ask(TemporaryFolder folder, string sql)
    {
        using var connection = Open(folder);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static SqliteConnection Open(TemporaryFolder folder)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = folder.File("marketplace.db"), Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }
}
