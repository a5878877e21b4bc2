using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Marketplace.Data;
using Marketplace.Data.Rules;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.SqlServer;

/// <summary>The product's model under the SQL Server provider, on a connection that is never opened.</summary>
internal static class NoServer
{
    private static readonly DbContextOptions<SqlServerMarketplaceDb> Options = new DbContextOptionsBuilder<SqlServerMarketplaceDb>()
        .UseSqlServer("Server=none;Database=none")
        .AddInterceptors(new SuppressedConnection(), new SuppressedCommands())
        .Options;

    private static readonly ConcurrentDictionary<string, Statement> Kept = new();

    /// <summary>Every statement of this run, by its text.</summary>
    public static ICollection<Statement> Statements => Kept.Values;

    public static SqlServerMarketplaceDb Open()
    {
        var db = new SqlServerMarketplaceDb(Options);
        // A transaction needs a server; what is sent within is the same without.
        db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        return db;
    }

    /// <summary>The whole schema: tables by the model, and the triggers, which no model knows.</summary>
    public static string CreateScript(SqlServerMarketplaceDb db) =>
        db.Database.GenerateCreateScript() + string.Concat(SqlServerLedgerRules.All.Select(rule => $"\nGO\n{rule.Sql}"));

    public static void Keep(Statement statement) => Kept.TryAdd(statement.Sql, statement);

    /// <summary>Does what sends statements. The answers are empty, so an error after the first was sent says nothing.</summary>
    public static void Sends(Action action)
    {
        var sent = new StrongBox<bool>();
        SuppressedCommands.Sent.Value = sent;
        try
        {
            action();
        }
        catch (Exception) when (sent.Value)
        {
        }
    }
}
