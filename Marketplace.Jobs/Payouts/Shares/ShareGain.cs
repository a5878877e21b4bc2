using Marketplace.Data;
using Marketplace.Ledger;

namespace Marketplace.Payouts.Shares;

/// <summary>What a journal does to what is owed to a publisher.</summary>
/// <param name="IsAvailable">It can be paid out at once.</param>
internal sealed record ShareGain(Journal Journal, long PublisherId, Money Amount, bool IsAvailable)
{
    public static IEnumerable<ShareGain> Of(Journal journal) =>
        from side in journal.Entries.SelectMany(Sides)
        where side.Account is { PublisherId: not null, Kind: AccountKind.PayableHeld or AccountKind.PayableAvailable }
        group side by (Publisher: side.Account.PublisherId!.Value, side.Account.Kind, side.Amount.Currency) into owed
        let amount = owed.Select(side => side.Amount).Sum(owed.Key.Currency)
        where amount.Minor != 0 && !IsPayout(journal, owed.Key.Kind, amount)
        select new ShareGain(journal, owed.Key.Publisher, amount, owed.Key.Kind is AccountKind.PayableAvailable);

    private static IEnumerable<(Account Account, Money Amount)> Sides(Entry entry) =>
        [(entry.Credit, new(entry.Minor, entry.Currency)), (entry.Debit, new(-entry.Minor, entry.Currency))];

    // What is paid out is what shares are paid by. What comes back of it is a share again.
    private static bool IsPayout(Journal journal, AccountKind kind, Money amount) =>
        journal.Kind is JournalKind.Payout && kind is AccountKind.PayableAvailable && amount.Minor < 0;
}
