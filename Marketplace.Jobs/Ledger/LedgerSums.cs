using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

/// <summary>The comparisons of <see cref="LedgerVerify"/>. Rows that are whole never leave the database.</summary>
internal sealed class LedgerSums(MarketplaceDb db, List<string> problems)
{
    private const int MaxRead = 100;

    /// <summary>Each journal has the entries that it announced, each source is there once, and each entry moves an amount.</summary>
    public async Task JournalsAsync(CancellationToken cancel)
    {
        var entries = db.Entries;
        await NameAsync(
            db.Journals.Where(j => entries.Count(e => e.JournalId == j.Id) != j.Count).Select(j => j.Source),
            "do not have as many entries as they were written with", cancel);
        await NameAsync(
            db.Journals.GroupBy(j => j.Source).Where(g => g.Count() > 1).Select(g => g.Key), "are the source of more than one journal", cancel);
        await NameAsync(
            entries.Where(e => e.Minor <= 0 || e.DebitId == e.CreditId).Select(e => e.Journal.Source), "have an entry that moves nothing", cancel);
    }

    /// <summary>The kept balances are those of the entries, and what was closed is as it was.</summary>
    public async Task MonthsAsync(CancellationToken cancel)
    {
        var closed = await db.ClosedMonths.AsNoTracking().ToDictionaryAsync(c => c.Month, cancel);
        var months = await db.Journals.Select(j => j.Month).Union(db.Balances.Select(b => b.Month)).ToListAsync(cancel);
        foreach (var month in months.Union(closed.Keys).Order())
        {
            var totals = await MonthTotals.ReadAsync(db, month, cancel);
            await BalancesAsync(month, totals, cancel);
            if (closed.TryGetValue(month, out var then) && (then.Journals != totals.Journals || then.Hash != totals.Hash))
            {
                problems.Add($"{month} is closed and is not what it was: it had {then.Journals} journals and has {totals.Journals}, or other totals");
            }
        }
    }

    /// <summary>The provider holds what the books say it does.</summary>
    public async Task ProviderAsync(IProviderSums provider, CancellationToken cancel)
    {
        if (await provider.ReadAsync(cancel) is not { } told)
        {
            return;
        }

        var key = AccountKey.ProviderCash(provider.Provider).Text;
        var ours = await db.Balances.Where(b => b.Account.Key == key).GroupBy(b => b.Currency)
            .Select(g => new { g.Key, Minor = g.Sum(b => b.Debit - b.Credit) }).ToDictionaryAsync(g => g.Key, g => g.Minor, cancel);
        var theirs = told.ToDictionary(money => money.Currency, money => money.Minor);
        foreach (var currency in ours.Keys.Union(theirs.Keys).Order(StringComparer.Ordinal))
        {
            if (ours.GetValueOrDefault(currency) != theirs.GetValueOrDefault(currency))
            {
                problems.Add($"{provider.Provider} holds {new Money(theirs.GetValueOrDefault(currency), currency)} by its own word and "
                    + $"{new Money(ours.GetValueOrDefault(currency), currency)} by the books");
            }
        }
    }

    private async Task BalancesAsync(int month, MonthTotals totals, CancellationToken cancel)
    {
        var summed = totals.Accounts.ToDictionary(total => (total.AccountId, total.Currency), total => (total.Debit, total.Credit));
        await foreach (var kept in db.Balances.AsNoTracking().Where(b => b.Month == month)
            .Select(b => new { b.AccountId, b.Account.Key, b.Currency, b.Debit, b.Credit }).AsAsyncEnumerable().WithCancellation(cancel))
        {
            summed.Remove((kept.AccountId, kept.Currency), out var sum);
            if (sum != (kept.Debit, kept.Credit))
            {
                problems.Add($"{kept.Key} has in {month} kept sums of {kept.Debit} and {kept.Credit} {kept.Currency}, "
                    + $"and entries of {sum.Debit} and {sum.Credit}");
            }
        }

        foreach (var ((account, currency), (debit, credit)) in summed)
        {
            problems.Add($"Account {account} has in {month} no kept sums, and entries of {debit} and {credit} {currency}");
        }
    }

    private async Task NameAsync(IQueryable<string> sources, string what, CancellationToken cancel)
    {
        if (await sources.Order().Take(MaxRead).ToListAsync(cancel) is { Count: > 0 } some)
        {
            problems.Add($"{LedgerVerify.Named(some)} {what}");
        }
    }
}
