using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Portal.Demo;
using Marketplace.Pricing;
using Marketplace.Pricing.Rates;
using Marketplace.Revenue;
using Marketplace.Revenue.Finance;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Marketplace.Tests.Demo;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Revenue;

/// <summary>
/// Over two years of five currencies: every measure agrees with a plain second computation whatever is chosen, and what is below a figure sums to it.
/// <c>MARKETPLACE_REVENUE_VIEWS</c> sets how many views are tried, 24 by default.
/// </summary>
[Collection(nameof(WithTheDemoYears))]
public sealed class RevenuePropertyTests(DemoYearsPortal demo) : IAsyncLifetime
{
    private static readonly int Views = int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_REVENUE_VIEWS") ?? "24", CultureInfo.InvariantCulture);
    private static readonly string[] Foreign = ["CHF", "GBP", "SEK", "USD"];

    private readonly Random _random = new(Seed);

    private static int Seed { get; } = Environment.TickCount;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestDatabase Database => demo.Host.Database;

    // Rates that change each month, so that a mistake of a day is seen.
    public ValueTask InitializeAsync()
    {
        var random = new Random(7);
        Database.Read(db =>
        {
            var known = db.ExchangeRates.AsNoTracking().ToList();
            var today = DateOnly.FromDateTime(Database.Now);
            foreach (var currency in Foreign)
            {
                var rate = known.First(one => one.Currency == currency).PerEuro;
                db.AddRange(Enumerable.Range(1, 26).Select(month => today.AddMonths(-month)).Where(day => known.TrueForAll(one => one.Day != day))
                    .Select(day => new ExchangeRate(day, currency, Math.Round(rate * (0.8m + (0.4m * (decimal)random.NextDouble())), 4))));
            }

            return db.SaveChanges();
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        var last = Database.Read(db => db.ExchangeRates.Max(r => r.Day));
        Database.Read(db => db.ExchangeRates.Where(r => r.Day < last).ExecuteDelete());
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Every_measure_agrees_with_a_second_computation()
    {
        TestContext.Current.SendDiagnosticMessage($"Seed {Seed}");
        var (plain, movements) = (new PlainMeasures(Database), Movements());
        for (var view = 0; view < Views; view++)
        {
            var (filter, span) = (view % 4 == 0 ? new() : Filter(movements), Span());
            var report = await ReadAsync(filter, span);
            foreach (var value in report.Values)
            {
                Same(plain.Of(value.Measure, filter, span), value.Now, $"{value.Measure.Code} of {filter} in {span}");
                Same(plain.Of(value.Measure, filter, span.Before()), value.Before, $"{value.Measure.Code} of {filter} in {span.Before()}");
            }
        }
    }

    [Fact]
    public async Task What_is_owed_and_deferred_today_is_what_the_ledger_says()
    {
        var today = demo.Host.Get<RevenueQueries>().Today;
        var report = await ReadAsync(new(), new(today.AddDays(-30), today));
        var finance = (await demo.Host.Get<FinanceQueries>().ReadAsync(Staff, report.View, Cancel))!;

        Same(report.Of<Receivables>().Now, finance.Receivables.Sum(one => one.Amount), "Receivables by age");
        Same(report.Of<DeferredRevenue>().Now, finance.Release.Sum(), "The release of deferred revenue");
        Assert.True(report.Of<Receivables>().Now > 0 && report.Of<DeferredRevenue>().Now > 0);
    }

    [Fact]
    public async Task What_is_below_a_figure_sums_to_it()
    {
        TestContext.Current.SendDiagnosticMessage($"Seed {Seed}");
        var movements = Movements();
        for (var view = 0; view < Math.Max(1, Views / 8); view++)
        {
            var (filter, span) = (view % 2 == 0 ? new() : Filter(movements), Span());
            var report = await ReadAsync(filter, span);
            foreach (var by in Enum.GetValues<RevenueDimension>())
            {
                var where = $"{by} of {filter} in {span}";
                var split = (await demo.Host.Get<RevenueBreakdowns>().ReadAsync(Staff, report.View, by, int.MaxValue, moves: true, Cancel))!;
                var sales = (await demo.Host.Get<SalesBreakdowns>().ReadAsync(Staff, report.View, by, int.MaxValue, Cancel))!;
                Same(report.Of<Mrr>().Now, split.Parts.Sum(part => part.Mrr), where);
                Same(report.Movements.New, split.Parts.Sum(part => part.Movements!.New), where);
                Same(report.Movements.Expansion, split.Parts.Sum(part => part.Movements!.Expansion), where);
                Same(report.Movements.Reactivation, split.Parts.Sum(part => part.Movements!.Reactivation), where);
                Same(report.Movements.Contraction, split.Parts.Sum(part => part.Movements!.Contraction), where);
                Same(report.Movements.Churn, split.Parts.Sum(part => part.Movements!.Churn), where);
                Same(report.Movements.Fx, split.Parts.Sum(part => part.Movements!.Fx), where);
                Same(report.Movements.Fx, split.Movements!.Fx, where);
                Same(report.Of<OneTimeSales>().Now, sales.Parts.Sum(part => part.Sales.OneTime), where);
                Same(report.Of<RecurringSales>().Now, sales.Parts.Sum(part => part.Sales.Recurring), where);
                Same(report.Of<UsageSales>().Now, sales.Parts.Sum(part => part.Sales.Usage), where);
                Assert.Equal((sales.Count, split.Count), (sales.Parts.Count, split.Parts.Count));
                await DescendAsync(filter, span, by, split, sales);
            }
        }
    }

    // The figures of one part alone are those that it had among the others.
    private async Task DescendAsync(RevenueFilter filter, RevenueSpan span, RevenueDimension by, RevenueBreakdown split, SalesBreakdown sales)
    {
        foreach (var part in split.Parts.Where(part => part.Key != "").Take(3))
        {
            var report = await ReadAsync(Chosen(filter, by, part.Key), span);
            Same(report.Of<Mrr>().Now, part.Mrr, $"{by} {part.Name}");
            Same(report.Movements.Closing - report.Movements.Opening, part.Change, $"{by} {part.Name}");
            Same(report.Of<Arpa>().Now ?? 0, part.Clients == 0 ? 0 : part.Mrr / part.Clients, $"{by} {part.Name}");
            var sold = sales.Parts.FirstOrDefault(one => one.Called.Key == part.Key);
            Same(report.Values.Where(value => value.Measure is SalesMeasure).Sum(value => value.Now), sold?.Sales.Total ?? 0, $"{by} {part.Name}");
        }
    }

    private Actor Staff => new(Database.Read(db => db.Users.Single(u => u.Email == DemoPeople.Operator.Email).Id), HasSecondFactor: true);

    private List<RecurringMovement> Movements() => Database.Read(db => db.RecurringMovements.AsNoTracking().ToList());

    private async Task<RevenueReport> ReadAsync(RevenueFilter filter, RevenueSpan span) =>
        (await demo.Host.Get<RevenueQueries>().ReadAsync(Staff, new(span, span.Before(), "EUR", null, filter), Cancel))!;

    // Of what one movement is: none, one or several of its dimensions.
    private RevenueFilter Filter(List<RecurringMovement> movements)
    {
        var (one, filter) = (movements[_random.Next(movements.Count)], new RevenueFilter());
        foreach (var by in Enum.GetValues<RevenueDimension>().Where(_ => _random.Next(4) == 0))
        {
            filter = by switch
            {
                RevenueDimension.Module => filter with { ModuleId = one.ModuleId },
                RevenueDimension.Publisher => filter with { PublisherId = one.PublisherId },
                RevenueDimension.Client => filter with { ClientId = one.OrganizationId },
                RevenueDimension.Tier => filter with { Tier = one.Tier },
                RevenueDimension.Model => filter with { Model = one.Model },
                RevenueDimension.Currency => filter with { Currency = one.Currency },
                RevenueDimension.Country => filter with { Country = one.Country },
                _ => filter with { PromotionId = one.PromotionId },
            };
        }

        return filter;
    }

    private static RevenueFilter Chosen(RevenueFilter filter, RevenueDimension by, string key) => by switch
    {
        RevenueDimension.Module => filter with { ModuleId = long.Parse(key, CultureInfo.InvariantCulture) },
        RevenueDimension.Publisher => filter with { PublisherId = long.Parse(key, CultureInfo.InvariantCulture) },
        RevenueDimension.Client => filter with { ClientId = long.Parse(key, CultureInfo.InvariantCulture) },
        RevenueDimension.Tier => filter with { Tier = Enum.Parse<OfferTier>(key) },
        RevenueDimension.Model => filter with { Model = Enum.Parse<OfferModel>(key) },
        RevenueDimension.Currency => filter with { Currency = key },
        RevenueDimension.Country => filter with { Country = key },
        _ => filter with { PromotionId = long.Parse(key, CultureInfo.InvariantCulture) },
    };

    private RevenueSpan Span()
    {
        var from = DateOnly.FromDateTime(Database.Now).AddDays(-_random.Next(20, 600));
        return _random.Next(2) == 0 ? new(from, from.AddDays(_random.Next(1, 200)))
            : new(new(from.Year, from.Month, 1), new(from.Year, from.Month, DateTime.DaysInMonth(from.Year, from.Month)));
    }

    // Decimals lose their last digits by the order in which they are added.
    private static void Same(decimal? wanted, decimal? found, string what) =>
        Assert.True(
            wanted is null == found is null && Math.Abs((wanted ?? 0) - (found ?? 0)) < 0.000001m,
            $"Seed {Seed}: {what} is {found}, and {wanted} by the second computation.");
}
