using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Data.Rules;
using Marketplace.Ledger;
using Marketplace.Tests.SqlServer;
using Marketplace.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Tests.Ledger;

/// <summary>What the database refuses, written by hand, past all of our code.</summary>
public sealed class LedgerRulesTests : IDisposable
{
    private const string NewJournal = "INSERT INTO Journals (Id, Kind, Source, Description, Document, At, Month, Count)";
    private const string NewJournalOf = "INSERT INTO Journals (Kind, Source, Description, Document, At, Month, Count) ";
    private const string NewEntry = "INSERT INTO Entries (JournalId, Line, DebitId, CreditId, Minor, Currency)";
    private readonly TestDatabase _database = new();

    [Theory]
    [InlineData("UPDATE Entries SET Minor = 1", "not changed")]
    [InlineData("UPDATE Entries SET CreditId = DebitId, DebitId = CreditId", "not changed")]
    [InlineData("DELETE FROM Entries", "not deleted")]
    [InlineData("UPDATE Journals SET Month = 202603", "not changed")]
    [InlineData("UPDATE Journals SET Count = 2", "not changed")]
    [InlineData("DELETE FROM Journals", "not deleted")]
    [InlineData("UPDATE LedgerAccounts SET Kind = 'Revenue'", "not changed")]
    [InlineData("DELETE FROM LedgerAccounts", "not deleted")]
    [InlineData("INSERT OR REPLACE INTO Journals SELECT * FROM Journals WHERE Month = 202603", "not replaced")]
    [InlineData("INSERT OR REPLACE INTO Entries SELECT JournalId, Line, DebitId, CreditId, 1, Currency FROM Entries WHERE JournalId = 2", "not replaced")]
    [InlineData(NewJournalOf + "SELECT Kind, Source, 'x', 'y', At, Month, 1 FROM Journals WHERE Month = 202603",
        "not replaced")]
    [InlineData("UPDATE Balances SET Debit = Debit - 1", "only grow")]
    [InlineData("DELETE FROM Balances", "not deleted")]
    [InlineData("DELETE FROM ClosedMonths", "not opened again")]
    [InlineData("UPDATE ClosedMonths SET Hash = ''", "not changed")]
    [InlineData("INSERT OR REPLACE INTO ClosedMonths SELECT * FROM ClosedMonths", "closed already")]
    public async Task What_is_written_is_neither_changed_nor_deleted_nor_replaced(string sql, string refusal) =>
        Assert.Contains(refusal, await RefusalAsync(sql), StringComparison.Ordinal);

    [Theory]
    [InlineData("0, 1, 2, 0, 'EUR'", "CK_Entries_Minor")]
    [InlineData("0, 1, 2, -100, 'EUR'", "CK_Entries_Minor")]
    [InlineData("0, 1, 2, 99999999999999, 'EUR'", "CK_Entries_Minor")]
    [InlineData("0, 1, 2, 1.5, 'EUR'", "whole minor units")]
    [InlineData("0, 1, 2, 100, 'EURO'", "whole minor units")]
    [InlineData("0, 1, 1, 100, 'EUR'", "CK_Entries_Sides")]
    [InlineData("0, 1, NULL, 100, 'EUR'", "NOT NULL")]
    [InlineData("0, 1, 999, 100, 'EUR'", "FOREIGN KEY")]
    [InlineData("1, 1, 2, 100, 'EUR'", "no such line")]
    [InlineData("-1, 1, 2, 100, 'EUR'", "CK_Entries_Line")]
    public async Task An_entry_that_is_none_is_refused(string values, string refusal)
    {
        var sql = $"{NewJournal} VALUES (77, 'Sale', 'a/77', 'x', 'a/1', '2026-03-01', 202603, 1);"
            + NewEntry + $" VALUES (77, {values})";

        Assert.Contains(refusal, await RefusalAsync(sql), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NewEntry + " VALUES (2, 1, 1, 2, 5, 'EUR')", "no such line")]
    [InlineData(NewEntry + " VALUES (5000, 0, 1, 2, 5, 'EUR')", "no such line")]
    [InlineData(NewJournalOf + "VALUES ('Sale', 'a/1', 'x', 'a/1', '2026-01-31', 202601, 1)",
        "month of the journal is closed")]
    [InlineData(NewJournalOf + "VALUES ('Sale', 'a/1', 'x', 'a/1', '2025-01-31', 202501, 1)",
        "month of the journal is closed")]
    [InlineData(NewJournalOf + "VALUES ('Sale', 'a/1', 'x', 'a/1', '2026-01-31', 202613, 1)",
        "CK_Journals_Month")]
    [InlineData(NewJournalOf + "VALUES ('Sale', 'a/1', 'x', 'a/1', '2026-01-31', 202603, 0)",
        "CK_Journals_Count")]
    public async Task What_comes_late_or_into_a_closed_month_is_refused(string sql, string refusal) =>
        Assert.Contains(refusal, await RefusalAsync(sql), StringComparison.Ordinal);

