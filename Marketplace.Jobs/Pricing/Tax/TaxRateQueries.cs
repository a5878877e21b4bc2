using System.Runtime.CompilerServices;
using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Tax;

public enum TaxRateState
{
    /// <summary>Counts today.</summary>
    Current,

    /// <summary>Begins later.</summary>
    Future,

    /// <summary>A later one took its place.</summary>
    Past,
}

/// <summary>A rate that is not withdrawn, as operators see it.</summary>
/// <param name="Until">Its last day; null while no other follows.</param>
/// <param name="By">Who set it; null for what shipped.</param>
public sealed record TaxRateRow(long Id, TaxRateKey Key, string Name, decimal Percent, DateOnly? Until, TaxRateState State, string? By, DateTime At)
{
    internal long Order => Key.From.DayNumber;
}

/// <summary>A change of a rate.</summary>
public sealed record TaxRateChange(long Id, TaxRateKey Key, decimal Percent, bool IsWithdrawn, string? By, DateTime At);

/// <summary>Reads the rates of tax.</summary>
public sealed class TaxRateQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int MaxRates = 20_000;

    /// <summary>The newest state of a country first; one that is current before those of the past.</summary>
    public static readonly ListColumns<TaxRateRow> Columns = new ListColumns<TaxRateRow>(row => row.Id, "country", "-from")
        .Text("country", row => row.Name).Text("region", row => row.Key.Region).Choice("class", row => row.Key.ProductClass)
        .Sorted("percent", row => row.Percent).Sorted("from", row => row.Order).Choice("state", row => row.State)
        .Text("by", row => row.By ?? "").Time("at", row => row.At);

    /// <summary>All rates, to decide by.</summary>
    public async Task<TaxTable> TableAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return new(await db.TaxRates.AsNoTracking().OrderBy(r => r.Id).Take(MaxRates).ToListAsync(cancel));
    }

    /// <summary>The rates that are not withdrawn; none for those who are no operators.</summary>
    public async Task<Page<TaxRateRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        (await RowsAsync(actor, cancel)).Page(Columns, query);

    /// <summary>The same as a file.</summary>
    public async IAsyncEnumerable<TaxRateRow> StreamAsync(Actor actor, ListQuery query, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var row in Columns.Apply((await RowsAsync(actor, cancel)).AsQueryable(), query))
        {
            yield return row;
        }
    }

    /// <summary>Every change of the rates of a country, the newest first.</summary>
    public async Task<IReadOnlyList<TaxRateChange>> HistoryAsync(Actor actor, string country, CancellationToken cancel) =>
        [.. (await ChangesAsync(actor, cancel)).Where(change => change.Key.Country == country).OrderByDescending(change => change.Id)];

    public async Task<IReadOnlyList<TaxRateRow>> RowsAsync(Actor actor, CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(clock.UtcNow);
        return
        [
            .. from change in (await ChangesAsync(actor, cancel)).GroupBy(change => change.Key).Select(key => key.MaxBy(change => change.Id)!)
               where !change.IsWithdrawn
               group change by change.Key with { From = default } into place
               let days = place.Select(change => change.Key.From).Order().ToList()
               from change in place
               let next = days.Where(day => day > change.Key.From).Select(day => (DateOnly?)day).FirstOrDefault()
               select new TaxRateRow(
                   change.Id, change.Key, Country.NameOf(change.Key.Country), change.Percent, next?.AddDays(-1),
                   change.Key.From > today ? TaxRateState.Future : next <= today ? TaxRateState.Past : TaxRateState.Current, change.By, change.At),
        ];
    }

    private async Task<List<TaxRateChange>> ChangesAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (allowed, users) = (db.StaffGrants.Allowing(actor, StaffRole.Operator), db.Users);
        var rows = await db.TaxRates.AsNoTracking().Where(r => allowed.Any()).OrderBy(r => r.Id).Take(MaxRates)
            .Select(r => new { Rate = r, By = users.Where(u => u.Id == r.ById).Select(u => u.DisplayName).FirstOrDefault() }).ToListAsync(cancel);
        return [.. rows.Select(row => new TaxRateChange(row.Rate.Id, row.Rate.Key, row.Rate.Percent, row.Rate.IsWithdrawn, row.By, row.Rate.At))];
    }
}

internal static class TaxRateScopes
{
    extension(IQueryable<TaxRate> rates)
    {
        public IQueryable<TaxRate> OfKey(TaxRateKey key)
        {
            var (country, region, productClass, from) = key;
            return rates.Where(r => r.Country == country && r.Region == region && r.ProductClass == productClass && r.From == from);
        }
    }
}
