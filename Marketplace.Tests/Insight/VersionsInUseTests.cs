using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Marketplace.Usage;

namespace Marketplace.Tests.Insight;

/// <summary>Mail 1.0.0 on the sites of three clients, 2.0.0 on two sites of one, and Chat on one.</summary>
public sealed class VersionsInUseTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly PastOperations _past;
    private readonly Actor _operator, _publisher;
    private readonly (Actor Member, Site Site)[] _clients;
    private readonly Release _old, _new;

    public VersionsInUseTests()
    {
        _past = new(_database);
        var acme = _database.Publisher();
        (_operator, _publisher) = (_database.Staff(StaffRole.Operator), _database.Member(acme));
        (_old, _new) = (_database.Available(acme, "Acme.Mail"), _database.Available(acme, "Acme.Mail", "2.0.0"));
        var chat = _database.Available(_database.Publisher("Fabrikam"), "Fabrikam.Chat");
        _clients = [_past.Client("Globex"), _past.Client("Initech"), _past.Client("Hooli"), _past.Client("Umbrella")];
        foreach (var (_, site) in _clients[..3])
        {
            _past.Revise(site, 1, Has("Acme.Mail", _new));
            _past.Revise(site, 2, Has("Acme.Mail", _old));
        }

        _past.Revise(_clients[3].Site, 1, Has("Acme.Mail", _new), Has("Fabrikam.Chat", chat));
        _past.Revise(_database.Saved(A.Site(_clients[3].Site.OrganizationId, "Second")), 1, Has("Acme.Mail", _new));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static StatisticsScope OfMail => new StatisticsScope.OfModule("Acme.Mail");

    private VersionsInUse Versions => new(_database);

    private AdoptionCurves Curves => new(_database, _database.Clock);

    [Fact]
    public async Task An_operator_sees_every_version_that_a_site_has_now() =>
        Assert.Equal(
            [new("Acme.Mail", "1.0.0", 3), new("Acme.Mail", "2.0.0", 2), new("Fabrikam.Chat", "1.0.0", 1)],
            await RowsAsync(_operator, new StatisticsScope.AllSites()));

    [Fact]
    public async Task A_client_sees_those_of_its_own_sites() =>
        Assert.Equal([new("Acme.Mail", "2.0.0", 2), new("Fabrikam.Chat", "1.0.0", 1)], await RowsAsync(_clients[3].Member, new StatisticsScope.OfClient()));

    [Fact]
    public async Task A_publisher_sees_its_own_module_and_versions_of_few_clients_added_up()
    {
        Assert.Equal([new("Acme.Mail", "1.0.0", 3), new("Acme.Mail", null, 2)], await RowsAsync(_publisher, OfMail));
        Assert.Equal([new("Acme.Mail", "1.0.0", 3), new("Acme.Mail", "2.0.0", 2)], await RowsAsync(_operator, OfMail));
        Assert.Null(await Versions.ReadAsync(_publisher, new StatisticsScope.OfModule("Fabrikam.Chat"), ListQuery.First, Cancel));
        Assert.Null(await Versions.ReadAsync(_clients[0].Member, OfMail, ListQuery.First, Cancel));
    }

    [Fact]
    public async Task The_adoption_of_a_release_is_read_from_the_numbers_of_each_day()
    {
        var today = DateOnly.FromDateTime(_database.Now);
        _database.Save(Spread(_old, today.AddDays(-1), 4), Spread(_old, today, 3), Spread(_new, today, 2));

        var curves = await Curves.ReadAsync(_publisher, "Acme.Mail", Cancel);

        Assert.Equal(["2.0.0", "1.0.0"], curves?.Select(c => c.Version));
        Assert.Equal([0, .4], curves![0].Shares);
        Assert.Null(await Curves.ReadAsync(_clients[0].Member, "Acme.Mail", Cancel));
    }

    [Fact]
    public async Task The_adoption_of_a_module_of_few_clients_is_not_told_to_its_publisher()
    {
        var fabrikam = _database.Read(db => db.Modules.Where(m => m.PackageId == "Fabrikam.Chat").Select(m => m.PublisherId).Single());
        var user = _database.Saved(A.User());
        _database.Save(new Membership(fabrikam, user.Id, MemberRole.Member, A.Day));

        Assert.Empty((await Curves.ReadAsync(new Actor(user.Id), "Fabrikam.Chat", Cancel))!);
        Assert.Equal([new("Fabrikam.Chat", null, 1)], await RowsAsync(new Actor(user.Id), new StatisticsScope.OfModule("Fabrikam.Chat")));
        Assert.Single((await Curves.ReadAsync(_operator, "Fabrikam.Chat", Cancel))!);
    }

    private async Task<IReadOnlyList<VersionUse>> RowsAsync(Actor actor, StatisticsScope scope) =>
        (await Versions.ReadAsync(actor, scope, ListQuery.First, Cancel))!.Rows;

    private static (string, string, string) Has(string id, Release release) => (id, release.Version, release.PackageHash);

    private static ReleaseAdoption Spread(Release release, DateOnly day, int sites)
    {
        var adoption = new ReleaseAdoption(release.ModuleId, release.Id, day);
        adoption.Spread(sites);
        return adoption;
    }

    public void Dispose() => _database.Dispose();
}
