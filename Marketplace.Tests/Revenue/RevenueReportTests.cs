using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Billing.Changes;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payments;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Marketplace.Revenue;
using Marketplace.Tests.Billing.Changes;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Revenue;

/// <summary>The figures that operators see, worked out by hand.</summary>
public sealed class RevenueReportTests
{
    private static readonly OfferTerms Monthly = new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]);
    private static readonly RevenueFilter All = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_month_is_told_from_its_movements_and_from_the_books()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);
        var premium = await shop.OfferAsync(new(OfferTier.Premium, OfferModel.Monthly, 1, [new(31000, "EUR")]));
        await Revising.DoAsync(shop, new SubscriptionChange.Terms(premium, 1, AtPeriodEnd: false));
        await shop.WorkAsync();

        // Two hundred were there by the second of March, three hundred and ten by the second of April.
        var report = await ReadAsync(shop, new(new(2026, 4, 1), new(2026, 4, 30)));

        Assert.Equal(new RecurringTotals(100, 0, 210, 0, 0, 0, 310), report.Movements);
        Assert.Equal(0, report.Movements.Fx);
        (decimal? Now, decimal? Before) Of<TMeasure>() where TMeasure : RevenueMeasure => (report.Of<TMeasure>().Now, report.Of<TMeasure>().Before);
        Assert.Equal((310, 100), Of<Mrr>());
        Assert.Equal((3720, 1200), Of<Arr>());
        Assert.Equal((210, 100), Of<NetNewMrr>());
        Assert.Equal((3.1m, null), Of<NetRetention>());
        Assert.Equal((1, null), Of<GrossRetention>());
        Assert.Equal((0, null), Of<ClientChurn>());
        Assert.Equal((0, null), Of<RevenueChurn>());
        Assert.Equal((null, null), Of<QuickRatio>());
        Assert.Equal((310, 100), Of<Arpa>());
        Assert.Equal((null, null), Of<LifetimeValue>());
        // 119 each month; the change credits the rest of the month and charges as much of the new.
        var payments = shop.Read(db => db.Payments.Where(p => p.At >= new DateTime(2026, 4, 1)).Sum(p => p.Minor)) / 100m;
        Assert.Equal((payments, 119), Of<CashCollected>());
        Assert.Equal(-shop.Net(AccountKey.DeferredRevenue) / 100m, report.Of<DeferredRevenue>().Now);
        Assert.Equal((shop.Net(AccountKey.Receivable) / 100m, 0), Of<Receivables>());
        Assert.Equal([.. Enumerable.Repeat<decimal?>(0, 10), 100, 310], report.Of<Mrr>().Months);
        Assert.Equal(new Cohort(new(2026, 3, 1), 1, [1, 1]), Assert.Single(report.Cohorts), (one, other) =>
            (one.Month, one.Clients) == (other.Month, other.Clients) && one.Kept.SequenceEqual(other.Kept));
        Assert.Empty(report.WithoutRate);
    }

    [Fact]
    public async Task What_leaves_is_churn_and_nothing_is_left_of_it()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(40));
        await RenewAsync(shop);
        await Revising.DoAsync(shop, new SubscriptionChange.CancelNow(""));

        var report = await ReadAsync(shop, new(new(2026, 4, 1), new(2026, 4, 30)));

        Assert.Equal(new RecurringTotals(100, 0, 0, 0, 0, -100, 0), report.Movements);
        Assert.Equal((1, 1, 0, 0), (report.Of<ClientChurn>().Now, report.Of<RevenueChurn>().Now, report.Of<NetRetention>().Now, report.Of<QuickRatio>().Now));
        Assert.Null(report.Of<Arpa>().Now);
        Assert.Equal([1, 0], Assert.Single(report.Cohorts).Kept);
    }

    [Fact]
    public async Task Another_currency_is_converted_by_each_day_and_the_rest_is_what_rates_did()
    {
        using var shop = await Shop.OpenAsync(new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR"), new(12000, "USD")]));
        await BuyAsync(shop);
        shop.Read(db => db.Set<RecurringMovement>().ExecuteUpdate(set => set.SetProperty(m => m.Currency, "USD").SetProperty(m => m.Minor, 12000)));
        shop.Read(db => db.ExchangeRates.Where(r => r.Currency == "USD").ExecuteDelete());
        Rate(shop, new(2026, 2, 27), 1.25m);
        Rate(shop, new(2026, 3, 2), 1.2m);
        Rate(shop, new(2026, 3, 20), 1.5m);
        Rate(shop, new(2026, 4, 1), 1m);
        shop.Advance(TimeSpan.FromDays(29));

        var march = new RevenueSpan(new(2026, 3, 1), new(2026, 3, 31));
        Assert.Equal((100, 80, -20), Parts(await ReadAsync(shop, march)));
        // At the rates of one day nothing but movements is left, and a day before all rates has the first.
        Assert.Equal((80, 80, 0), Parts(await ReadAsync(shop, march, rateDay: new(2026, 3, 25))));
        Assert.Equal((96, 96, 0), Parts(await ReadAsync(shop, march, rateDay: new(2020, 1, 1))));
        // In its own currency nothing is converted.
        Assert.Equal((120, 120, 0), Parts(await ReadAsync(shop, march, "USD", new() { Currency = "USD" })));
        // Without any rate it is told and not counted.
        shop.Read(db => db.ExchangeRates.Where(r => r.Currency == "USD").ExecuteDelete());
        var without = await ReadAsync(shop, march);
        Assert.Equal(((0, 0, 0), "USD"), (Parts(without), Assert.Single(without.WithoutRate)));

        static (decimal New, decimal Closing, decimal Fx) Parts(RevenueReport report) =>
            (report.Movements.New, report.Movements.Closing, report.Movements.Fx);
    }

    [Fact]
    public async Task Trials_are_told_of_what_they_are_kept_by_and_of_nothing_else()
    {
        using var shop = await Shop.OpenAsync(Monthly with { Details = new() { Trial = new(14, NeedsPaymentMethod: true) } });
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(15));
        await RenewAsync(shop);
        var march = new RevenueSpan(new(2026, 3, 1), new(2026, 3, 31));

        async Task<decimal?> OfAsync(RevenueFilter filter) => (await ReadAsync(shop, march, "EUR", filter)).Of<TrialConversion>().Now;
        Assert.Equal(1, await OfAsync(All));
        Assert.Equal(1, await OfAsync(new() { Tier = OfferTier.Basic, PublisherId = shop.Acme.Id }));
        Assert.Null(await OfAsync(new() { Tier = OfferTier.Premium }));
        Assert.Null(await OfAsync(new() { Country = "DE" }));
        Assert.Null(await OfAsync(new() { Currency = "EUR" }));
    }

    [Fact]
    public async Task The_parts_of_each_dimension_sum_to_the_figure()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        var premium = await shop.OfferAsync(new(OfferTier.Premium, OfferModel.Yearly, 1, [new(310000, "EUR")]));
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(1));
        await Revising.DoAsync(shop, new SubscriptionChange.Terms(premium, 2, AtPeriodEnd: false));
        shop.Advance(TimeSpan.FromDays(1));
        await BuyAsync(shop);

        var span = new RevenueSpan(new(2026, 3, 1), new(2026, 3, 31));
        var report = await ReadAsync(shop, span);
        foreach (var by in Enum.GetValues<RevenueDimension>())
        {
            var split = (await shop.Get<RevenueBreakdowns>().ReadAsync(shop.Operator, View(span, "EUR", All, null), by, 10, moves: false, Cancel))!;
            Assert.Equal((report.Of<Mrr>().Now, split.Parts.Sum(part => part.Mrr)), (split.Total, split.Total));
            Assert.Equal(report.Movements.Movements, split.Parts.Sum(part => part.Change));
            Assert.Equal(split.Parts.Select(part => (decimal?)part.Mrr), split.Parts.Select(part => part.Months[^1]));
            Assert.All(split.Parts, part => Assert.True(part is { Key: not "", Name: not "" } || by is RevenueDimension.Promotion));
            foreach (var part in split.Parts)
            {
                var of = await ReadAsync(shop, span, "EUR", Filter(by, part.Key));
                Assert.Equal((part.Mrr, part.Change), (of.Movements.Closing, of.Movements.Movements));
                Assert.Equal(part.Mrr, (of.Of<Arpa>().Now ?? 0) * part.Clients);
            }
        }

        var tiers = await shop.Get<RevenueBreakdowns>().ReadAsync(shop.Operator, View(span, "EUR", All, null), RevenueDimension.Tier, 1, moves: false, Cancel);
        Assert.Equal(("Premium", 516.67m, 2, 1), (tiers!.Parts[0].Name, tiers.Parts[0].Mrr, tiers.Count, tiers.Parts.Count));
    }

    [Fact]
    public async Task Nobody_but_operators_sees_any_of_it()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        var span = shop.Get<RevenueQueries>().ThisMonth;
        foreach (var actor in (Actor[])[shop.Owner, shop.Seller, shop.Member, shop.Portal.Database.Staff(StaffRole.Moderator), new Actor(0)])
        {
            Assert.Null(await shop.Get<RevenueQueries>().ReadAsync(actor, View(span, "EUR", All, null), Cancel));
            Assert.Null(await shop.Get<RevenueBreakdowns>().ReadAsync(actor, View(span, "EUR", All, null), RevenueDimension.Client, 10, moves: false, Cancel));
            Assert.Empty((await shop.Get<MovementQueries>().ListAsync(actor, null, All, ListQuery.First, Cancel)).Rows);
        }

        var row = Assert.Single((await shop.Get<MovementQueries>().ListAsync(shop.Operator, span, All, ListQuery.First, Cancel)).Rows);
        Assert.Equal((shop.Globex.Name, "Acme.Shop", new Money(10000, "EUR")), (row.Client, row.PackageId, row.Amount));
        Assert.Equal(shop.Read(db => db.Invoices.Single().Number), row.Invoice);
    }

    private static RevenueFilter Filter(RevenueDimension by, string key) => by switch
    {
        RevenueDimension.Module => All with { ModuleId = long.Parse(key, CultureInfo.InvariantCulture) },
        RevenueDimension.Publisher => All with { PublisherId = long.Parse(key, CultureInfo.InvariantCulture) },
        RevenueDimension.Client => All with { ClientId = long.Parse(key, CultureInfo.InvariantCulture) },
        RevenueDimension.Tier => All with { Tier = Enum.Parse<OfferTier>(key) },
        RevenueDimension.Model => All with { Model = Enum.Parse<OfferModel>(key) },
        RevenueDimension.Currency => All with { Currency = key },
        RevenueDimension.Country => All with { Country = key },
        _ => All,
    };

    private static RevenueView View(RevenueSpan span, string currency, RevenueFilter filter, DateOnly? rateDay) =>
        new(span, span.Before(), currency, rateDay, filter);

    private static async Task<RevenueReport> ReadAsync(
        Shop shop, RevenueSpan span, string currency = "EUR", RevenueFilter? filter = null, DateOnly? rateDay = null) =>
        (await shop.Get<RevenueQueries>().ReadAsync(shop.Operator, View(span, currency, filter ?? All, rateDay), Cancel))!;

    private static void Rate(Shop shop, DateOnly day, decimal perEuro) => shop.Read(db =>
    {
        db.Add(new ExchangeRate(day, "USD", perEuro));
        return db.SaveChanges();
    });
}
