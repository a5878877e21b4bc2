using System.Data;
using System.Data.Common;
using Marketplace.Data;
using Marketplace.Resolution;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Data;

/// <summary>A start on SQL Server, against answers such as a server gives.</summary>
public sealed class SqlServerStartTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Server _server = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_whose_snapshots_are_on_is_left_alone()
    {
        _server.HasSnapshots = true;

        await PrepareAsync();

        Assert.Empty(_server.Sent);
    }

    [Fact]
    public async Task Snapshots_are_switched_on_where_they_are_off()
    {
        await PrepareAsync();

        Assert.Equal(["ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH NO_WAIT"], _server.Sent);
    }

    [Fact]
    public async Task Another_process_that_uses_the_database_is_waited_for()
    {
        _server.Refusals.Enqueue(5070);
        _server.Refusals.Enqueue(5070);

        await PrepareAsync();

        Assert.Equal(3, _server.Sent.Count);
    }

    [Theory]
    [InlineData(5011, 1)]
    [InlineData(5070, 30)]
    public async Task Where_they_cannot_be_switched_on_the_start_is_refused_with_the_statement_to_run(int number, int attempts)
    {
        for (var attempt = 0; attempt < 40; attempt++)
        {
            _server.Refusals.Enqueue(number);
        }

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(PrepareAsync);

        Assert.Contains("ALTER DATABASE [shop] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE", refused.Message, StringComparison.Ordinal);
        Assert.Equal(attempts, _server.Sent.Count);
    }

    [Fact]
    public async Task A_database_that_another_process_makes_at_the_same_moment_is_used()
    {
        (_server.Exists, _server.HasSnapshots) = (false, true);
        _server.Refusals.Enqueue(1801);

        await PrepareAsync();

        Assert.StartsWith("CREATE DATABASE [shop]", Assert.Single(_server.Sent), StringComparison.Ordinal);
    }

    private async Task PrepareAsync()
    {
        var options = new DbContextOptionsBuilder<SqlServerMarketplaceDb>()
            .UseSqlServer("Server=none;Database=shop", sql => sql.EnableRetryOnFailure()).AddInterceptors(_server, _server.Commands).Options;
        await using var db = new SqlServerMarketplaceDb(options);
        var prepared = new SqlServerStart(db, _clock, NullLogger.Instance).PrepareAsync(Cancel);
        while (!prepared.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await prepared;
    }

    private sealed class Server : DbConnectionInterceptor
    {
        public Server() => Commands = new(this);

        public bool Exists { get; set; } = true;

        public bool HasSnapshots { get; set; }

        public Queue<int> Refusals { get; } = new();

        public List<string> Sent { get; } = [];

        public Answers Commands { get; }

        public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
            Exists || connection.Database != "shop" ? InterceptionResult.Suppress() : throw DatabaseFaultsTests.SqlServerError(4060);

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            new(ConnectionOpening(connection, eventData, result));
    }

    private sealed class Answers(Server server) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            var answer = new DataTable { Columns = { { "Value", typeof(bool) } } };
            answer.Rows.Add(server.HasSnapshots);
            return new(InterceptionResult<DbDataReader>.SuppressWithResult(answer.CreateDataReader()));
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains("DATABASE", StringComparison.Ordinal))
            {
                server.Sent.Add(command.CommandText);
                server.Exists = true;
                if (server.Refusals.TryDequeue(out var number))
                {
                    throw DatabaseFaultsTests.SqlServerError(number);
                }

                server.HasSnapshots = true;
            }

            return new(InterceptionResult<int>.SuppressWithResult(-1));
        }
    }
}
