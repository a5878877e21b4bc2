using Marketplace.Data;
using Marketplace.Payments.Bank;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Transfers;

/// <summary>
/// Finds the line that a person entered before the statement said it: the same account and amount, few days apart, with the same reference or, without one,
/// the same name. A transfer that a person confirmed is found on any day, since its reference is of it alone.
/// </summary>
internal static class EnteredLines
{
    private const int Days = 3, Max = 200;

    // A shorter text may stand in another one by chance.
    private const int Telling = 6;

    public static async Task<BankLine?> FindAsync(MarketplaceDb db, StatementLine said, CancellationToken cancel)
    {
        var (minor, currency, account, sent) = (said.Amount.Minor, said.Amount.Currency, said.Account, db.OutgoingTransfers);
        var (first, last) = (said.BookedOn.AddDays(-Days), said.BookedOn.AddDays(Days));
        var entered = await db.BankLines
            .Where(l => l.File == null && l.State != BankLineState.Ignored && l.Minor == minor && l.Currency == currency
                && (l.Account == "" || account == "" || l.Account == account)
                && ((l.BookedOn >= first && l.BookedOn <= last) || sent.Any(t => t.LineId == l.Id)))
            .OrderByDescending(l => l.Id).Take(Max).ToListAsync(cancel);
        return entered.Find(line => IsNamed(line, said))
            ?? entered.Find(line => line.BookedOn >= first && line.BookedOn <= last && IsSameName(line, said));
    }

    private static bool IsNamed(BankLine line, StatementLine said) =>
        RfReference.Normalize(line.Reference is "" ? line.Text : line.Reference) is { Length: >= Telling } reference
        && RfReference.Normalize($"{said.Reference} {said.Text}").Contains(reference, StringComparison.Ordinal);

    // Two references that differ are of two payments.
    private static bool IsSameName(BankLine line, StatementLine said) =>
        !(RfReference.IsValid(line.Reference) && RfReference.IsValid(said.Reference))
        && TransferMatch.NameScore(line.Name, [said.Name]) == TransferMatch.SameName;
}
