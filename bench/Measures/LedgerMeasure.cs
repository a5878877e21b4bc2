using System.Diagnostics;
using Marketplace.Data;
using Marketplace.Ledger;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Bench;

/// <summary>
/// How fast journals are posted, and how long it takes to verify 1,000,000 entries. Most of these are written by hand, since only how many they are matters
/// to whoever verifies; the database keeps the balances all the same.
/// </summary>
internal static class LedgerMeasure
{
    private const int Entries = 1_000_000, EntriesEach = 2, Posts = 2_000, Together = 200, Months = 12, Accounts = 100;
    private static readonly DateTime Since = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static async Task RunAsync(Folders folders)
    {
        using var product = new Product(folders.New("ledger"));
        await product.Get<DatabaseStart>().MigrateAsync(CancellationToken.None);
        await PostAsync(product, Enumerable.Range(0, Accounts).Select(number => Sale($"first/{number}", number)).ToList());

        var watch = Stopwatch.StartNew();
        for (var number = 0; number < Posts; number++)
        {
            await PostAsync(product, [Sale($"single/{number}", number)]);
        }

        Report.Line("Journals of 3 entries posted, each in a transaction", Posts / watch.Elapsed.TotalSeconds, "/ s");
        watch.Restart();
        for (var number = 0; number < Posts; number += Together)
        {
            await PostAsync(product, [.. Enumerable.Range(number, Together).Select(one => Sale($"batch/{one}", one))]);
        }

        Report.Line($"The same, {Together} in a transaction", Posts / watch.Elapsed.TotalSeconds, "/ s");
        watch.Restart();
        Fill(product);
        Report.Line("Entries written by hand", Entries / watch.Elapsed.TotalSeconds, "/ s");
        watch.Restart();
        var report = await product.Get<LedgerVerify>().RunAsync(CancellationToken.None);
        Report.Line($"Verify of {report.Entries:#,0} entries", watch.Elapsed.TotalSeconds, "s", "aim 60 s");
        if (report.Problems.Count > 0)
        {
            throw new InvalidOperationException(report.Problems[0]);
        }
    }

    private static Task<IReadOnlyList<long>> PostAsync(Product product, List<Posting> postings) =>
        product.Get<IDbContextFactory<MarketplaceDb>>().TransactAsync(
            db => product.Get<Journals>().PostAsync(db, postings, CancellationToken.None), CancellationToken.None);

    private static Posting Sale(string source, int number) => Posting.Of(
        JournalKind.Sale, source, "Sale", "order/1", Since.AddDays(number % 300),
        Leg.Debit(AccountKey.Receivable, new(4477, "EUR")),
        Leg.Credit(AccountKey.TaxPayable("NL", number % Accounts / 100m), new(777, "EUR")),
        Leg.Credit(AccountKey.Commission, new(555, "EUR")),
        Leg.Credit(AccountKey.DeferredRevenue, new(3145, "EUR")));

    private static void Fill(Product product)
    {
        using var db = product.Open();
        var accounts = db.LedgerAccounts.Select(account => account.Id).ToList();
        using var connection = new SqliteConnection(db.Database.GetConnectionString());
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var journal = Command(
            connection, transaction,
            "INSERT INTO Journals (Kind, Source, Description, Document, At, Month, Count) "
                + "VALUES ('Sale', $0, 'x', 'x/1', '2025-01-01', $1, $2) RETURNING Id", 3);
        using var entry = Command(
            connection, transaction, "INSERT INTO Entries (JournalId, Line, DebitId, CreditId, Minor, Currency) VALUES ($0, $1, $2, $3, $4, 'EUR')", 5);
        for (var number = 0; number < Entries / EntriesEach; number++)
        {
            var id = Run(journal, $"hand/{number}", 202501 + (number % Months), EntriesEach)!;
            for (var line = 0; line < EntriesEach; line++)
            {
                var at = ((number * 31) + (line * 17)) % accounts.Count;
                Run(entry, id, line, accounts[at], accounts[(at + 1 + (number % 7)) % accounts.Count], 100 + (number % 10_000));
            }
        }

        transaction.Commit();
    }

    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction transaction, string sql, int parameters)
    {
        var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        for (var number = 0; number < parameters; number++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${number}" });
        }

        return command;
    }

    private static object? Run(SqliteCommand command, params object[] values)
    {
        for (var number = 0; number < values.Length; number++)
        {
            command.Parameters[number].Value = values[number];
        }

        return command.ExecuteScalar();
    }
}
