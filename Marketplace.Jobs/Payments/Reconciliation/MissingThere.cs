using Marketplace.Data;
using Marketplace.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments.Reconciliation;

/// <summary>Finds journals of a provider's cash that the provider knows nothing of.</summary>
internal static class MissingThere
{
    private const int Max = 500;

    private static readonly TimeSpan Late = TimeSpan.FromDays(2), Window = TimeSpan.FromDays(90);
    private static readonly IReadOnlyList<JournalKind> Kinds = [JournalKind.Payment, JournalKind.Refund, JournalKind.Dispute, JournalKind.Transfer];

    /// <returns>How many of them were not known.</returns>
    public static async Task<int> FindAsync(IDbContextFactory<MarketplaceDb> databases, string provider, DateTime now, CancellationToken cancel)
    {
        var (cash, from, to) = (AccountKey.ProviderCash(provider).Text, now - Window, now - Late);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var movements = db.KeptMovements.Where(m => m.Provider == provider);
        var missing = await db.Journals
            .Where(j => j.At >= from && j.At < to && Kinds.Contains(j.Kind) && j.Entries.Any(e => e.Debit.Key == cash || e.Credit.Key == cash))
            .Where(j => !movements.Any(m => m.Source == j.Source)).OrderBy(j => j.Id).Select(j => j.Source).Take(Max).ToListAsync(cancel);
        var known = await db.Differences.Where(d => d.Provider == provider && d.Kind == DifferenceKind.MissingThere && d.ResolvedAt == null)
            .ToListAsync(cancel);
        foreach (var one in known.Where(d => !missing.Contains(d.Subject)))
        {
            one.Resolve(now);
        }

        var fresh = missing.Except(known.Select(d => d.Subject)).ToList();
        foreach (var source in fresh)
        {
            if (await new CashBooks(db, provider).SumsAsync([source], cancel) is not [var ours, ..])
            {
                continue;
            }

            var difference = await db.Differences.FirstOrDefaultAsync(d => d.Provider == provider && d.Subject == source, cancel)
                ?? db.Add(new Difference(provider, DifferenceKind.MissingThere, source, now)).Entity;
            difference.Say(
                DifferenceKind.MissingThere, source, ours, Money.Zero(ours.Currency),
                "It is in the books, and no movement of the provider belongs to it. It may be told late; otherwise look it up at the provider.");
        }

        await db.SaveChangesAsync(cancel);
        return fresh.Count;
    }
}
