using Marketplace.Ledger;
using Microsoft.Data.Sqlite;

namespace Marketplace.Tests.Ledger;

/// <summary>Writes journals past our code, by statements that are compiled once. Their accounts must be there.</summary>
internal static class ByHand
{
    public static void Write(string connectionString, IEnumerable<Posting> postings)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var journal = Command(
            connection, transaction,
            "INSERT INTO Journals (Kind, Source, Description, Document, At, Month, Count) VALUES ($0, $1, 'x', 'x/1', '2026-01-01', $2, $3) RETURNING Id", 4);
        using var entry = Command(
            connection, transaction, "INSERT INTO Entries (JournalId, Line, DebitId, CreditId, Minor, Currency) VALUES ($0, $1, $2, $3, $4, $5)", 6);
        var accounts = Accounts(connection);
        foreach (var posting in postings)
        {
            var id = Run(journal, $"{posting.Kind}", posting.Source, LedgerMonth.Of(posting.At), posting.Lines.Count);
            foreach (var (number, line) in posting.Lines.Index())
            {
                Run(entry, id!, number, accounts[line.Debit.Text], accounts[line.Credit.Text], line.Amount.Minor, line.Amount.Currency);
            }
        }

        transaction.Commit();
    }

    private static Dictionary<string, long> Accounts(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Key, Id FROM LedgerAccounts";
        using var reader = command.ExecuteReader();
        var accounts = new Dictionary<string, long>();
        while (reader.Read())
        {
            accounts.Add(reader.GetString(0), reader.GetInt64(1));
        }

        return accounts;
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
