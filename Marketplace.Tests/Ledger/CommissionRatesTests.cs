using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Pricing;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Ledger;

public sealed class CommissionRatesTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly CommissionRates _rates;
    private readonly Actor _operator;
    private readonly Organization _acme;

    public CommissionRatesTests()
    {
        _rates = new(_database, Options.Create(new LedgerOptions()), _database.Clock);
        (_operator, _acme) = (_database.Staff(StaffRole.Operator), _database.Publisher());
        _database.Available(_acme, "Acme.Mail");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateOnly Today => DateOnly.FromDateTime(_database.Now);

    [Fact]
    public async Task A_sale_is_answered_by_the_rate_that_counts_on_its_day()
    {
        var module = _database.Read(db => db.Modules.Single());
        await AddAsync(new(_acme.Name, "", null, Today, 1200));
        await AddAsync(new("", "acme.mail", OfferTier.Premium, Today.AddDays(5), 900));

        Assert.Equal(1200, await OfAsync(module, OfferTier.Premium, Today));
        Assert.Equal(900, await OfAsync(module, OfferTier.Premium, Today.AddDays(5)));
        Assert.Equal(1200, await OfAsync(module, OfferTier.Basic, Today.AddDays(5)));
        Assert.Equal(1500, await OfAsync(module, OfferTier.Basic, Today.AddDays(-1)));
    }

    [Fact]
    public async Task The_table_keeps_what_was_replaced_and_the_act_is_audited()
    {
        await AddAsync(new("", "", null, Today, 1400));
        await AddAsync(new("", "", null, Today, 1300));
        await AddAsync(new(_acme.Name.ToUpperInvariant(), "Acme.Mail", OfferTier.Basic, Today.AddDays(30), 1000));

        var rows = (await _rates.ListAsync(_operator, ListQuery.First, Cancel)).Rows;

        Assert.Equal(
            [(1000, RateState.Upcoming), (1300, RateState.InForce), (1400, RateState.Replaced)], rows.Select(row => (row.BasisPoints, row.State)));
        Assert.Equal((_acme.Name, "Acme.Mail", OfferTier.Basic, "Mo"), (rows[0].Publisher, rows[0].Module, rows[0].Tier, rows[0].By));
        Assert.Equal(["ledger", "ledger", "module/acme.mail"], _database.Read(db => db.AuditEntries.OrderBy(a => a.Id).Select(a => a.Subject).ToList()));
        Assert.Equal("10% from 2026-04-01, Basic", _database.Read(db => db.AuditEntries.OrderBy(a => a.Id).Last()).Details);
    }

    [Theory]
    [InlineData("Nobody", "", 0, 1000, nameof(RateTerms.Publisher), "No publisher is called “Nobody”.")]
    [InlineData("", "No.Such", 0, 1000, nameof(RateTerms.PackageId), "There is no module “No.Such”.")]
    [InlineData("", "", 0, 10_001, nameof(RateTerms.BasisPoints), "between 0 and 100%")]
    [InlineData("", "", 0, -1, nameof(RateTerms.BasisPoints), "between 0 and 100%")]
    [InlineData("", "", -1, 1000, nameof(RateTerms.From), "from today or a later day")]
    public async Task What_is_wrong_is_named_and_nothing_is_set(string publisher, string module, int days, int basisPoints, string field, string problem)
    {
        var refused = Assert.IsType<ListingOutcome.Invalid>(
            await _rates.AddAsync(_operator, new(publisher, module, null, Today.AddDays(days), basisPoints), Cancel));

        Assert.Equal(field, refused.Field);
        Assert.Contains(problem, refused.Problem, StringComparison.Ordinal);
        Assert.Equal(0, _database.Read(db => db.CommissionRates.Count()));
    }

    [Fact]
    public async Task A_module_of_another_publisher_is_refused_and_so_is_whoever_is_no_operator()
    {
        var refused = Assert.IsType<ListingOutcome.Invalid>(
            await _rates.AddAsync(_operator, new(_database.Publisher("Other").Name, "Acme.Mail", null, Today, 1), Cancel));
        Assert.Equal(nameof(RateTerms.PackageId), refused.Field);
        Assert.IsType<ListingOutcome.NotFound>(await _rates.AddAsync(_database.Staff(StaffRole.Moderator), new("", "", null, Today, 1), Cancel));

        await AddAsync(new("", "", null, Today, 1400));
        Assert.Empty((await _rates.ListAsync(_database.Staff(StaffRole.Moderator), ListQuery.First, Cancel)).Rows);
    }

    public void Dispose() => _database.Dispose();

    private async Task AddAsync(RateTerms terms) => Assert.IsType<ListingOutcome.Done>(await _rates.AddAsync(_operator, terms, Cancel));

    private async Task<int> OfAsync(Module module, OfferTier tier, DateOnly day)
    {
        await using var db = _database.CreateDbContext();
        return await _rates.OfAsync(db, new(_acme.Id, module.Id, tier, day), Cancel);
    }
}
