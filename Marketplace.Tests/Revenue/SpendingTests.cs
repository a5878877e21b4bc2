using Bunit;
using Marketplace.Accounts;
using Marketplace.Billing.Changes;
using Marketplace.Data;
using Marketplace.Portal.Revenue.Spending;
using Marketplace.Pricing;
using Marketplace.Revenue.Spending;
using Marketplace.Sites;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Billing.Changes;
using Marketplace.Tests.Support;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Revenue;

/// <summary>A client sees what its modules and sites cost, what renews, and what it pays for in vain.</summary>
public sealed class SpendingTests : PageTest
{
    private readonly Shop _shop;

    public SpendingTests()
        : this(Shop.OpenAsync(new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")])).GetAwaiter().GetResult())
    {
    }

    private SpendingTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_module_costs_is_shared_by_the_sites_that_have_it()
    {
        await BuyAsync(_shop);
        var alone = await ReadAsync();
        Assert.Equal(("Acme.Shop", 100, 0, 0), (alone.Modules[0].PackageId, alone.Modules[0].Amount, alone.Modules[0].Before, alone.Modules[0].Sites.Count));
        Assert.Equal(new SiteSpending(null, "", 100, 1), Assert.Single(alone.Sites));

        Install("East");
        Install("West");
        Install("Test", SiteKind.Staging);
        var shared = await ReadAsync();
        Assert.Equal(["East", "West"], shared.Modules[0].Sites.Order());
        Assert.Equal([("East", 50), ("West", 50)], shared.Sites.OrderBy(site => site.Name).Select(site => (site.Name, site.Amount)));
        Assert.Equal(100, shared.Months[^1].Amount);
        // Globex pays nothing for it again until April.
        Assert.Equal(
            (One(_shop).Id, new DateTime(2026, 4, 2, 9, 0, 0), new Money(10000, "EUR")),
            Assert.Single(shared.Renewals) is var next ? (next.SubscriptionId, next.At, next.Amount) : default);
    }

    [Fact]
    public async Task What_renews_next_costs_what_was_planned_for_then()
    {
        await BuyAsync(_shop);
        var premium = await _shop.OfferAsync(new(OfferTier.Premium, OfferModel.Monthly, 1, [new(31000, "EUR")]));
        await Revising.DoAsync(_shop, new SubscriptionChange.Terms(premium, 2, AtPeriodEnd: true));

        var next = Assert.Single((await ReadAsync()).Renewals);

        Assert.Equal((new Money(62000, "EUR"), One(_shop).RenewsAt), (next.Amount, next.At));
    }

    [Fact]
    public async Task A_license_that_nothing_used_for_two_months_could_be_saved()
    {
        await BuyAsync(_shop);
        await PassAsync(59);
        Assert.Empty((await ReadAsync()).Unused);
        await PassAsync(2);
        Assert.Equal(new Money(120000, "EUR"), Assert.Single((await ReadAsync()).Unused).Yearly);

        SignIn(_shop.Owner);
        var page = Draw<SpendingPage>();
        page.Says("Save €1,200.00 a year:");
        page.Says("this license has not been used for 60 days.");

        // What a site had until a month ago was used; then it was taken off.
        var site = Install("East");
        Assert.Empty((await ReadAsync()).Unused);
        Revise(site);
        await PassAsync(59);
        Assert.Empty((await ReadAsync()).Unused);
        await PassAsync(2);
        Assert.Single((await ReadAsync()).Unused);

        await Revising.DoAsync(_shop, new SubscriptionChange.CancelNow(""));
        Assert.Empty((await ReadAsync()).Unused);
        Assert.Empty((await ReadAsync()).Renewals);
    }

    [Fact]
    public async Task Only_members_see_it()
    {
        await BuyAsync(_shop);
        var spending = _shop.Get<ClientSpending>();
        Assert.NotNull(await spending.ReadAsync(_shop.Member, _shop.Globex.Id, Cancel));
        Assert.Null(await spending.ReadAsync(_shop.Seller, _shop.Globex.Id, Cancel));
        Assert.Null(await spending.ReadAsync(_shop.Operator, _shop.Globex.Id, Cancel));
        SignIn(_shop.Seller);
        Draw<SpendingPage>().Says("What your organization spends on modules appears here.");
    }

    // Renewed every day as jobs do.
    private async Task PassAsync(int days)
    {
        for (var day = 0; day < days; day++)
        {
            _shop.Advance(TimeSpan.FromDays(1));
            await RenewAsync(_shop);
        }
    }

    private async Task<SpendingReport> ReadAsync() => (await _shop.Get<ClientSpending>().ReadAsync(_shop.Owner, _shop.Globex.Id, Cancel))!;

    private long Install(string name, SiteKind kind = SiteKind.Production) => _shop.Read(db =>
    {
        var site = A.Site(_shop.Globex.Id, name);
        site.Declare(kind);
        db.Add(site);
        db.SaveChanges();
        Add(db, site, new RevisionModule("Acme.Shop", "1.0.0", new string('0', 64)));
        return site.Id;
    });

    private void Revise(long siteId) => _shop.Read(db => Add(db, db.Sites.Single(s => s.Id == siteId)));

    private int Add(MarketplaceDb db, Site site, params RevisionModule[] modules)
    {
        var revision = new Revision(site.Id, site.CurrentRevision + 1, null, "2.0.0", null, _shop.Now);
        foreach (var module in modules)
        {
            revision.Modules.Add(module);
        }

        db.Add(revision);
        site.Activate(revision.Number);
        return db.SaveChanges();
    }
}
