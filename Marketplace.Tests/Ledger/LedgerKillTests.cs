using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Marketplace.Tests.Ledger;

/// <summary>A process that is killed while it posts leaves the journal and all of its entries and sums, or nothing of it.</summary>
public sealed class LedgerKillTests : IDisposable
{
    private readonly TestDatabase _database = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Killed_before_any_of_its_statements_it_leaves_nothing(int moment)
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The process is given an SQLite file.");
        await _database.PostAsync(Books.Paid("payment/before", 100, _database.Now));

        await DyingPoster.RunAsync(_database.Folder, moment, TestContext.Current.CancellationToken);

        Assert.Equal(["payment/before"], _database.Read(db => db.Journals.Select(j => j.Source).ToList()));
        Assert.Equal((1, 100), (_database.Read(db => db.Entries.Count()), _database.Net(Books.Cash)));
        Assert.Empty(await _database.ProblemsAsync());
        await _database.PostAsync(DyingPoster.Posting);
        Assert.Equal(600, _database.Net(Books.Cash));
    }

    [Fact]
    public async Task Killed_at_any_time_of_many_journals_it_leaves_whole_ones()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The process is given an SQLite file.");
        for (var round = 0; round < 3; round++)
        {
            await DyingPoster.RunAndKillAsync(_database.Folder, round, TestContext.Current.CancellationToken);

            Assert.Empty(await _database.ProblemsAsync());
        }

        Assert.True(_database.Read(db => db.Journals.Count()) >= 60);
    }

    public void Dispose() => _database.Dispose();
}

/// <summary>A process that posts and dies by SIGKILL before its so many-th statement, or posts on until it is killed.</summary>
internal static class DyingPoster
{
    public const string Command = "dying-poster";
    private const int Killed = 137;
    private const int ForEver = int.MaxValue;

    public static Posting Posting => Of("payment/dying");

    public static async Task RunAsync(string dataFolder, int moment, CancellationToken cancel)
    {
        using var process = Start(dataFolder, moment, 0);
        var error = await process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        Assert.True(process.ExitCode is Killed, $"The process was not killed: {process.ExitCode} {error}");
    }

    /// <summary>Kills it once it has said that it has posted twenty.</summary>
    public static async Task RunAndKillAsync(string dataFolder, int round, CancellationToken cancel)
    {
        using var process = Start(dataFolder, ForEver, round);
        for (var line = 0; line < 20; line++)
        {
            Assert.NotNull(await process.StandardOutput.ReadLineAsync(cancel));
        }

        process.Kill();
        await process.WaitForExitAsync(cancel);
    }

    public static async Task<int> MainAsync(string[] args)
    {
        var moment = int.Parse(args[1], CultureInfo.InvariantCulture);
        var databases = new Databases(new DbContextOptionsBuilder<SqliteMarketplaceDb>()
            .UseSqlite($"Data Source={Path.Combine(args[0], "marketplace.db")};Foreign Keys=True")
            .AddInterceptors(SqlitePragmas.Instance, new Death(moment)).Options);
        for (var number = 0; ; number++)
        {
            var posting = moment == ForEver ? Of($"payment/{args[2]}-{number}") : Posting;
            await databases.TransactAsync(db => new Journals(TimeProvider.System).PostAsync(db, posting, CancellationToken.None), CancellationToken.None);
            Console.WriteLine(number);
        }
    }

    // Several entries, to accounts of which most are not there yet.
    private static Posting Of(string source) => Posting.Of(
        JournalKind.Payment, source, "Paid", "order/1", new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc),
        Leg.Debit(Books.Cash, new(500, "EUR")), Leg.Credit(AccountKey.DeferredRevenue, new(300, "EUR")),
        Leg.Credit(AccountKey.TaxPayable("DE", 19), new(150, "EUR")), Leg.Credit(AccountKey.Rounding, new(50, "EUR")));

    private static Process Start(string dataFolder, int moment, int round) => Process.Start(new ProcessStartInfo(
        "dotnet", [typeof(DyingPoster).Assembly.Location, Command, dataFolder, $"{moment}", $"{round}"])
    {
        RedirectStandardError = true, RedirectStandardOutput = true,
    })!;

    private sealed class Databases(DbContextOptions<SqliteMarketplaceDb> options) : IDbContextFactory<MarketplaceDb>
    {
        public MarketplaceDb CreateDbContext() => new SqliteMarketplaceDb(options);
    }

    /// <summary>Counts what is sent; the commit is the last of it.</summary>
    private sealed class Death : DbCommandInterceptor, IDbTransactionInterceptor
    {
        private readonly bool _dies;
        private int _left;

        public Death(int moment) => (_left, _dies) = (moment, moment != ForEver);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Pass();
            return new(result);
        }

        public ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            // All is written and nothing committed: whatever moments are left, this is the last.
            _left = _dies ? 1 : _left;
            Pass();
            return new(result);
        }

        private void Pass()
        {
            if (--_left == 0)
            {
                Process.GetCurrentProcess().Kill();
            }
        }
    }
}