    [Fact]
    public async Task A_line_that_was_announced_before_its_month_closed_is_refused_afterwards()
    {
        await FillAsync();
        Execute($"{NewJournal} VALUES (77, 'Sale', 'a/77', 'x', 'a/1', '2026-02-01', 202602, 2);"
            + NewEntry + " VALUES (77, 0, 1, 2, 5, 'EUR')");
        await new Months(_database, _database.Clock).CloseAsync(_database.Staff(StaffRole.Operator), 202602, TestContext.Current.CancellationToken);

        var refused = Assert.Throws<SqliteException>(
            () => Execute(NewEntry + " VALUES (77, 1, 1, 2, 5, 'EUR')"));

        Assert.Contains("month of the journal is closed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_that_are_written_by_hand_are_in_the_balances_all_the_same()
    {
        await FillAsync();

        Execute($"{NewJournal} VALUES (77, 'Sale', 'a/77', 'x', 'a/1', '2026-03-01', 202603, 2);"
            + NewEntry + " VALUES (77, 0, 1, 2, 5, 'EUR'), (77, 1, 2, 1, 3, 'EUR')");

        Assert.Equal(100 + 50 + 2, _database.Net(Books.Cash));
        Assert.Empty(await _database.ProblemsAsync());
    }

    [Fact]
    public void SQL_Server_accepts_the_triggers_and_binds_what_they_name()
    {
        using var db = NoServer.Open();
        using var model = SqlServerModel.Of(NoServer.CreateScript(db));
        Assert.Empty(model.Complaints());

        var wrong = SqlServerLedgerRules.All.Single(rule => rule.Name == "TR_Entries_Insert").Sql
            .Replace("TR_Entries_Insert", "TR_Wrong", StringComparison.Ordinal).Replace("[CreditId]", "[CrdtId]", StringComparison.Ordinal);
        model.Add(wrong);
        Assert.Contains(model.Complaints(), complaint => complaint.Contains("CrdtId", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(MigrationsSqlGenerationOptions.Default)]
    [InlineData(MigrationsSqlGenerationOptions.Idempotent)]
    public void The_migrations_of_SQL_Server_bring_every_trigger(MigrationsSqlGenerationOptions options)
    {
        using var db = NoServer.Open();

        var script = db.GetService<IMigrator>().GenerateScript(options: options);

        Assert.All(SqlServerLedgerRules.All, rule => Assert.Contains($"CREATE TRIGGER [{rule.Name}]", script, StringComparison.Ordinal));
        Assert.NotEmpty(SqlServerModel.Parse(script).Batches);
    }

    [Fact]
    public void The_triggers_come_after_every_other_migration_and_in_both_databases()
    {
        using var sqlServer = NoServer.Open();

        Assert.Equal(LedgerRules.Migration, sqlServer.Database.GetMigrations().Last());
        Assert.Equal(LedgerRules.Migration, _database.Read(db => db.Database.GetMigrations().Last()));
    }

    [Fact]
    public void Both_databases_guard_the_same_tables()
    {
        string[] tables = ["LedgerAccounts", "Journals", "Entries", "Balances", "ClosedMonths"];

        Assert.All(tables, table => Assert.Contains(SqliteLedgerRules.All, rule => rule.Sql.Contains($" ON {table}", StringComparison.Ordinal)));
        Assert.All(tables, table => Assert.Contains(SqlServerLedgerRules.All, rule => rule.Sql.Contains($" ON [{table}] ", StringComparison.Ordinal)));
        using var db = NoServer.Open();
        Assert.All(tables, table => Assert.NotEmpty(
            db.GetService<IDesignTimeModel>().Model.GetEntityTypes().Single(type => type.GetTableName() == table).GetDeclaredTriggers()));
    }

    public void Dispose() => _database.Dispose();

    private async Task<string> RefusalAsync(string sql)
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "Written for SQLite.");
        await FillAsync();
        var before = Everything();
        var refused = Assert.Throws<SqliteException>(() => Execute(sql));
        Assert.Equal(before, Everything());
        Assert.Empty(await _database.ProblemsAsync());
        return refused.Message;
    }

    // Two accounts, journals in January, which is closed, and in March.
    private async Task FillAsync()
    {
        await _database.PostAsync(
            Books.Paid("payment/1", 100, new(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc)), Books.Paid("payment/2", 50, _database.Now));
        var months = new Months(_database, _database.Clock);
        var outcome = await months.CloseAsync(_database.Staff(StaffRole.Operator), 202601, TestContext.Current.CancellationToken);
        Assert.IsType<CloseOutcome.Closed>(outcome);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(_database.ConnectionString);
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    private string Everything() => _database.Read(db => string.Join('\n', db.Entries.OrderBy(e => e.JournalId).ThenBy(e => e.Line)
        .Select(e => $"{e.JournalId} {e.Line} {e.DebitId} {e.CreditId} {e.Minor} {e.Currency} {e.Journal.Source} {e.Journal.Month} {e.Journal.Count}")));
}
