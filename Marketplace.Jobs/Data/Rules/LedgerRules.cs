using Microsoft.EntityFrameworkCore;

namespace Marketplace.Data.Rules;

/// <summary>
/// What the database itself refuses of the books, whoever writes: triggers, by hand for each database. They come with a migration that ends the list and
/// that nothing rewrites, so a changed trigger changes databases only that are made afterwards.
/// </summary>
internal static class LedgerRules
{
    /// <summary>Behind every other migration, whenever that was made.</summary>
    public const string Migration = "29990101000000_LedgerRules";

    /// <summary>Those that are not in the database as they should be.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(MarketplaceDb db, CancellationToken cancel)
    {
        if (db.Database.IsSqlite())
        {
            var kept = await db.Database.SqlQuery<string>($"SELECT sql AS Value FROM sqlite_master WHERE type = 'trigger'").ToListAsync(cancel);
            return [.. SqliteLedgerRules.All.Where(rule => !kept.Contains(rule.Sql)).Select(rule => rule.Name)];
        }

        var enabled = await db.Database.SqlQuery<string>($"SELECT name AS Value FROM sys.triggers WHERE is_disabled = 0").ToListAsync(cancel);
        return [.. SqlServerLedgerRules.All.Select(rule => rule.Name).Except(enabled)];
    }
}

/// <param name="Sql">The statement that makes it.</param>
internal sealed record Rule(string Name, string Sql);
