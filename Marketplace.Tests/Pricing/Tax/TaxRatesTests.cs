using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Pricing.Tax;

public sealed class TaxRatesTests : IDisposable
{
    private static readonly TaxRateKey Germany = new("DE", "", ProductClass.Any, new(2026, 4, 1));

    private readonly TestDatabase _database = new();
    private readonly Actor _operator;

    public TaxRatesTests() => _operator = _database.Staff(StaffRole.Operator);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TaxRates Rates => new(_database, _database.Clock);

    private TaxRateQueries Queries => new(_database, _database.Clock);

    private ShippedTaxRates Shipped => new(_database, _database.Clock);

    [Fact]
    public async Task What_ships_is_added_once_and_what_an_operator_changed_stays()
    {
        await Shipped.EnsureAsync(Cancel);
        var count = _database.Read(db => db.TaxRates.Count());
        var key = new TaxRateKey("EE", "", ProductClass.Any, new(2025, 7, 1));
        await DoneAsync(Rates.SetAsync(_operator, key, 23, Cancel));
        await DoneAsync(Rates.WithdrawAsync(_operator, new("SK", "", ProductClass.Any, new(2025, 1, 1)), Cancel));

        await Shipped.EnsureAsync(Cancel);

        Assert.Equal(count + 2, _database.Read(db => db.TaxRates.Count()));
        var table = await Queries.TableAsync(Cancel);
        Assert.Equal(23, table.Find("EE", "", ProductClass.Electronic, new(2026, 1, 1)));
        Assert.Equal(20, table.Find("SK", "", ProductClass.Electronic, new(2026, 1, 1)));
    }

    [Fact]
    public async Task Two_starts_at_once_add_them_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Shipped.EnsureAsync(Cancel))));

        Assert.Equal(ShippedTaxRates.Read().Count, _database.Read(db => db.TaxRates.Count()));
    }

    [Fact]
    public async Task A_rate_begins_on_its_day_and_ends_the_one_before()
    {
        await Shipped.EnsureAsync(Cancel);

        await DoneAsync(Rates.SetAsync(_operator, Germany, 20.5m, Cancel));

        var rows = (await Queries.RowsAsync(_operator, Cancel)).Where(row => row.Key.Country == "DE").OrderBy(row => row.Key.From).ToList();
        Assert.Equal(
            [(19m, new DateOnly(2026, 3, 31), TaxRateState.Current, null), (20.5m, (DateOnly?)null, TaxRateState.Future, "Mo")],
            rows.Select(row => (row.Percent, row.Until, row.State, row.By)));
        var table = await Queries.TableAsync(Cancel);
        Assert.Equal((19m, 20.5m), (table.Find("DE", "", ProductClass.Service, new(2026, 3, 31)), table.Find("DE", "", ProductClass.Service, new(2026, 4, 1))));
        Assert.Equal("tax-rate.set", _database.Read(db => db.AuditEntries.Single().Action));
    }

    [Fact]
    public async Task Every_change_stays_in_the_history()
    {
        await DoneAsync(Rates.SetAsync(_operator, Germany, 20, Cancel));
        await DoneAsync(Rates.SetAsync(_operator, Germany, 21, Cancel));
        await DoneAsync(Rates.WithdrawAsync(_operator, Germany, Cancel));

        Assert.Equal([(0m, true), (21m, false), (20m, false)], (await Queries.HistoryAsync(_operator, "DE", Cancel)).Select(c => (c.Percent, c.IsWithdrawn)));
        Assert.Empty(await Queries.RowsAsync(_operator, Cancel));
    }

    public static TheoryData<string, string, string, string, string> Bad => new()
    {
        { "XX", "", "2026-04-01", "19", "“XX” is no country" },
        { "EL", "", "2026-04-01", "19", "“EL” is no country" },
        { "DE", "PT-20", "2026-04-01", "19", "“PT-20” is no region of Germany" },
        { "PT", "PT-", "2026-04-01", "19", "“PT-” is no region of Portugal" },
        { "DE", "", "2026-04-01", "-1", "Enter a percentage" },
        { "DE", "", "2026-04-01", "100.1", "Enter a percentage" },
        { "DE", "", "2026-04-01", "19.00001", "Enter a percentage" },
        { "DE", "", "1969-12-31", "19", "Enter a day" },
        { "DE", "", "2036-03-03", "19", "Enter a day" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task What_is_wrong_is_said_and_changes_nothing(string country, string region, string from, string percent, string problem)
    {
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        var key = new TaxRateKey(country, region, ProductClass.Any, DateOnly.Parse(from, invariant));

        var invalid = Assert.IsType<TaxRateOutcome.Invalid>(await Rates.SetAsync(_operator, key, decimal.Parse(percent, invariant), Cancel));

        Assert.StartsWith(problem, invalid.Problem, StringComparison.Ordinal);
        Assert.Equal(0, _database.Read(db => db.TaxRates.Count()));
    }

    [Fact]
    public async Task The_same_again_is_no_change_and_nobody_else_may()
    {
        await DoneAsync(Rates.SetAsync(_operator, Germany, 20, Cancel));

        Assert.IsType<TaxRateOutcome.Invalid>(await Rates.SetAsync(_operator, Germany, 20, Cancel));
        Assert.IsType<TaxRateOutcome.Invalid>(await Rates.WithdrawAsync(_operator, Germany with { From = new(2027, 1, 1) }, Cancel));
        Assert.IsType<TaxRateOutcome.NotAllowed>(await Rates.SetAsync(_database.Staff(StaffRole.Moderator), Germany, 21, Cancel));
        Assert.Empty(await Queries.RowsAsync(_database.Stranger(), Cancel));
        Assert.Equal(0, (await Queries.ListAsync(_database.Stranger(), ListQuery.First, Cancel)).Total);
    }

    [Fact]
    public async Task The_list_is_a_file_with_the_same_filters_and_order()
    {
        await Shipped.EnsureAsync(Cancel);
        var query = new ListQuery([new("percent", Descending: true)], new Dictionary<string, string> { ["state"] = "Current" });

        var rows = await Queries.StreamAsync(_operator, query, Cancel).ToListAsync(Cancel);

        Assert.Equal((30, "Hungary", 27m), (rows.Count, rows[0].Name, rows[0].Percent));
        Assert.Equal(rows.Take(25).Select(row => row.Id), (await Queries.ListAsync(_operator, query, Cancel)).Rows.Select(row => row.Id));
        Assert.Empty(await Queries.StreamAsync(_database.Stranger(), query, Cancel).ToListAsync(Cancel));
    }

    private static async Task DoneAsync(Task<TaxRateOutcome> outcome) => Assert.IsType<TaxRateOutcome.Done>(await outcome);

    public void Dispose() => _database.Dispose();
}
