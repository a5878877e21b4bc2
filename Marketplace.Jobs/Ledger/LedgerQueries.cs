using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

/// <summary>What was posted to an account in a currency, as the database sums and sorts it.</summary>
public sealed class AccountSum
{
    public long AccountId { get; init; }
    public int Number { get; init; }
    public AccountKind Kind { get; init; }
    public string? Publisher { get; init; }
    public string? Country { get; init; }
    public int? RateMillionths { get; init; }
    public string? Provider { get; init; }
    public string Currency { get; init; } = "";
    public long Debit { get; init; }
    public long Credit { get; init; }

    /// <summary>Debit less credit, of all months that were asked for.</summary>
    public long Net { get; init; }
}

/// <param name="Balance">Positive on the account's own side.</param>
public sealed record AccountRow(AccountName Account, string Currency, long Debit, long Credit, long Balance)
{
    internal static AccountRow Of(AccountSum sum) => new(
        AccountName.From(sum.AccountId, sum.Kind, sum.Publisher, sum.Country, sum.RateMillionths, sum.Provider),
        sum.Currency, sum.Debit, sum.Credit, AccountChart.Balance(sum.Number, sum.Net, 0));
}

/// <summary>What a trial balance comes to: both sides of the month, and of all balances at its end.</summary>
public sealed record TrialSums(long Debit, long Credit, long DebitBalances, long CreditBalances);

/// <summary>The books at a glance.</summary>
/// <param name="Months">That have journals, the newest first.</param>
/// <param name="Currencies">That have entries, the most used first.</param>
public sealed record LedgerGlance(
    int Accounts, int Journals, IReadOnlyList<int> Months, IReadOnlyList<string> Currencies, LedgerVerification? Verified);

/// <summary>Reads the balances of accounts, for operators; everybody else gets nothing.</summary>
public sealed class LedgerQueries(IDbContextFactory<MarketplaceDb> databases)
{
    private const int MaxMonths = 120;

    public static readonly ListColumns<AccountSum> Columns = new ListColumns<AccountSum>(a => a.AccountId, "number")
        .Sorted("number", a => a.Number).Choice("account", a => a.Kind)
        .Text("of", a => a.Publisher ?? a.Provider ?? a.Country).Text("currency", a => a.Currency)
        .Sorted("debit", a => a.Debit).Sorted("credit", a => a.Credit).Sorted("balance", a => a.Net);

    /// <summary>Null if the actor is no operator.</summary>
    public async Task<LedgerGlance?> GlanceAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel))
        {
            return null;
        }

        var currencies = await db.Balances.GroupBy(b => b.Currency).Select(g => new { g.Key, Rows = g.Count() }).ToListAsync(cancel);
        return new(
            await db.LedgerAccounts.CountAsync(cancel),
            await db.Journals.CountAsync(cancel),
            await db.Balances.Select(b => b.Month).Distinct().OrderDescending().Take(MaxMonths).ToListAsync(cancel),
            [.. currencies.OrderByDescending(c => c.Rows).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Key)],
            await db.LedgerVerifications.AsNoTracking().OrderByDescending(v => v.Id).FirstOrDefaultAsync(cancel));
    }

    /// <summary>All that was ever posted, by account and currency.</summary>
    public async Task<Page<AccountRow>> AccountsAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return Rows(await Columns.Apply(Sums(db, actor, db.Balances, 0), query).PageAsync(query, cancel));
    }

    public async IAsyncEnumerable<AccountRow> StreamAccountsAsync(
        Actor actor, ListQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var sum in databases.StreamAsync(db => Columns.Apply(Sums(db, actor, db.Balances, 0), query), cancel))
        {
            yield return AccountRow.Of(sum);
        }
    }

    /// <summary>What a month posted in a currency, and the balances at its end.</summary>
    public async Task<Page<AccountRow>> TrialAsync(Actor actor, int month, string currency, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return Rows(await Columns.Apply(Sums(db, actor, Until(db, month, currency), month), query).PageAsync(query, cancel));
    }

    public async IAsyncEnumerable<AccountRow> StreamTrialAsync(
        Actor actor, int month, string currency, ListQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var sum in databases.StreamAsync(db => Columns.Apply(Sums(db, actor, Until(db, month, currency), month), query), cancel))
        {
            yield return AccountRow.Of(sum);
        }
    }

    /// <summary>The sums of the whole trial balance, whatever of it is shown.</summary>
    public async Task<TrialSums> TrialSumsAsync(Actor actor, int month, string currency, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Sums(db, actor, Until(db, month, currency), month).GroupBy(_ => 1)
            .Select(g => new TrialSums(
                g.Sum(s => s.Debit), g.Sum(s => s.Credit), g.Sum(s => s.Net > 0 ? s.Net : 0), g.Sum(s => s.Net < 0 ? -s.Net : 0)))
            .FirstOrDefaultAsync(cancel) ?? new(0, 0, 0, 0);
    }

    private static IQueryable<Balance> Until(MarketplaceDb db, int month, string currency) =>
        db.Balances.Where(b => b.Month <= month && b.Currency == currency);

    private static IQueryable<AccountSum> Sums(MarketplaceDb db, Actor actor, IQueryable<Balance> balances, int from)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return balances.Where(_ => operators.Any()).GroupBy(b => new { b.AccountId, b.Currency })
            .Select(g => new
            {
                g.Key.AccountId,
                g.Key.Currency,
                Debit = g.Sum(b => b.Month >= from ? b.Debit : 0),
                Credit = g.Sum(b => b.Month >= from ? b.Credit : 0),
                Net = g.Sum(b => b.Debit - b.Credit),
            })
            .Join(db.LedgerAccounts, sum => sum.AccountId, a => a.Id, (sum, a) => new AccountSum
            {
                AccountId = a.Id,
                Number = a.Number,
                Kind = a.Kind,
                Publisher = a.Publisher!.Name,
                Country = a.Country,
                RateMillionths = a.RateMillionths,
                Provider = a.Provider,
                Currency = sum.Currency,
                Debit = sum.Debit,
                Credit = sum.Credit,
                Net = sum.Net,
            });
    }

    private static Page<AccountRow> Rows(Page<AccountSum> page) => new([.. page.Rows.Select(AccountRow.Of)], page.Total, page.Number, page.Size);
}
