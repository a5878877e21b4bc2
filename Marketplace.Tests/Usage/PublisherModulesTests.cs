using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Marketplace.Usage;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Usage;

public sealed class PublisherModulesTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _acme;
    private readonly Actor _member;
    private readonly PublisherModules _modules;

    public PublisherModulesTests()
    {
        _acme = _database.Publisher();
        _member = _database.Member(_acme);
        _modules = new(_database, new Scores(_database, _database.Clock), _database.Clock);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_module_has_its_figures_and_what_would_raise_the_score_of_its_newest_offered_version()
    {
        _database.Available(_acme, "Acme.Mail");
        var newest = _database.Available(_acme, "Acme.Mail", "1.10.0");
        Unlist(_database.Available(_acme, "Acme.Mail", "2.0.0"));
        Spread(newest.ModuleId, sites: 3);

        var module = Assert.Single((await ListAsync(_member)).Rows);

        Assert.Equal(("Acme.Mail", "1.10.0", 3, 3), (module.PackageId, module.Version, module.Releases, module.Figures.ActiveSites));
        var score = await new Scores(_database, _database.Clock).ReadAsync(newest.PackageHash, Cancel);
        Assert.Equal(score!.Points, module.Score!.Points);
        Assert.Equal(
            score.Parts.SelectMany(part => part.Items).Where(item => item.Raise is not null).OrderByDescending(item => item.Most - item.Points),
            module.Score.Missing);
        Assert.NotEmpty(module.Score.Missing);
    }

    [Fact]
    public async Task Recent_installs_are_those_of_thirty_days_and_the_thirty_before_them_are_told_beside()
    {
        var (mail, zip, old) = (_database.Available(_acme, "Acme.Mail"), _database.Available(_acme, "Acme.Zip"), _database.Available(_acme, "Acme.Old"));
        Installed(mail, daysAgo: 0, 2);
        Installed(zip, daysAgo: PublisherModules.RecentDays - 1, 5);
        Installed(old, daysAgo: PublisherModules.RecentDays, 9);
        Installed(old, daysAgo: 2 * PublisherModules.RecentDays, 100);

        var byName = new ListQuery([new("module")], ListQuery.First.Filters);
        var modules = await _modules.ListAsync(_member, byName, Cancel);

        Assert.Equal([("Acme.Mail", 2L), ("Acme.Old", 0L), ("Acme.Zip", 5L)], modules.Rows.Select(m => (m.PackageId, m.RecentInstalls)));
        Assert.Equal(new PublisherTotals(3, 7, 9), await _modules.TotalsAsync(_member, Cancel));
    }

    [Theory]
    [InlineData("module", "Acme.Chat Acme.Mail")]
    [InlineData("id", "Acme.Chat Acme.Mail")]
    [InlineData("publisher", "Acme.Mail Acme.Chat")]
    [InlineData("-releases", "Acme.Mail Acme.Chat")]
    [InlineData("-installs", "Acme.Chat Acme.Mail")]
    [InlineData("-sites", "Acme.Chat Acme.Mail")]
    [InlineData("-rating", "Acme.Chat Acme.Mail")]
    [InlineData("-score", "Acme.Mail Acme.Chat")]
    public async Task Can_be_sorted_by_each_column_and_written_whole_in_the_same_order(string sort, string ids)
    {
        _database.Available(_acme, "Acme.Mail");
        _database.Available(_acme, "Acme.Mail", "1.1.0");
        _database.Available(_acme, "Acme.Chat");
        using (var db = _database.CreateDbContext())
        {
            var modules = db.Modules.Include(m => m.Figures).ToDictionary(m => m.PackageId, m => m.Figures);
            modules["Acme.Chat"].Spread(4);
            modules["Acme.Chat"].Count(0, 9);
            modules["Acme.Chat"].Rate([0, 0, 0, 1, 0]);
            modules["Acme.Mail"].ScoreAs(60, A.Day);
            db.SaveChanges();
        }

        var query = new ListQuery([ListSort.Parse(sort)], ListQuery.First.Filters, Size: 1);
        Assert.Equal(ids.Split(' ')[0], Assert.Single((await _modules.ListAsync(_member, query, Cancel)).Rows).PackageId);
        Assert.Equal(ids.Split(' '), await _modules.StreamAsync(_member, query, Cancel).Select(m => m.PackageId).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Only_members_see_the_modules_of_a_publisher_and_its_private_ones_with_them()
    {
        var hidden = _database.Available(_acme, "Acme.Secret");
        _database.Available(_database.Publisher("Other"), "Other.Tool");
        using (var db = _database.CreateDbContext())
        {
            db.Modules.Single(m => m.Id == hidden.ModuleId).Hide(A.Day);
            db.SaveChanges();
        }

        Assert.True(Assert.Single((await ListAsync(_member)).Rows).IsPrivate);
        foreach (var other in (Actor[])[_database.Stranger(), _database.Staff(StaffRole.Operator)])
        {
            Assert.Empty((await ListAsync(other)).Rows);
            Assert.Equal(new PublisherTotals(0, 0, 0), await _modules.TotalsAsync(other, Cancel));
        }
    }

    [Fact]
    public async Task A_module_without_an_offered_version_has_no_score_to_raise()
    {
        Unlist(_database.Available(_acme, "Acme.Mail"));

        var module = Assert.Single((await ListAsync(_member)).Rows);

        Assert.Null(module.Version);
        Assert.Null(module.Score);
    }

    private Task<Page<PublisherModule>> ListAsync(Actor actor) => _modules.ListAsync(actor, ListQuery.First, Cancel);

    private void Installed(Release release, int daysAgo, int installs)
    {
        var day = new DailyFigures(release.ModuleId, release.Id, DateOnly.FromDateTime(_database.Now).AddDays(-daysAgo), "");
        day.Count(0, installs);
        _database.Save(day);
    }

    private void Spread(long module, int sites)
    {
        using var db = _database.CreateDbContext();
        db.Modules.Include(m => m.Figures).Single(m => m.Id == module).Figures.Spread(sites);
        db.SaveChanges();
    }

    private void Unlist(Release release)
    {
        using var db = _database.CreateDbContext();
        db.Releases.Single(r => r.Id == release.Id).TakeBack(new Yank("Broken.", _member.UserId, A.Day));
        db.SaveChanges();
    }

    public void Dispose() => _database.Dispose();
}
