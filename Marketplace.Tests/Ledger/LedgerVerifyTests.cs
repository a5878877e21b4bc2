using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Ledger;

/// <summary>What someone did who first took the database's triggers away is found all the same.</summary>
public sealed class LedgerVerifyTests : IDisposable
{
    private const string NewJournal = "INSERT INTO Journals (Kind, Source, Description, Document, At, Month, Count)";
    private readonly TestDatabase _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whole_books_are_whole_and_that_is_kept()
    {
        await FillAsync();

        var report = await _database.Verify().RunAsync(Cancel);

        Assert.Equal((3, 3, 0), (report.Journals, report.Entries, report.Problems.Count));
        var kept = _database.Read(db => db.LedgerVerifications.Single());
        Assert.Equal((3, "", _database.Now), (kept.Entries, kept.Problems, kept.At));
        Assert.Equal(0, _database.Read(db => db.Set<Marketplace.Notifications.Notification>().Count()));
    }

    [Theory]
    [InlineData("", NewJournal + " VALUES ('Sale', 'a/7', 'x', 'a/1', '2026-03-01', 202603, 1)",
        "a/7 do not have as many entries")]
    [InlineData("TR_Entries_Delete", "DELETE FROM Entries WHERE JournalId = 2", "payment/2 do not have as many entries")]
    [InlineData("TR_Entries_Update", "UPDATE Entries SET Minor = Minor + 1 WHERE JournalId = 2",
        "has in 202603 kept sums of 50 and 0 EUR, and entries of 51 and 0")]
    [InlineData("TR_Entries_Update", "UPDATE Entries SET Minor = Minor + 1 WHERE JournalId = 1", "202601 is closed and is not what it was")]
    [InlineData("TR_Entries_Balances", "INSERT INTO Journals (Id, Kind, Source, Description, Document, At, Month, Count)"
        + " VALUES (9, 'Sale', 'a/9', 'x', 'a/1', '2026-03-01', 202603, 1);"
        + "INSERT INTO Entries (JournalId, Line, DebitId, CreditId, Minor, Currency) VALUES (9, 0, 1, 2, 5, 'EUR')",
        "has in 202603 kept sums of 50 and 0 EUR, and entries of 55 and 0")]
    [InlineData("TR_Journals_Update", "UPDATE Journals SET Month = 202602 WHERE Id = 2", "has in 202602 no kept sums")]
    [InlineData("TR_Journals_Insert", "INSERT INTO Journals (Kind, Source, Description, Document, At, Month, Count)"
        + " VALUES ('Sale', 'a/9', 'x', 'a/1', '2026-01-31', 202601, 1)", "it had 1 journals and has 2")]
    [InlineData("", "UPDATE Balances SET Debit = Debit + 1 WHERE Month = 202603 AND Currency = 'USD' AND Debit > 0",
        "kept sums of 8 and 0 USD, and entries of 7")]
    [InlineData("TR_Balances_Delete", "DELETE FROM Balances WHERE Currency = 'USD'", "no kept sums")]
    public async Task What_was_written_past_the_rules_is_named(string without, string sql, string problem)
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "Written for SQLite.");
        await FillAsync();
        var trigger = without == "" ? null : Trigger(without);
        Execute($"{(without == "" ? "" : $"DROP TRIGGER {without};")}{sql};{trigger}");

        var problems = await _database.ProblemsAsync();

        Assert.Contains(problems, one => one.Contains(problem, StringComparison.Ordinal));
        Assert.DoesNotContain(problems, one => one.Contains("trigger", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trigger_that_is_missing_or_other_is_named_before_it_is_missed()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "Written for SQLite.");
        Execute("DROP TRIGGER TR_Entries_Balances; DROP TRIGGER TR_Journals_Delete;"
            + "CREATE TRIGGER TR_Journals_Delete BEFORE DELETE ON Journals BEGIN SELECT 1; END");

        Assert.Equal(
            ["The trigger TR_Journals_Delete of the database is missing, changed or disabled.",
                "The trigger TR_Entries_Balances of the database is missing, changed or disabled."],
            await _database.ProblemsAsync());
    }

    [Fact]
    public async Task A_source_that_is_there_twice_is_named()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "Written for SQLite.");
        await FillAsync();
        var trigger = Trigger("TR_Journals_Insert");
        Execute("DROP TRIGGER TR_Journals_Insert; DROP INDEX IX_Journals_Source;"
            + $"INSERT INTO Journals (Kind, Source, Description, Document, At, Month, Count) SELECT Kind, Source, Description, Document, At, Month, Count "
            + $"FROM Journals WHERE Id = 2;{trigger}");

        Assert.Contains("payment/2 are the source of more than one journal", await _database.ProblemsAsync());
    }

    [Fact]
    public async Task What_a_provider_holds_is_compared_by_currency()
    {
        await FillAsync();

        Assert.Empty(await _database.ProblemsAsync(new Provider("bank", new(150, "EUR"), new(7, "USD"))));
        Assert.Equal(
            ["bank holds ¥5 by its own word and ¥0 by the books", "bank holds $0.08 by its own word and $0.07 by the books"],
            await _database.ProblemsAsync(new Provider("bank", new(150, "EUR"), new(8, "USD"), new(5, "JPY"))));
        Assert.Equal(
            ["stripe holds €1.00 by its own word and €0.00 by the books"], await _database.ProblemsAsync(new Provider("stripe", new Money(100, "EUR"))));
    }

    [Fact]
    public async Task The_command_says_that_the_books_are_whole_or_what_is_not()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "Written for SQLite.");
        await FillAsync();
        Assert.Equal((0, "The books are whole: 3 journals, 3 entries."), await SaidAsync());

        Execute("DROP TRIGGER TR_Entries_Balances");

        var (code, said) = await SaidAsync();
        Assert.Equal(1, code);
        Assert.StartsWith("The trigger TR_Entries_Balances of the database is missing, changed or disabled.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operators_are_notified_by_the_job()
    {
        var operators = _database.Staff(StaffRole.Operator);
        _database.Staff(StaffRole.Moderator);
        await FillAsync();
        var provider = new Provider("bank");

        await new VerifyLedgerJob(_database.Verify(provider)).RunAsync(Cancel);

        var told = _database.Read(db => db.Set<Marketplace.Notifications.Notification>().Single());
        Assert.Equal(("ledger", operators.UserId), (told.Subject, told.UserId));
        Assert.StartsWith(
            "The books do not add up: bank holds €0.00 by its own word and €1.50 by the books and 1 more.", told.Text, StringComparison.Ordinal);
        Assert.Contains("bank holds", _database.Read(db => db.LedgerVerifications.Single()).Problems, StringComparison.Ordinal);
    }

    public void Dispose() => _database.Dispose();

    // January, which is closed, and March in two currencies.
    private async Task FillAsync()
    {
        await _database.PostAsync(
            Books.Paid("payment/1", 100, new(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc)), Books.Paid("payment/2", 50, _database.Now),
            Books.Paid("payment/3", 7, _database.Now, "USD"));
        await new Months(_database, _database.Clock).CloseAsync(_database.Read(db => db.StaffGrants.Count()) > 0
            ? new Actor(_database.Read(db => db.StaffGrants.First(g => g.Role == StaffRole.Operator).UserId), HasSecondFactor: true)
            : _database.Staff(StaffRole.Operator), 202601, Cancel);
    }

    private async Task<(int? Code, string Said)> SaidAsync()
    {
        var (code, said) = await CommandLine.RunAsync(_database, "ledger", "verify");
        return (code, said.Trim());
    }

    private string Trigger(string name)
    {
        using var connection = new SqliteConnection(_database.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT sql FROM sqlite_master WHERE name = '{name}'";
        return (string)command.ExecuteScalar()!;
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(_database.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class Provider(string name, params Money[] sums) : IProviderSums
    {
        string IProviderSums.Provider => name;

        public Task<IReadOnlyList<Money>?> ReadAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<Money>?>(sums);
    }
}
