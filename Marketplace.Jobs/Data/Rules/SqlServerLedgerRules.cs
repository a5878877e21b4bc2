using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Data.Rules;

[DbContext(typeof(SqlServerMarketplaceDb))]
[Migration(LedgerRules.Migration)]
internal sealed class SqlServerLedgerRules : Migration
{
    /// <summary>
    /// HOLDLOCK where a month is asked for keeps whoever closes it waiting until the journal is committed, although other readers see snapshots. It also
    /// keeps two from making the same row of a balance.
    /// </summary>
    internal static readonly IReadOnlyList<Rule> All =
    [
        Kept("LedgerAccounts"),
        Kept("Journals"),
        Kept("Entries"),
        new("TR_Journals_Insert", """
            CREATE TRIGGER [TR_Journals_Insert] ON [Journals] AFTER INSERT AS
            BEGIN
                SET NOCOUNT ON;
                IF EXISTS (SELECT 1 FROM inserted AS i INNER JOIN [ClosedMonths] AS c WITH (HOLDLOCK) ON c.[Month] >= i.[Month])
                    THROW 50001, N'The month of the journal is closed.', 1;
            END
            """),
        new("TR_Entries_Insert", """
            CREATE TRIGGER [TR_Entries_Insert] ON [Entries] AFTER INSERT AS
            BEGIN
                SET NOCOUNT ON;
                IF EXISTS (SELECT 1 FROM inserted AS i INNER JOIN [Journals] AS j ON j.[Id] = i.[JournalId] WHERE i.[Line] >= j.[Count])
                    THROW 50002, N'The journal has no such line.', 1;
                IF EXISTS (SELECT 1 FROM inserted AS i INNER JOIN [Journals] AS j ON j.[Id] = i.[JournalId]
                    INNER JOIN [ClosedMonths] AS c WITH (HOLDLOCK) ON c.[Month] >= j.[Month])
                    THROW 50001, N'The month of the journal is closed.', 1;
                MERGE [Balances] WITH (HOLDLOCK) AS b
                USING (
                    SELECT l.[AccountId], l.[Month], l.[Currency], SUM(l.[Debit]) AS [Debit], SUM(l.[Credit]) AS [Credit]
                    FROM (
                        SELECT i.[DebitId] AS [AccountId], j.[Month], i.[Currency], i.[Minor] AS [Debit], CAST(0 AS bigint) AS [Credit]
                        FROM inserted AS i INNER JOIN [Journals] AS j ON j.[Id] = i.[JournalId]
                        UNION ALL
                        SELECT i.[CreditId], j.[Month], i.[Currency], CAST(0 AS bigint), i.[Minor]
                        FROM inserted AS i INNER JOIN [Journals] AS j ON j.[Id] = i.[JournalId]
                    ) AS l
                    GROUP BY l.[AccountId], l.[Month], l.[Currency]
                ) AS m
                ON b.[AccountId] = m.[AccountId] AND b.[Month] = m.[Month] AND b.[Currency] = m.[Currency]
                WHEN MATCHED THEN UPDATE SET [Debit] = b.[Debit] + m.[Debit], [Credit] = b.[Credit] + m.[Credit]
                WHEN NOT MATCHED THEN INSERT ([AccountId], [Month], [Currency], [Debit], [Credit])
                    VALUES (m.[AccountId], m.[Month], m.[Currency], m.[Debit], m.[Credit]);
            END
            """),
        new("TR_Balances_Keep", """
            CREATE TRIGGER [TR_Balances_Keep] ON [Balances] AFTER UPDATE, DELETE AS
            BEGIN
                SET NOCOUNT ON;
                IF EXISTS (SELECT 1 FROM deleted AS d
                    LEFT JOIN inserted AS i ON i.[AccountId] = d.[AccountId] AND i.[Month] = d.[Month] AND i.[Currency] = d.[Currency]
                    WHERE i.[AccountId] IS NULL OR i.[Debit] < d.[Debit] OR i.[Credit] < d.[Credit])
                    THROW 50003, N'The sums of a balance only grow, and it is not deleted.', 1;
            END
            """),
        new("TR_ClosedMonths_Keep", """
            CREATE TRIGGER [TR_ClosedMonths_Keep] ON [ClosedMonths] AFTER UPDATE, DELETE AS
            BEGIN
                SET NOCOUNT ON;
                IF EXISTS (SELECT 1 FROM deleted AS d LEFT JOIN inserted AS i ON i.[Month] = d.[Month] WHERE d.[Hash] <> '' OR i.[Month] IS NULL)
                    THROW 50004, N'A closed month is neither changed nor opened again.', 1;
            END
            """),
    ];

    // A trigger is the first statement of its batch, which it is here also within the conditions of a script that may be run twice.
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var rule in All)
        {
            migrationBuilder.Sql($"EXEC(N'{rule.Sql.Replace("'", "''", StringComparison.Ordinal)}');");
        }
    }

    private static Rule Kept(string table) => new($"TR_{table}_Keep", $"""
        CREATE TRIGGER [TR_{table}_Keep] ON [{table}] AFTER UPDATE, DELETE AS
        BEGIN
            SET NOCOUNT ON;
            IF EXISTS (SELECT 1 FROM deleted) THROW 50005, N'A row of {table} is neither changed nor deleted.', 1;
        END
        """);
}
