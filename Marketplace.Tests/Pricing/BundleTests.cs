using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Pricing;

public sealed class BundleTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _client, _rival;
    private readonly Actor _publisher, _member;

    public BundleTests()
    {
        var acme = _database.Publisher();
        _rival = _database.Publisher("Rival");
        (_publisher, _client) = (_database.Member(acme, MemberRole.Owner), _database.Client());
        _member = _database.Member(_client);
        _database.Available(acme, "Acme.Mail");
        _database.Available(acme, "Acme.Shop");
        _database.Available(acme, "Acme.Forms");
        _database.Available(_rival, "Rival.Chat");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IOptions<PricingOptions> Options { get; } = Microsoft.Extensions.Options.Options.Create(new PricingOptions());

    private Offers Offers => new(_database, Options, _database.Clock);

    private OfferQueries Reading => new(_database, Options);

    private Licenses Licenses => new(_database, [], _database.Clock);

    [Theory]
    [InlineData("Nobody.Knows", "no module “Nobody.Knows”")]
    [InlineData("Rival.Chat", "no module “Rival.Chat”")]
    [InlineData("acme.mail", "The offer is of Acme.Mail anyway")]
    public async Task A_bundle_has_other_modules_of_the_same_publisher(string module, string problem)
    {
        var refused = Assert.IsType<ListingOutcome.Invalid>(await OfferAsync("Acme.Shop", module));

        Assert.Contains(problem, refused.Problem, StringComparison.Ordinal);
        Assert.Equal(0, _database.Read(db => db.Offers.Count()));
    }

    [Fact]
    public async Task A_bundle_names_its_modules_as_they_are_written_and_they_name_it()
    {
        Assert.IsType<ListingOutcome.Done>(await OfferAsync("acme.shop", "ACME.FORMS"));

        var offer = Assert.Single(await Reading.ReadAsync(null, "Acme.Mail", Cancel));
        Assert.Equal(["Acme.Shop", "Acme.Forms"], offer.Details.Bundle);
        Assert.Equal(["Acme.Shop", "Acme.Forms"], offer.Bundled.Select(module => module.PackageId));
        var part = Assert.Single(await Reading.BundlesWithAsync(null, "acme.forms", Cancel));
        Assert.Equal(("Acme.Mail", offer.Id), (part.PackageId, part.Offer.Id));
        Assert.Empty(await Reading.BundlesWithAsync(null, "Acme.Mail", Cancel));
        Assert.Equal(["Acme.Forms", "Acme.Shop"], (await Reading.BundleChoicesAsync(_publisher, "Acme.Mail", Cancel)).Select(one => one.PackageId).Order());
        Assert.Empty(await Reading.BundleChoicesAsync(_member, "Acme.Mail", Cancel));
    }

    [Fact]
    public async Task A_license_of_a_bundle_is_one_of_each_of_its_modules()
    {
        var request = await AskedAsync();

        Assert.IsType<LicenseOutcome.Done>(await Licenses.GrantAsync(_publisher, request, _database.Now.AddDays(30), Cancel));

        var offer = _database.Read(db => db.Offers.Single().Id);
        Assert.Equal(
            ["Acme.Mail", "Acme.Shop", "Acme.Forms"],
            _database.Read(db => db.Licenses.OrderBy(l => l.Id).Select(l => l.Module.PackageId).ToList()));
        Assert.All(_database.Read(db => db.Licenses.ToList()), license => Assert.Equal(
            (offer, OfferTier.Premium, (int?)3, (DateTime?)_database.Now.AddDays(30)), (license.OfferId, license.Tier, license.Sites, license.ExpiresAt)));
    }

    [Fact]
    public async Task A_module_that_went_to_another_publisher_is_not_given_and_then_nothing_is()
    {
        var request = await AskedAsync();
        await using (var db = _database.CreateDbContext())
        {
            await db.Modules.Where(m => m.PackageId == "Acme.Forms").ExecuteUpdateAsync(set => set.SetProperty(m => m.PublisherId, _rival.Id), Cancel);
        }

        var refused = Assert.IsType<LicenseOutcome.Invalid>(await Licenses.GrantAsync(_publisher, request, null, Cancel));

        Assert.Contains("acme.forms, which the publisher no longer owns", refused.Problem, StringComparison.Ordinal);
        Assert.Equal(0, _database.Read(db => db.Licenses.Count()));
    }

    public void Dispose() => _database.Dispose();

    private Task<ListingOutcome> OfferAsync(params string[] bundle) => Offers.OfferAsync(
        _publisher, "Acme.Mail", new(OfferTier.Premium, OfferModel.Yearly, 3, [new(9900, "EUR")]) { Details = new() { Bundle = bundle } }, Cancel);

    private async Task<long> AskedAsync()
    {
        await OfferAsync("Acme.Shop", "Acme.Forms");
        var offer = _database.Read(db => db.Offers.Single().Id);
        Assert.IsType<LicenseOutcome.Done>(await new LicenseRequests(_database, _database.Clock).AskAsync(_member, _client.Id, offer, "", Cancel));
        return _database.Read(db => db.LicenseRequests.Single().Id);
    }
}
