using Marketplace.Accounts;
using Marketplace.Live;
using Marketplace.Publishers;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Search.Index;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Publishers;

public sealed class PublisherDomainTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly TextsInMemory _records = new();
    private readonly WebInMemory _web = new();
    private readonly Organization _acme;
    private readonly Actor _owner;

    public PublisherDomainTests()
    {
        _acme = _database.Publisher();
        _owner = _database.Member(_acme, MemberRole.Owner);
        _database.Available(_acme, "Acme.Mail");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private PublisherDomains Domains => new(_database, new DomainProof(_records, new PublicWeb(new HttpClient(_web))), _database.Clock);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_domain_that_says_the_token_gives_the_mark(bool byRecord)
    {
        var token = await ClaimAsync(_acme, _owner);
        Assert.Equal(DomainOutcome.NotThere, await Domains.CheckAsync(_owner, _acme.Id, Cancel));
        Assert.False((await PublisherAsync()).IsVerified);

        Say(token, byRecord);
        Assert.Equal(DomainOutcome.Proved, await Domains.CheckAsync(_owner, _acme.Id, Cancel));

        var publisher = await PublisherAsync();
        Assert.Equal((true, "acme.example"), (publisher.IsVerified, publisher.Domain));
        Assert.True(Assert.Single(publisher.Modules.Rows).IsVerified);
        Assert.Equal(["domain.claim", "domain.prove"], _database.Read(db => db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action).ToList()));
        Assert.Equal(byRecord ? 1 : 2, _web.Asked.Count);
        Assert.All(_web.Asked, address => Assert.Equal("https://acme.example/.well-known/marketplace-verification", address));
    }

    [Fact]
    public async Task A_domain_that_says_it_no_more_keeps_the_mark_for_a_week_and_staff_see_it()
    {
        Say(await ClaimAsync(_acme, _owner), byRecord: true);
        await Domains.CheckAsync(_owner, _acme.Id, Cancel);
        _records.Texts.Clear();

        await AfterADayAsync();
        Assert.True((await PublisherAsync()).IsVerified);
        Assert.Null((await PublisherAsync(_database.Stranger())).DomainMissingSince);
        Assert.Equal(_database.Now, (await PublisherAsync(_database.Staff(StaffRole.Moderator))).DomainMissingSince);

        for (var day = 0; day < 7; day++)
        {
            await AfterADayAsync();
        }

        var publisher = await PublisherAsync();
        Assert.Equal((false, null), (publisher.IsVerified, publisher.Domain));
        Assert.Contains("domain.lose", _database.Read(db => db.AuditEntries.Select(e => e.Action).ToList()));
    }

    [Fact]
    public async Task The_facet_and_the_cards_agree_as_soon_as_a_badge_comes_or_goes()
    {
        using var index = new CatalogIndex(_database, _database.Clock);
        await index.RebuildAsync(Cancel);
        var search = new CatalogSearch(_database, index, _database.Clock);
        async Task AgreeAsync(bool isVerified)
        {
            await index.RefreshAsync(Cancel);
            var found = await search.FindAsync(new CatalogQuery(), null, Cancel);
            Assert.Equal((isVerified, isVerified ? 1 : 0), (Assert.Single(found.Page.Rows).IsVerified, found.Facets.Verified));
            Assert.Equal(isVerified ? 1 : 0, (await search.FindAsync(new CatalogQuery { Verified = true }, null, Cancel)).Page.Total);
            Assert.Equal(isVerified ? 1 : 0, _database.Read(db => db.Set<Change>().Count(c => c.Topic == LiveTopic.Catalog.Name) % 2));
            _database.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var token = await ClaimAsync(_acme, _owner);
        await AgreeAsync(false);
        Say(token, byRecord: true);
        await Domains.CheckAsync(_owner, _acme.Id, Cancel);
        await AgreeAsync(true);
        await Domains.ClaimAsync(_owner, _acme.Id, "other.example", Cancel);
        await AgreeAsync(false);
    }

    [Fact]
    public async Task A_mark_given_by_staff_outlives_the_domain()
    {
        using (var db = _database.CreateDbContext())
        {
            db.Organizations.Single(o => o.Id == _acme.Id).Verify(A.Day);
            db.SaveChanges();
        }

        Say(await ClaimAsync(_acme, _owner), byRecord: true);
        await Domains.CheckAsync(_owner, _acme.Id, Cancel);
        await Domains.ClaimAsync(_owner, _acme.Id, "other.example", Cancel);

        var publisher = await PublisherAsync();
        Assert.Equal((true, null), (publisher.IsVerified, publisher.Domain));
    }

    [Fact]
    public async Task One_domain_vouches_for_one_publisher()
    {
        Say(await ClaimAsync(_acme, _owner), byRecord: true);
        await Domains.CheckAsync(_owner, _acme.Id, Cancel);
        var other = _database.Publisher("Other");
        var otherOwner = _database.Member(other, MemberRole.Owner);

        Say(await ClaimAsync(other, otherOwner), byRecord: true);

        Assert.Equal(DomainOutcome.Taken, await Domains.CheckAsync(otherOwner, other.Id, Cancel));
    }

    [Fact]
    public async Task Only_owners_of_a_publisher_may()
    {
        var client = _database.Client();
        foreach (var (actor, organization) in ((Actor, Organization)[])
        [
            (_database.Member(_acme), _acme), (_database.Stranger(), _acme),
            (_database.Member(client, MemberRole.Owner), client), (_owner with { ApiKeyId = 1 }, _acme),
        ])
        {
            Assert.Equal(DomainOutcome.NotAllowed, await Domains.ClaimAsync(actor, organization.Id, "acme.example", Cancel));
            Assert.Equal(DomainOutcome.NotAllowed, await Domains.CheckAsync(actor, organization.Id, Cancel));
            Assert.Null(await Domains.ReadAsync(actor, organization.Id, Cancel));
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("0x7f.1")]
    [InlineData("[::1]")]
    [InlineData("acme.example/path")]
    [InlineData("acme.example:8080")]
    [InlineData("user@acme.example")]
    [InlineData("-acme.example")]
    [InlineData("")]
    public async Task What_is_no_public_name_is_refused(string text) =>
        Assert.Equal(DomainOutcome.Invalid, await Domains.ClaimAsync(_owner, _acme.Id, text, Cancel));

    [Fact]
    public void Names_of_other_scripts_are_kept_as_they_are_asked_for() => Assert.Equal("xn--mller-kva.example", DomainClaim.Normalize(" Müller.Example. "));

    private async Task AfterADayAsync()
    {
        _database.Clock.Advance(TimeSpan.FromDays(1));
        await Domains.RecheckAsync(Cancel);
    }

    private async Task<PublisherDetail> PublisherAsync(Actor? actor = null) => (await new PublisherQueries(_database).ReadAsync(actor, _acme.Name, 1, Cancel))!;

    private async Task<string> ClaimAsync(Organization organization, Actor owner)
    {
        Assert.Equal(DomainOutcome.NotThere, await Domains.ClaimAsync(owner, organization.Id, "Acme.Example", Cancel));
        return (await Domains.ReadAsync(owner, organization.Id, Cancel))!.Token;
    }

    private void Say(string token, bool byRecord)
    {
        if (byRecord)
        {
            _records.Texts.AddRange(["v=spf1 -all", DomainProof.RecordPrefix + token]);
        }
        else
        {
            _web.Body = $"# ours\n{token}\n";
        }
    }

    public void Dispose() => _database.Dispose();

    private sealed class TextsInMemory : ITextRecords
    {
        public List<string> Texts { get; } = [];

        public Task<IReadOnlyList<string>> ReadAsync(string name, CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>([.. Texts]);
    }

    private sealed class WebInMemory : HttpMessageHandler
    {
        public string? Body { get; set; }

        public List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.ToString());
            return Task.FromResult(Body is null
                ? new HttpResponseMessage(System.Net.HttpStatusCode.NotFound)
                : new HttpResponseMessage { Content = new StringContent(Body) });
        }
    }
}
