using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Notifications;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing.Succession;
using Marketplace.Pricing.Tax;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Pricing;

public sealed class SuccessionTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _globex, _initech;
    private readonly Actor _publisher, _buyer;
    private readonly long _module, _old, _new;

    public SuccessionTests()
    {
        var acme = _database.Publisher();
        (_publisher, _globex, _initech) = (_database.Member(acme, MemberRole.Owner), _database.Client("Globex"), _database.Client("Initech"));
        _buyer = _database.Member(_globex, MemberRole.Owner);
        _module = _database.Available(acme, "Acme.Mail").ModuleId;
        _old = Offered(OfferTier.Basic, OfferModel.Monthly, 1200);
        _new = Offered(OfferTier.Premium, OfferModel.Monthly, 1500);
        Licensed(_globex, 3, _database.Now.AddYears(1));
        Licensed(_initech, 1, _database.Now.AddDays(40));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IOptions<PricingOptions> Options { get; } = Microsoft.Extensions.Options.Options.Create(new PricingOptions());

    private IOfferHolders[] Holders => [new LicenseHolders(_database.Clock)];

    private SuccessionDraft Draft => new(
        Holders, new(_database, Microsoft.Extensions.Options.Options.Create(new RatesOptions()), _database.Clock), Options, _database.Clock);

    private Successions Successions => new(_database, Draft, [], Options, _database.Clock);

    private SuccessionQueries Reading => new(_database, Draft, Options, _database.Clock);

    private SuccessionRun Run => new(_database, Draft, _database.Clock);

    [Fact]
    public async Task Who_is_affected_and_by_how_much_is_shown_before_each_in_its_currency()
    {
        // A license without an end is nobody's to change, nor is one that was revoked or has ended.
        Licensed(_database.Client("Forever"), 1, null);
        Licensed(_database.Client("Ended"), 1, _database.Now);
        var profile = new BillingProfile(_initech.Id);
        profile.Change(
            new(new("Initech", "1 Way", "", "1", "Town", "", "US"), BuyerKind.Business, "", "", null, "USD"), null, new(VatVerdict.None, null, null, null),
            _buyer.UserId, _database.Now);
        _database.Save(profile);
        _database.Save(new ExchangeRate(DateOnly.FromDateTime(_database.Now), "USD", 1.1m));

        var (affected, problem) = (await Reading.AffectedAsync(_publisher, "acme.mail", _old, _new, Cancel))!.Value;

        Assert.Null(problem);
        Assert.Equal(
            [(_globex.Name, 3, new Money(3600, "EUR"), new Money(4500, "EUR")), (_initech.Name, 1, new(1320, "USD"), new(1650, "USD"))],
            affected.Select(one => (one.Organization, one.Sites, one.Before, one.After)));
        Assert.Equal((_old, 2), (await Reading.HeldAsync(_publisher, "acme.mail", Cancel)).Select(held => (held.Offer.Id, held.Holders)).Single());
        Assert.Null(await Reading.AffectedAsync(_buyer, "acme.mail", _old, _new, Cancel));
    }

    [Fact]
    public async Task It_is_announced_one_leaves_and_on_the_day_whoever_has_not_is_moved_once()
    {
        var day = Successions.Earliest;
        Assert.IsType<ListingOutcome.Done>(await Successions.AnnounceAsync(_publisher, "Acme.Mail", _old, _new, day, Cancel));

        var told = Assert.Single(Told(_buyer));
        Assert.Contains($"from {day:yyyy-MM-dd} on: {_globex.Name} pays €45.00 instead of €36.00 a month", told, StringComparison.Ordinal);
        var own = Assert.Single(await Reading.OwnAsync(_buyer, Cancel));
        Assert.Equal((new Money(3600, "EUR"), new Money(4500, "EUR"), true), (own.Before, own.After, own.MayDecline));
        Assert.False(Assert.Single(await Reading.OwnAsync(_database.Member(_globex), Cancel)).MayDecline);
        Assert.Equal(0, await Run.RunAsync(Cancel));

        Assert.IsType<ListingOutcome.NotFound>(await Successions.DeclineAsync(_buyer, own.Id, _initech.Id, Cancel));
        Assert.IsType<ListingOutcome.Done>(await Successions.DeclineAsync(_buyer, own.Id, _globex.Id, Cancel));
        Assert.IsType<ListingOutcome.Invalid>(await Successions.DeclineAsync(_buyer, own.Id, _globex.Id, Cancel));
        Assert.Contains(Told(_publisher), text => text.StartsWith($"{_globex.Name} leaves", StringComparison.Ordinal));

        _database.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal((1, 0), (await Run.RunAsync(Cancel), await Run.RunAsync(Cancel)));
        Assert.Equal(
            [(_globex.Name, false), (_initech.Name, true)],
            _database.Read(db => db.Set<SuccessionMove>().OrderBy(m => m.Organization.Name)
                .Select(m => ValueTuple.Create(m.Organization.Name, m.MovedAt != null)).ToList()));
        var announced = Assert.Single(await Reading.HeldAsync(_publisher, "acme.mail", Cancel)).Announced!;
        Assert.Equal((1, 1, true), (announced.Declined, announced.Moved, announced.CarriedOutAt is not null));
        Assert.Empty(await Reading.OwnAsync(_buyer, Cancel));
        Assert.All(_database.Read(db => db.Licenses.ToList()), license => Assert.Equal(_old, license.OfferId));
    }

    [Fact]
    public async Task Whose_license_has_ended_by_the_day_is_not_moved()
    {
        var brief = _database.Client("Umbrella");
        Licensed(brief, 1, _database.Now.AddDays(1));
        Assert.IsType<ListingOutcome.Done>(await Successions.AnnounceAsync(_publisher, "Acme.Mail", _old, _new, Successions.Earliest, Cancel));

        _database.Clock.Advance(TimeSpan.FromDays(31));
        await Run.RunAsync(Cancel);

        Assert.Equal(
            [_globex.Id, _initech.Id],
            _database.Read(db => db.Set<SuccessionMove>().Where(m => m.MovedAt != null).Select(m => m.OrganizationId).Order().ToList()));
    }

    [Fact]
    public async Task What_stands_in_the_way_is_named_and_announces_nothing()
    {
        var day = Successions.Earliest;
        await ProblemAsync(_old, _new, day.AddDays(-1), "at least 30 days before");
        await ProblemAsync(_old, _old, day, "no successor of its own");
        await ProblemAsync(_old, Offered(OfferTier.Premium, OfferModel.Yearly, 9900), day, "paid in the same way");
        await ProblemAsync(Offered(OfferTier.Custom, OfferModel.Monthly, 0), _new, day, "custom quote has no successor");
        await ProblemAsync(_new, _old, day, "No client holds this offer");
        Assert.IsType<ListingOutcome.NotFound>(await Successions.AnnounceAsync(_buyer, "Acme.Mail", _old, _new, day, Cancel));
        Assert.Equal(0, _database.Read(db => db.Successions.Count()));

        Assert.IsType<ListingOutcome.Done>(await Successions.AnnounceAsync(_publisher, "Acme.Mail", _old, _new, day, Cancel));
        await ProblemAsync(_old, _new, day, "announced already");
    }

    public void Dispose() => _database.Dispose();

    private async Task ProblemAsync(long offer, long successor, DateOnly from, string problem) => Assert.Contains(
        problem,
        Assert.IsType<ListingOutcome.Invalid>(await Successions.AnnounceAsync(_publisher, "Acme.Mail", offer, successor, from, Cancel)).Problem,
        StringComparison.Ordinal);

    private long Offered(OfferTier tier, OfferModel model, long minor) => _database.Saved(
        new Offer(_module, tier, model, 1, _publisher.UserId, A.Day) { Prices = { new OfferPrice("EUR", minor) } }).Id;

    private void Licensed(Organization client, int sites, DateTime? until) =>
        _database.Save(new License(_module, client.Id, _old, OfferTier.Basic, sites, until, _publisher.UserId, A.Day));

    private List<string> Told(Actor actor) =>
        _database.Read(db => db.Set<Notification>().Where(n => n.UserId == actor.UserId).OrderBy(n => n.Id).Select(n => n.Text).ToList());
}
