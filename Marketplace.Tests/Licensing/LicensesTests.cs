using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Modules;
using Marketplace.Notifications;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Licensing;

public sealed class LicensesTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _client;
    private readonly Actor _publisher, _member;
    private readonly long _offer;

    public LicensesTests()
    {
        var acme = _database.Publisher();
        (_publisher, _client) = (_database.Member(acme, MemberRole.Owner), _database.Client());
        _member = _database.Member(_client);
        var module = _database.Available(acme, "Acme.Mail").ModuleId;
        _offer = _database.Saved(new Offer(module, OfferTier.Premium, OfferModel.Yearly, 3, _publisher.UserId, A.Day)).Id;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private LicenseRequests Requests => new(_database, _database.Clock);

    private Licenses Licenses => new(_database, [], _database.Clock);

    private LicenseQueries Reading => new(_database, Options.Create(new PricingOptions()), _database.Clock);

    private LicenseRequestQueries Requested => new(_database, Options.Create(new PricingOptions()), _database.Clock);

    [Fact]
    public async Task What_a_client_asks_for_the_publisher_issues_on_the_offer_and_both_are_told()
    {
        Assert.IsType<LicenseOutcome.Done>(await AskAsync(_member));
        var asked = Assert.Single((await Requested.OfModuleAsync(_publisher, "acme.mail", Cancel))!.Requests);
        Assert.Equal((_client.Name, "Please.", OfferTier.Premium), (asked.Organization, asked.Note, asked.Offer.Tier));
        Assert.Contains(Told(_publisher), text => text.Contains(_client.Name, StringComparison.Ordinal));

        Assert.IsType<LicenseOutcome.Done>(await Licenses.GrantAsync(_publisher, asked.Id, _database.Now.AddDays(30), Cancel));

        var license = Assert.Single((await Reading.OwnAsync(_member, ListQuery.First, Cancel)).Rows);
        Assert.Equal((OfferTier.Premium, (int?)3, _database.Now.AddDays(30)), (license.Tier, license.Sites, license.ExpiresAt));
        Assert.Equal(_offer, _database.Read(db => db.Licenses.Single().OfferId));
        Assert.Contains(Told(_member), text => text.Contains("You have a license", StringComparison.Ordinal));
        Assert.Empty(await Requested.OwnAsync(_member, Cancel));
        Assert.IsType<LicenseOutcome.NotFound>(await Licenses.GrantAsync(_publisher, asked.Id, null, Cancel));
    }

    [Fact]
    public async Task An_organization_asks_for_a_module_once_until_it_is_answered()
    {
        Assert.IsType<LicenseOutcome.Done>(await AskAsync(_member));
        Assert.IsType<LicenseOutcome.AlreadyAsked>(await AskAsync(_member));

        var request = _database.Read(db => db.LicenseRequests.Single().Id);
        Assert.Contains(
            "Say why",
            Assert.IsType<LicenseOutcome.Invalid>(await Requests.DeclineAsync(_publisher, request, " ", Cancel)).Problem,
            StringComparison.Ordinal);
        Assert.IsType<LicenseOutcome.Done>(await Requests.DeclineAsync(_publisher, request, "Not in your country.", Cancel));
        Assert.Contains(Told(_member), text => text.Contains("Not in your country.", StringComparison.Ordinal));
        Assert.IsType<LicenseOutcome.Done>(await AskAsync(_member));
        Assert.IsType<LicenseOutcome.Done>(
            await Requests.WithdrawAsync(_member, _database.Read(db => db.LicenseRequests.Single(r => r.AnsweredAt == null).Id), Cancel));
        Assert.Equal(0, _database.Read(db => db.Licenses.Count()));
    }

    [Fact]
    public async Task Nobody_asks_answers_issues_or_sees_what_is_not_theirs()
    {
        var stranger = _database.Member(_database.Client("Other"));
        var rival = _database.Member(_database.Publisher("Rival"));
        Assert.IsType<LicenseOutcome.NotFound>(await AskAsync(stranger));
        await AskAsync(_member);
        var request = _database.Read(db => db.LicenseRequests.Single().Id);

        Assert.IsType<LicenseOutcome.NotFound>(await Licenses.GrantAsync(rival, request, null, Cancel));
        Assert.IsType<LicenseOutcome.NotFound>(await Licenses.GrantAsync(_member, request, null, Cancel));
        Assert.IsType<LicenseOutcome.NotFound>(await Requests.DeclineAsync(rival, request, "No.", Cancel));
        Assert.IsType<LicenseOutcome.NotFound>(await Requests.WithdrawAsync(stranger, request, Cancel));
        Assert.IsType<LicenseOutcome.NotFound>(await Licenses.IssueAsync(_member, "Acme.Mail", new(_client.Name, OfferTier.Basic, null, null), Cancel));
        Assert.Null(await Requested.OfModuleAsync(rival, "Acme.Mail", Cancel));
        Assert.Empty((await Reading.OfModuleAsync(rival, "Acme.Mail", ListQuery.First, Cancel)).Rows);
        Assert.Empty(await Requested.OwnAsync(stranger, Cancel));

        Assert.IsType<LicenseOutcome.Done>(await Licenses.IssueAsync(_publisher, "Acme.Mail", new(_client.Name, OfferTier.Basic, null, null), Cancel));
        var license = _database.Read(db => db.Licenses.Single().Id);
        Assert.Empty((await Reading.OwnAsync(stranger, ListQuery.First, Cancel)).Rows);
        Assert.IsType<LicenseOutcome.NotFound>(await Licenses.RevokeAsync(rival, license, "Mine.", Cancel));
        Assert.IsType<LicenseOutcome.NotFound>(await Licenses.RevokeAsync(_member, license, "Mine.", Cancel));
        Assert.IsType<LicenseOutcome.Done>(await Licenses.RevokeAsync(_publisher, license, "Ended.", Cancel));
        Assert.IsType<LicenseOutcome.NotFound>(await Licenses.RevokeAsync(_publisher, license, "Again.", Cancel));
        Assert.Contains(Told(_member), text => text.Contains("Ended.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bad_terms_are_refused_by_name_and_change_nothing()
    {
        foreach (var (terms, problem) in (IEnumerable<(LicenseTerms, string)>)
        [
            (new("Nobody", OfferTier.Basic, null, null), "no client “Nobody”"),
            (new(_client.Name, OfferTier.Basic, 0, null), "1 to 10,000 sites"),
            (new(_client.Name, OfferTier.Basic, null, _database.Now), "in the future"),
        ])
        {
            Assert.Contains(
                problem,
                Assert.IsType<LicenseOutcome.Invalid>(await Licenses.IssueAsync(_publisher, "Acme.Mail", terms, Cancel)).Problem,
                StringComparison.Ordinal);
        }

        Assert.Equal(0, _database.Read(db => db.Licenses.Count()));
    }

    [Theory]
    [InlineData("", 0, LicenseVerdict.NotFound)]
    [InlineData("revoked", 0, LicenseVerdict.Revoked)]
    [InlineData("revoked suspended", 0, LicenseVerdict.Suspended)]
    [InlineData("revoked suspended expired", 0, LicenseVerdict.Expired)]
    [InlineData("expired future", 0, LicenseVerdict.NotYetValid)]
    [InlineData("grace", 0, LicenseVerdict.Valid)]
    [InlineData("two", 1, LicenseVerdict.Valid)]
    [InlineData("two", 2, LicenseVerdict.TooManySites)]
    [InlineData("two two", 3, LicenseVerdict.Valid)]
    [InlineData("two revoked suspended expired future", 2, LicenseVerdict.TooManySites)]
    [InlineData("two all", 1000, LicenseVerdict.Valid)]
    public void All_licenses_of_a_module_give_one_verdict_on_one_more_site(string terms, int others, LicenseVerdict verdict) =>
        Assert.Equal(verdict, LicenseTerm.Judge(Terms(terms), others, _database.Now));

    [Theory]
    [InlineData("", LicenseVerdict.NotFound)]
    [InlineData("grace", LicenseVerdict.Expired)]
    [InlineData("grace just", LicenseVerdict.Valid)]
    [InlineData("suspended", LicenseVerdict.Suspended)]
    [InlineData("window", LicenseVerdict.OutsideReleaseWindow)]
    [InlineData("window two", LicenseVerdict.Valid)]
    public void All_licenses_of_a_module_give_one_verdict_on_a_release(string terms, LicenseVerdict verdict) =>
        Assert.Equal(verdict, LicenseTerm.JudgeUpdate(Terms(terms), _database.Now, _database.Now));

    [Theory]
    [InlineData("grace", -8, LicenseVerdict.Valid)]
    [InlineData("grace", -1, LicenseVerdict.OutsideReleaseWindow)]
    [InlineData("just", 0, LicenseVerdict.Valid)]
    [InlineData("expired", -100, LicenseVerdict.Expired)]
    public void What_may_still_be_installed_comes_in_a_release_of_before_its_updates_ended(string terms, int days, LicenseVerdict verdict) =>
        Assert.Equal(verdict, LicenseTerm.JudgeInstall(Terms(terms), 0, _database.Now.AddDays(days), _database.Now));

    // Steps begin on day 7, 14, 30 and 60.
    [Fact]
    public async Task A_trial_is_extended_to_a_later_day_and_never_to_no_end()
    {
        var module = _database.Read(db => db.Offers.Single().ModuleId);
        License Until(LicenseOrigin origin) => _database.Saved(
            new License(module, _client.Id, _offer, OfferTier.Premium, 1, _database.Now.AddDays(7), _publisher.UserId, A.Day) { Origin = origin });
        var (trial, bought) = (Until(LicenseOrigin.Trial).Id, Until(LicenseOrigin.Purchase).Id);

        Assert.Equal(
            "A trial needs an end. Issue a license to let it go on for good.",
            Assert.IsType<LicenseOutcome.Invalid>(await Licenses.ExtendAsync(_publisher, trial, null, "They asked.", Cancel)).Problem);
        Assert.IsType<LicenseOutcome.Invalid>(await Licenses.ExtendAsync(_publisher, trial, _database.Now.AddDays(6), "They asked.", Cancel));
        Assert.Equal(_database.Now.AddDays(7), EndOf(trial));

        Assert.IsType<LicenseOutcome.Done>(await Licenses.ExtendAsync(_publisher, trial, _database.Now.AddDays(14), "They asked.", Cancel));
        Assert.IsType<LicenseOutcome.Done>(await Licenses.ExtendAsync(_publisher, bought, null, "It was paid.", Cancel));
        Assert.Equal((_database.Now.AddDays(14), null), (EndOf(trial), EndOf(bought)));

        DateTime? EndOf(long id) => _database.Read(db => db.Licenses.Single(l => l.Id == id).ExpiresAt);
    }

    private IReadOnlyList<LicenseTerm> Terms(string terms)
    {
        var now = _database.Now;
        var life = new LicenseLife(false, now.AddDays(-100), null, null, null, EndSteps.Default);
        return
        [
            .. terms.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(term => term switch
            {
                "revoked" => new LicenseTerm(null, null, life with { RevokedAt = now }),
                "suspended" => new LicenseTerm(null, null, life with { SuspendedAt = now }),
                "expired" => new LicenseTerm(null, null, life with { EndsAt = now.AddDays(-14) }),
                "grace" => new LicenseTerm(null, null, life with { EndsAt = now.AddDays(-14).AddTicks(1) }),
                "just" => new LicenseTerm(null, null, life with { EndsAt = now.AddDays(-7).AddTicks(1) }),
                "future" => new LicenseTerm(null, null, life with { StartsAt = now.AddTicks(1) }),
                "window" => new LicenseTerm(null, now.AddTicks(-1), life),
                "two" => new LicenseTerm(2, null, life),
                _ => new LicenseTerm(null, null, life),
            }),
        ];
    }

    private Task<LicenseOutcome> AskAsync(Actor actor) => Requests.AskAsync(actor, _client.Id, _offer, "Please.", Cancel);

    private List<string> Told(Actor actor) => _database.Read(db => db.Set<Notification>().Where(n => n.UserId == actor.UserId).Select(n => n.Text).ToList());

    public void Dispose() => _database.Dispose();
}
