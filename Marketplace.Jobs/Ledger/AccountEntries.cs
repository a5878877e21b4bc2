using System.Runtime.CompilerServices;
using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

/// <summary>An entry as one of its accounts sees it.</summary>
/// <param name="Contra">The account on the other side.</param>
/// <param name="Balance">The account's after this entry.</param>
public sealed record AccountEntry(
    long JournalId, int Line, DateTime At, JournalKind Kind, string Description, AccountName Contra, long Debit, long Credit, long Balance);

/// <summary>An account, and where it has been posted to.</summary>
/// <param name="Months">With entries, the newest first.</param>
public sealed record LedgerAccount(AccountName Account, IReadOnlyList<int> Months, IReadOnlyList<string> Currencies);

/// <param name="Opening">The balance before the month.</param>
/// <param name="Closing">The balance after it.</param>
public sealed record AccountMonth(long Opening, long Debit, long Credit, long Closing);

/// <summary>Reads what an account's months hold, in the order in which it was posted, for operators; everybody else gets nothing.</summary>
public sealed class AccountEntries(IDbContextFactory<MarketplaceDb> databases)
{
    private const int MaxMonths = 120;

    /// <summary>A running balance has one order and no gaps.</summary>
    public static readonly ListColumns<Entry> Columns = new(e => e.JournalId);

    /// <summary>Null if there is none, or the actor is no operator.</summary>
    public async Task<LedgerAccount?> ReadAsync(Actor actor, long accountId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        var account = await db.LedgerAccounts.AsNoTracking().Include(a => a.Publisher).FirstOrDefaultAsync(a => a.Id == accountId && operators.Any(), cancel);
        if (account is null)
        {
            return null;
        }

        var balances = db.Balances.Where(b => b.AccountId == accountId);
        return new(
            JournalQueries.Name(account),
            await balances.Select(b => b.Month).Distinct().OrderDescending().Take(MaxMonths).ToListAsync(cancel),
            await balances.Select(b => b.Currency).Distinct().Order().ToListAsync(cancel));
    }

    public async Task<AccountMonth> MonthAsync(Actor actor, AccountName account, int month, string currency, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        var sums = await db.Balances.Where(b => operators.Any() && b.AccountId == account.Id && b.Currency == currency && b.Month <= month)
            .GroupBy(b => b.Month == month).Select(g => new { IsMonth = g.Key, Debit = g.Sum(b => b.Debit), Credit = g.Sum(b => b.Credit) })
            .ToListAsync(cancel);
        var (before, own) = (sums.Find(s => !s.IsMonth), sums.Find(s => s.IsMonth));
        var opening = AccountChart.Balance(account.Number, before?.Debit ?? 0, before?.Credit ?? 0);
        return new(opening, own?.Debit ?? 0, own?.Credit ?? 0, opening + AccountChart.Balance(account.Number, own?.Debit ?? 0, own?.Credit ?? 0));
    }

    public async Task<Page<AccountEntry>> ListAsync(
        Actor actor, AccountName account, int month, string currency, ListQuery query, CancellationToken cancel)
    {
        var before = Paging.Offset(query.Page, query.Size);
        var opening = (await MonthAsync(actor, account, month, currency, cancel)).Opening;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var entries = Of(db, actor, account.Id, month, currency);
        var page = await Rows(entries).PageAsync(query, cancel);
        var earlier = before == 0 ? 0 : await entries.OrderBy(e => e.JournalId).ThenBy(e => e.Line).Take(before)
            .SumAsync(e => e.DebitId == account.Id ? e.Minor : -e.Minor, cancel);
        var balance = opening + AccountChart.Balance(account.Number, earlier, 0);
        return new([.. page.Rows.Select(row => row.After(account, ref balance))], page.Total, page.Number, page.Size);
    }

    /// <summary>The whole month.</summary>
    public async IAsyncEnumerable<AccountEntry> StreamAsync(
        Actor actor, AccountName account, int month, string currency, [EnumeratorCancellation] CancellationToken cancel)
    {
        var balance = (await MonthAsync(actor, account, month, currency, cancel)).Opening;
        await foreach (var row in databases.StreamAsync(db => Rows(Of(db, actor, account.Id, month, currency)), cancel))
        {
            yield return row.After(account, ref balance);
        }
    }

    private static IQueryable<Entry> Of(MarketplaceDb db, Actor actor, long accountId, int month, string currency)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.Entries.AsNoTracking().Where(e => operators.Any()
            && (e.DebitId == accountId || e.CreditId == accountId) && e.Currency == currency && e.Journal.Month == month);
    }

    private static IQueryable<EntryRow> Rows(IQueryable<Entry> entries) => entries.OrderBy(e => e.JournalId).ThenBy(e => e.Line).Select(e => new EntryRow
    {
        JournalId = e.JournalId, Line = e.Line, At = e.Journal.At, Kind = e.Journal.Kind, Description = e.Journal.Description, Minor = e.Minor,
        Debit = e.Debit, Credit = e.Credit, DebitPublisher = e.Debit.Publisher!.Name, CreditPublisher = e.Credit.Publisher!.Name,
    });

    private sealed class EntryRow
    {
        public long JournalId { get; init; }
        public int Line { get; init; }
        public DateTime At { get; init; }
        public JournalKind Kind { get; init; }
        public string Description { get; init; } = "";
        public long Minor { get; init; }
        public Account Debit { get; init; } = null!;
        public Account Credit { get; init; } = null!;
        public string? DebitPublisher { get; init; }
        public string? CreditPublisher { get; init; }

        public AccountEntry After(AccountName account, ref long balance)
        {
            var isDebit = Debit.Id == account.Id;
            var (contra, publisher) = isDebit ? (Credit, CreditPublisher) : (Debit, DebitPublisher);
            var (debit, credit) = isDebit ? (Minor, 0L) : (0L, Minor);
            balance += AccountChart.Balance(account.Number, debit, credit);
            return new(
                JournalId, Line, At, Kind, Description,
                AccountName.From(contra.Id, contra.Kind, publisher, contra.Country, contra.RateMillionths, contra.Provider), debit, credit, balance);
        }
    }
}
