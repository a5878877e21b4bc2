using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Data.Rules;

[DbContext(typeof(SqliteMarketplaceDb))]
[Migration(LedgerRules.Migration)]
internal sealed class SqliteLedgerRules : Migration
{
    /// <summary>
    /// INSERT OR REPLACE deletes the row that is in its way without asking the trigger for deletes, so what is inserted must not be there yet. One trigger
    /// asks all: SQLite compiles a table's triggers again with each statement.
    /// </summary>
    internal static readonly IReadOnlyList<Rule> All =
    [
        .. Kept("LedgerAccounts"),
        .. Kept("Journals"),
        .. Kept("Entries"),
        new("TR_LedgerAccounts_Insert", """
            CREATE TRIGGER TR_LedgerAccounts_Insert BEFORE INSERT ON LedgerAccounts
            WHEN EXISTS (SELECT 1 FROM LedgerAccounts WHERE Id = NEW.Id OR Key = NEW.Key)
            BEGIN SELECT RAISE(ABORT, 'There is such an account: it is not replaced.'); END
            """),
        new("TR_Journals_Insert", """
            CREATE TRIGGER TR_Journals_Insert BEFORE INSERT ON Journals
            BEGIN
                SELECT CASE
                    WHEN EXISTS (SELECT 1 FROM Journals WHERE Id = NEW.Id OR Source = NEW.Source)
                        THEN RAISE(ABORT, 'There is a journal of this source: it is not replaced.')
                    WHEN EXISTS (SELECT 1 FROM ClosedMonths WHERE Month >= NEW.Month) THEN RAISE(ABORT, 'The month of the journal is closed.')
                END;
            END
            """),
        new("TR_Entries_Insert", """
            CREATE TRIGGER TR_Entries_Insert BEFORE INSERT ON Entries
            BEGIN
                SELECT CASE
                    WHEN typeof(NEW.Minor) <> 'integer' OR length(NEW.Currency) <> 3
                        THEN RAISE(ABORT, 'The amount of an entry is whole minor units of a currency.')
                    WHEN NOT EXISTS (SELECT 1 FROM Journals WHERE Id = NEW.JournalId AND NEW.Line < Count)
                        THEN RAISE(ABORT, 'The journal has no such line.')
                    WHEN EXISTS (SELECT 1 FROM Entries WHERE JournalId = NEW.JournalId AND Line = NEW.Line)
                        THEN RAISE(ABORT, 'There is such an entry: it is not replaced.')
                    WHEN EXISTS (SELECT 1 FROM ClosedMonths WHERE Month >= (SELECT Month FROM Journals WHERE Id = NEW.JournalId))
                        THEN RAISE(ABORT, 'The month of the journal is closed.')
                END;
            END
            """),
        new("TR_Entries_Balances", """
            CREATE TRIGGER TR_Entries_Balances AFTER INSERT ON Entries
            BEGIN
                INSERT INTO Balances (AccountId, Month, Currency, Debit, Credit)
                SELECT NEW.DebitId, Month, NEW.Currency, NEW.Minor, 0 FROM Journals WHERE Id = NEW.JournalId
                ON CONFLICT (AccountId, Month, Currency) DO UPDATE SET Debit = Debit + excluded.Debit;
                INSERT INTO Balances (AccountId, Month, Currency, Debit, Credit)
                SELECT NEW.CreditId, Month, NEW.Currency, 0, NEW.Minor FROM Journals WHERE Id = NEW.JournalId
                ON CONFLICT (AccountId, Month, Currency) DO UPDATE SET Credit = Credit + excluded.Credit;
            END
            """),
        new("TR_Balances_Delete", """
            CREATE TRIGGER TR_Balances_Delete BEFORE DELETE ON Balances
            BEGIN SELECT RAISE(ABORT, 'A balance is not deleted.'); END
            """),
        new("TR_Balances_Update", """
            CREATE TRIGGER TR_Balances_Update BEFORE UPDATE ON Balances
            WHEN NEW.AccountId <> OLD.AccountId OR NEW.Month <> OLD.Month OR NEW.Currency <> OLD.Currency
                OR NEW.Debit < OLD.Debit OR NEW.Credit < OLD.Credit OR typeof(NEW.Debit) <> 'integer' OR typeof(NEW.Credit) <> 'integer'
            BEGIN SELECT RAISE(ABORT, 'The sums of a balance only grow.'); END
            """),
        new("TR_ClosedMonths_Insert", """
            CREATE TRIGGER TR_ClosedMonths_Insert BEFORE INSERT ON ClosedMonths
            WHEN EXISTS (SELECT 1 FROM ClosedMonths WHERE Month = NEW.Month AND Hash <> '')
            BEGIN SELECT RAISE(ABORT, 'The month is closed already.'); END
            """),
        new("TR_ClosedMonths_Update", """
            CREATE TRIGGER TR_ClosedMonths_Update BEFORE UPDATE ON ClosedMonths
            WHEN OLD.Hash <> '' OR NEW.Month <> OLD.Month
            BEGIN SELECT RAISE(ABORT, 'A closed month is not changed.'); END
            """),
        new("TR_ClosedMonths_Delete", """
            CREATE TRIGGER TR_ClosedMonths_Delete BEFORE DELETE ON ClosedMonths
            BEGIN SELECT RAISE(ABORT, 'A closed month is not opened again.'); END
            """),
    ];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var rule in All)
        {
            migrationBuilder.Sql(rule.Sql);
        }
    }

    private static IEnumerable<Rule> Kept(string table) =>
    [
        new($"TR_{table}_Update", $"""
            CREATE TRIGGER TR_{table}_Update BEFORE UPDATE ON {table}
            BEGIN SELECT RAISE(ABORT, 'A row of {table} is not changed.'); END
            """),
        new($"TR_{table}_Delete", $"""
            CREATE TRIGGER TR_{table}_Delete BEFORE DELETE ON {table}
            BEGIN SELECT RAISE(ABORT, 'A row of {table} is not deleted.'); END
            """),
    ];
}
