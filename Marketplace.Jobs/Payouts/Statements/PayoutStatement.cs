using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payouts.Shares;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payouts.Statements;

/// <summary>What of a payout is of one sale, or of one other cause.</summary>
/// <param name="Count">How many lines: of what is earned by the day there are many.</param>
public sealed record StatementRow(
    string Text, string? Offer, string Document, JournalKind Kind, int Count, DateTime From, DateTime To, long MinorSum, string Currency)
{
    public Money Amount => new(MinorSum, Currency);
}

/// <param name="Lines">By sale; all of them sum to the payout.</param>
/// <param name="Rest">How many of them are left out of <paramref name="Lines"/>, and in the file with all lines.</param>
public sealed record PayoutStatement(PayoutView Payout, string Seller, IReadOnlyList<StatementRow> Lines, int Rest, Money RestAmount);

/// <summary>Reads the statement of a payout, for those who see the payout.</summary>
public sealed class PayoutStatements(IDbContextFactory<MarketplaceDb> databases, PayoutQueries payouts)
{
    /// <summary>More than this nobody reads on paper.</summary>
    internal const int MaxLines = 1000;

    public async Task<PayoutStatement?> ReadAsync(Actor actor, long payoutId, CancellationToken cancel)
    {
        if (await payouts.ReadAsync(actor, payoutId, cancel) is not { } view)
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var groups = db.Shares.Where(s => s.PayoutId == payoutId)
            .GroupBy(s => new { s.ItemId, Text = s.Item!.Text ?? s.Journal.Description, Offer = s.Item!.Detail, s.Journal.Document, s.Kind });
        var lines = await groups.OrderBy(g => g.Min(s => s.At)).ThenBy(g => g.Key.Document).Take(MaxLines)
            .Select(g => new StatementRow(
                g.Key.Text, g.Key.Offer, g.Key.Document, g.Key.Kind, g.Count(), g.Min(s => s.At), g.Max(s => s.At), g.Sum(s => s.Minor), view.Row.Currency))
            .ToListAsync(cancel);
        var all = lines.Count < MaxLines ? lines.Count : await groups.CountAsync(cancel);
        var seller = await db.Set<Pricing.Parties.SellerEntity>().Select(s => s.Address.Name).FirstOrDefaultAsync(cancel);
        return new(
            view, seller ?? "Marketplace", lines, all - lines.Count,
            all == lines.Count ? Money.Zero(view.Row.Currency) : view.Row.Amount - lines.Select(line => line.Amount).Sum(view.Row.Currency));
    }
}
