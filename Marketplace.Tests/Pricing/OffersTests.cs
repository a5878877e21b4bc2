using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Pricing;

public sealed class OffersTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Actor _publisher;

    public OffersTests()
    {
        var acme = _database.Publisher();
        _publisher = _database.Member(acme, MemberRole.Owner);
        _database.Available(acme, "Acme.Mail");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Offers Offers => new(_database, Options.Create(new PricingOptions()), _database.Clock);

    private OfferQueries Reading => new(_database, Options.Create(new PricingOptions()));

    private ListPrice Price => _database.Read(db => db.Modules.Single().Price);

    [Fact]
    public async Task A_module_without_offers_is_free_and_an_offer_puts_its_price_into_lists()
    {
        Assert.Equal(ListPrice.Free(), Price);

        await DoneAsync(Terms(OfferTier.Premium, OfferModel.Yearly, "240"));
        await DoneAsync(Terms(OfferTier.Basic, OfferModel.Monthly, "29.50"));

        Assert.Equal(new ListPrice(" subscription ", " premium basic ", 24000, "EUR", "year", 24000), Price);
        Assert.Equal(["Basic €29.50", "Premium €240.00"], (await Reading.ReadAsync(null, "acme.mail", Cancel)).Select(offer => $"{offer.Tier} {offer.Price}"));
    }

    [Fact]
    public async Task A_free_tier_makes_the_module_free_and_a_custom_one_alone_tells_its_price_on_request()
    {
        await DoneAsync(new(OfferTier.Custom, OfferModel.OneTime, null, []));
        Assert.Equal(new ListPrice("  ", " custom ", null, "", "", long.MaxValue), Price);

        await DoneAsync(Terms(OfferTier.Premium, OfferModel.OneTime, "9"));
        Assert.Equal((900L, "", 900L), (Price.Minor, Price.Per, Price.FirstYear));

        await DoneAsync(new(OfferTier.Free, OfferModel.OneTime, 1, []));
        Assert.True(Price.IsFree);
        Assert.Equal((" one-time free ", 0L), (Price.Kinds, Price.FirstYear));
    }

    [Fact]
    public async Task What_is_withdrawn_is_offered_no_more_and_stays_to_be_looked_up()
    {
        await DoneAsync(Terms(OfferTier.Basic, OfferModel.Monthly, "9"));
        var offer = _database.Read(db => db.Offers.Single().Id);

        Assert.IsType<ListingOutcome.Done>(await Offers.WithdrawAsync(_publisher, "Acme.Mail", offer, Cancel));

        Assert.Equal(ListPrice.Free(), Price);
        Assert.Empty(await Reading.ReadAsync(null, "Acme.Mail", Cancel));
        Assert.Equal(_publisher.UserId, _database.Read(db => db.Offers.Single().WithdrawnById));
        Assert.Contains(
            "withdrawn already",
            Assert.IsType<ListingOutcome.Invalid>(await Offers.WithdrawAsync(_publisher, "Acme.Mail", offer, Cancel)).Problem,
            StringComparison.Ordinal);
        await DoneAsync(Terms(OfferTier.Basic, OfferModel.Monthly, "12"));
        Assert.Equal(2, _database.Read(db => db.Offers.Count()));
    }

    [Theory]
    [InlineData(OfferTier.Basic, "EUR", 0, null, "“0.00” is not a price in EUR")]
    [InlineData(OfferTier.Basic, "EUR", 100_000_000_01, null, "is not a price in EUR")]
    [InlineData(OfferTier.Basic, "XYZ", 100, null, "is no active currency of ISO 4217")]
    [InlineData(OfferTier.Basic, "eur", 100, null, "is no active currency of ISO 4217")]
    [InlineData(OfferTier.Basic, "USD", 100, null, "the price in EUR")]
    [InlineData(OfferTier.Free, "EUR", 100, null, "has no price")]
    [InlineData(OfferTier.Custom, "EUR", 100, null, "told on request")]
    [InlineData(OfferTier.Basic, "EUR", 100, 0, "1 to 10,000 sites")]
    public async Task Bad_terms_are_refused_by_name_and_change_nothing(OfferTier tier, string currency, long minor, int? sites, string problem)
    {
        var refused = Assert.IsType<ListingOutcome.Invalid>(
            await Offers.OfferAsync(_publisher, "Acme.Mail", new(tier, OfferModel.OneTime, sites, [new(minor, currency)]), Cancel));

        Assert.Contains(problem, refused.Problem, StringComparison.Ordinal);
        Assert.Equal(0, _database.Read(db => db.Offers.Count()));
    }

    [Fact]
    public async Task The_same_tier_paid_in_the_same_way_takes_the_earlier_ones_place_so_that_a_change_of_price_is_never_free()
    {
        await DoneAsync(Terms(OfferTier.Basic, OfferModel.Monthly, "9"));

        await DoneAsync(Terms(OfferTier.Basic, OfferModel.Monthly, "8"));

        Assert.Equal((800L, " basic "), (Price.Minor, Price.Tiers));
        Assert.Equal([800L], (await Reading.ReadAsync(null, "Acme.Mail", Cancel)).Select(offer => offer.Price!.Value.Minor));
        Assert.Equal(
            [(900L, false), (800L, true)],
            _database.Read(db => db.Offers.OrderBy(o => o.Id)
                .Select(o => ValueTuple.Create(o.Prices.Single().Minor, o.WithdrawnAt == null))
                .ToList()));
        Assert.Throws<DbUpdateException>(() => _database.Save(
            new Offer(_database.Read(db => db.Modules.Single().Id), OfferTier.Basic, OfferModel.Monthly, null, _publisher.UserId, A.Day)));
    }

    [Fact]
    public async Task Only_its_publisher_and_staff_price_a_module()
    {
        Assert.IsType<ListingOutcome.NotFound>(await Offers.OfferAsync(
            _database.Member(_database.Publisher("Other")), "Acme.Mail", Terms(OfferTier.Basic, OfferModel.Monthly, "9"), Cancel));
        Assert.Null(await Reading.ManagedAsync(_database.Stranger(), "Acme.Mail", Cancel));
        Assert.IsType<ListingOutcome.Done>(await Offers.OfferAsync(
            _database.Staff(StaffRole.Operator), "Acme.Mail", Terms(OfferTier.Basic, OfferModel.Monthly, "9"), Cancel));
        Assert.NotNull(await Reading.ManagedAsync(_publisher, "Acme.Mail", Cancel));
    }

    [Fact]
    public async Task Offers_made_at_once_all_count_in_the_list_price()
    {
        OfferTier[] tiers = [OfferTier.Basic, OfferTier.Premium, OfferTier.Enterprise];

        await Task.WhenAll(tiers.Select(tier => Task.Run(() => DoneAsync(Terms(tier, OfferModel.OneTime, $"{(int)tier}")))));

        Assert.Equal(100, Price.Minor);
        Assert.Equal(tiers.Select(tier => $"{tier}".ToLowerInvariant()).Order(), Price.Tiers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    [Theory]
    [InlineData(null, 7, 1200)]
    [InlineData(1, 3, 3600)]
    [InlineData(5, 5, 1200)]
    [InlineData(5, 6, 2400)]
    public void More_sites_than_a_license_counts_on_need_more_licenses(int? each, int sites, long minor) =>
        Assert.Equal(new Money(minor, "EUR"), new OfferRow(1, OfferTier.Basic, OfferModel.Monthly, each, new(1200, "EUR"), []).PriceFor(sites));

    [Theory]
    [InlineData(3, 2900)]
    [InlineData(4, 3700)]
    [InlineData(13, 2900 + (9 * 800) + 600)]
    public void Further_sites_cost_what_their_steps_say(int sites, long minor)
    {
        var scale = new Scale(ScaleKind.Graduated, [new(1, [new(800, "EUR")]), new(10, [new(600, "EUR")])]);
        var offer = new OfferRow(1, OfferTier.Premium, OfferModel.Monthly, 3, new(2900, "EUR"), []) { Details = new() { ExtraSites = scale } };

        Assert.Equal((minor, minor * 12), (offer.PriceFor(sites)!.Value.Minor, offer.FirstYear(sites)!.Value.Minor));
    }

    [Fact]
    public async Task Usage_alone_says_in_lists_what_a_unit_costs_and_stands_behind_all_that_has_a_price()
    {
        var steps = new Scale(ScaleKind.Graduated, [new(1, [new(12, "EUR")]), new(1001, [new(9, "EUR")])]);
        await DoneAsync(new(OfferTier.Basic, OfferModel.UsageBased, 1, []) { Details = new() { Meters = [new("documents", "documents", 100, 1, steps)] } });

        Assert.Equal(new ListPrice(" subscription ", " basic ", 9, "EUR", "document", long.MaxValue), Price);
        Assert.True(Price.IsByUsage);

        await DoneAsync(Terms(OfferTier.Premium, OfferModel.Yearly, "240"));
        Assert.Equal((24000L, "year", false), (Price.Minor, Price.Per, Price.IsByUsage));
    }

    [Theory]
    [InlineData("documents", 1, "document")]
    [InlineData("queries", 1, "query")]
    [InlineData("boxes", 1, "box")]
    [InlineData("addresses", 1, "address")]
    [InlineData("batches", 1, "batch")]
    [InlineData("GB", 1, "GB")]
    [InlineData("mails", 1000, "1000 mails")]
    public void A_unit_is_named_as_its_price_is_said(string unit, long per, string text) =>
        Assert.Equal(text, new Meter("m", unit, 0, per, new(ScaleKind.Graduated, [])).PerText);

    [Fact]
    public async Task There_is_one_price_in_each_currency()
    {
        var twice = new OfferTerms(OfferTier.Basic, OfferModel.OneTime, null, [new(100, "EUR"), new(200, "EUR")]);

        Assert.Equal(
            "There are two amounts in EUR for the price.",
            Assert.IsType<ListingOutcome.Invalid>(await Offers.OfferAsync(_publisher, "Acme.Mail", twice, Cancel)).Problem);
    }

    private static OfferTerms Terms(OfferTier tier, OfferModel model, string euros) => new(tier, model, null, [Currency.Of("EUR").Parse(euros)!.Value]);

    private async Task DoneAsync(OfferTerms terms) => Assert.IsType<ListingOutcome.Done>(await Offers.OfferAsync(_publisher, "Acme.Mail", terms, Cancel));

    public void Dispose() => _database.Dispose();
}
