using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shell;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Shell;

public sealed class CommandPaletteTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _acme;

    public CommandPaletteTests() => _acme = _database.Publisher();

    [Fact]
    public async Task Offers_the_pages_of_the_persons_roles_before_anything_is_typed()
    {
        Assert.Equal([PortalUrls.Home], await PlacesAsync("", null));
        Assert.Contains(PortalUrls.Queue, await PlacesAsync("", _database.Staff(StaffRole.Moderator)));
        Assert.DoesNotContain(PortalUrls.Queue, await PlacesAsync("", _database.Member(_acme)));
    }

    [Fact]
    public async Task Finds_modules_and_the_persons_own_sites_but_not_those_of_others()
    {
        _database.Available(_acme, "Acme.Shopping");
        var (mine, other) = (_database.Client(), _database.Client());
        var site = _database.Saved(A.Site(mine.Id, "Shop"));
        _database.Save(A.Site(other.Id, "Shop"));

        var places = await PlacesAsync("shop", _database.Member(mine));

        Assert.Equal([PortalUrls.Browse("shop"), PortalUrls.Site(site.Id), PortalUrls.Module("Acme.Shopping")], places);
    }

    [Fact]
    public async Task Finds_submissions_for_their_publisher_and_for_staff_only()
    {
        var member = _database.Member(_acme);
        var submission = _database.Saved(new Submission(_acme.Id, member, "Acme.Mail", "1.0.0", A.Hash(), 1000, A.Day));
        var page = PortalUrls.Submission(submission.Id);

        Assert.Contains(page, await PlacesAsync("acme.m", member));
        Assert.Contains(page, await PlacesAsync("acme.m", _database.Staff(StaffRole.Moderator)));
        Assert.DoesNotContain(page, await PlacesAsync("acme.m", _database.Member(_database.Publisher())));
    }

    private async Task<IEnumerable<string>> PlacesAsync(string text, Actor? actor)
    {
        var cancel = TestContext.Current.CancellationToken;
        var person = actor is { } who ? await Person.ReadAsync(_database, who, cancel) : null;
        return (await new CommandPalette(new CatalogSearch(_database, new CatalogIndex(_database, _database.Clock), _database.Clock), _database)
            .FindAsync(text, person, actor, cancel)).Select(place => place.Href);
    }

    public void Dispose() => _database.Dispose();
}
