using Bunit;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Portal.Catalog.Details;
using Marketplace.Portal.Revenue;
using Marketplace.Pricing;
using Marketplace.Revenue;
using Marketplace.Revenue.Measures;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using Marketplace.Usage;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Revenue;

/// <summary>A publisher sees how visits become purchases, and where it stands, and nothing of any other.</summary>
public sealed class PublisherInsightTests : PageTest
{
    private readonly Shop _shop;

    public PublisherInsightTests()
        : this(Shop.OpenAsync(new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")])).GetAwaiter().GetResult())
    {
    }

    private PublisherInsightTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visit_is_counted_once_and_not_of_who_manages_the_module()
    {
        SignIn(_shop.Owner);
        Draw<ModulePage>(parameters => parameters.Add(page => page.Id, "acme.shop")).Says("Acme.Shop");
        SignIn(_shop.Seller);
        Draw<ModulePage>(parameters => parameters.Add(page => page.Id, "Acme.Shop")).Says("Acme.Shop");
        await _shop.Get<ViewCounter>().FlushAsync(Cancel);
        await _shop.Get<ViewCounter>().FlushAsync(Cancel);
        Assert.Equal(1, Views());

        // Four processes that flush the same day at once lose nothing.
        var counters = Enumerable.Range(0, 4).Select(_ => new ViewCounter(_shop.Portal.Database, _shop.Portal.Database.Clock)).ToList();
        _shop.Advance(TimeSpan.FromDays(1));
        counters.ForEach(counter => Enumerable.Range(0, 25).ToList().ForEach(_ => counter.Count(Module)));
        await Task.WhenAll(counters.Select(counter => Task.Run(() => counter.FlushAsync(Cancel), Cancel)));
        Assert.Equal(101, Views());
    }

    [Fact]
    public async Task Views_installs_and_purchases_are_told_by_module()
    {
        await BuyAsync(_shop);
        _shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(_shop);
        _shop.Read(db =>
        {
            db.Add(new DailyViews(Module, new(2026, 3, 2), 38));
            db.Add(new DailyViews(Module, new(2026, 3, 31), 2));
            db.Add(new DailyViews(Module, new(2026, 4, 1), 7));
            db.Add(new DailyFigures(Module, db.Releases.First(r => r.ModuleId == Module).Id, new(2026, 3, 5), "DE"));
            db.SaveChanges();
            db.DailyFigures.Single().Count(0, 4);
            return db.SaveChanges();
        });

        // What renewed in April was not bought then.
        Assert.Equal(new FunnelRow("Acme.Shop", "Acme Shop", 40, 4, 1), Assert.Single(await FunnelAsync(_shop.Seller, new(2026, 3, 1), new(2026, 3, 31))));
        Assert.Equal((7, 0, 0), Assert.Single(await FunnelAsync(_shop.Seller, new(2026, 4, 1), new(2026, 4, 30))) is var april
            ? (april.Views, april.Installs, april.Purchases) : default);
        foreach (var actor in (Actor[])[_shop.Owner, _shop.Portal.Database.Staff(StaffRole.Moderator)])
        {
            Assert.Null(await _shop.Get<PublisherFunnels>().ReadAsync(actor, View(new(2026, 3, 1), new(2026, 3, 31)), Cancel));
            Assert.Null(await _shop.Get<PublisherBenchmarks>().ReadAsync(actor, View(new(2026, 3, 1), new(2026, 3, 31)), Cancel));
        }

        SignIn(_shop.Seller);
        var page = Draw<PublisherRevenuePage>();
        page.Says("Conversion");
        page.Says("Compared from 5 publishers on.");
    }

    [Fact]
    public async Task What_a_publisher_is_compared_by_is_its_own()
    {
        await BuyAsync(_shop);
        _shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(_shop);

        var all = (await _shop.Get<PublisherBenchmarks>().ReadAsync(_shop.Seller, View(new(2026, 4, 1), new(2026, 4, 30)), Cancel))!;

        Assert.Equal(
            [(BenchmarkOf.NetRetention, 1), (BenchmarkOf.RevenueChurn, 0), (BenchmarkOf.Arpa, 100), (BenchmarkOf.Conversion, (decimal?)null)],
            all.Select(one => (one.Of, one.Value)));
        Assert.All(all, one => Assert.Null(one.Median));
    }

    [Theory]
    [InlineData(4, null, null)]
    [InlineData(5, 3.0, 0.25)]
    [InlineData(6, 3.5, 0.2)]
    public void Of_fewer_than_five_publishers_nothing_is_said(int publishers, double? median, double? better)
    {
        // The publisher 2 has the value 2, of 1 to so many.
        var all = Enumerable.Range(1, publishers).ToDictionary(id => (long)id, id => id);
        var found = PublisherBenchmarks.Compare(BenchmarkOf.Arpa, 2, all, value => value);
        Assert.Equal((2m, (decimal?)median, (decimal?)better), (found.Value!.Value, found.Median, found.AsGood));
        var churn = PublisherBenchmarks.Compare(BenchmarkOf.RevenueChurn, 2, all, value => value, isLessBetter: true);
        Assert.Equal(better is null ? null : 1 - (decimal)better, churn.AsGood);
    }

    private long Module => _shop.Read(db => db.Modules.Single(m => m.PackageId == "Acme.Shop").Id);

    private long Views() => _shop.Read(db => db.DailyViews.Sum(v => v.Views));

    private async Task<IReadOnlyList<FunnelRow>> FunnelAsync(Actor actor, DateOnly from, DateOnly to) =>
        (await _shop.Get<PublisherFunnels>().ReadAsync(actor, View(from, to), Cancel))!;

    private RevenueView View(DateOnly from, DateOnly to) =>
        new(new(from, to), new RevenueSpan(from, to).Before(), "EUR", null, new() { PublisherId = _shop.Acme.Id });
}
