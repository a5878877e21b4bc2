using System.Net;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Portal;
using Marketplace.Portal.Shared;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Marketplace.Usage;

namespace Marketplace.Tests.Usage;

public sealed class FigureHistoriesTests : IAsyncDisposable
{
    private readonly PortalHost _portal;
    private readonly Organization _acme;
    private readonly Release _one;
    private readonly Release _two;

    public FigureHistoriesTests()
    {
        _portal = new PortalHost();
        _acme = Database.Publisher();
        (_one, _two) = (Database.Available(_acme, "Acme.Mail", "1.0.0"), Database.Available(_acme, "Acme.Mail", "2.0.0"));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestDatabase Database => _portal.Database;

    private DateOnly Today => DateOnly.FromDateTime(Database.Now);

    [Fact]
    public async Task Days_are_even_end_today_and_hold_all_versions()
    {
        Save(_one, Today, 3, 1);
        Save(_two, Today, 4, 0);
        Save(_two, Today.AddDays(-59), 9, 0);
        Save(_two, Today.AddDays(-60), 100, 0);

        var history = await ReadAsync(FigureStep.Day);

        Assert.Equal(60, history!.Points.Count);
        Assert.Equal((Today, 7, 1), (history.Points[^1].From, history.Points[^1].Downloads, history.Points[^1].Installs));
        Assert.Equal(16, history.Points.Sum(p => p.Downloads));
    }

    [Fact]
    public async Task Weeks_begin_on_Monday()
    {
        Save(_one, new DateOnly(2026, 3, 1), 5, 0);
        Save(_one, new DateOnly(2026, 3, 2), 6, 0);

        var history = await ReadAsync(FigureStep.Week);

        Assert.Equal(
            [(new DateOnly(2026, 2, 23), 5L), (new DateOnly(2026, 3, 2), 6)],
            history!.Points.Where(p => p.Downloads > 0).Select(p => (p.From, p.Downloads)));
        Assert.Equal(52, history.Points.Count);
    }

    [Fact]
    public async Task Sites_stay_until_a_day_changes_them()
    {
        Spread(_one, Today.AddDays(-100), 7);
        Spread(_one, Today.AddDays(-2), 4);
        Spread(_two, Today.AddDays(-2), 3);

        var history = await ReadAsync(FigureStep.Day);

        Assert.Equal(["1.0.0", "2.0.0"], history!.Adoption.Select(a => a.Version));
        Assert.Equal([7, 4, 4, 4], [history.Adoption[0].Sites[0], .. history.Adoption[0].Sites.TakeLast(3)]);
        Assert.Equal([0, 3, 3, 3], [history.Adoption[1].Sites[0], .. history.Adoption[1].Sites.TakeLast(3)]);
    }

    [Fact]
    public async Task Countries_are_counted_where_they_are_known()
    {
        Save(_one, Today, 3, 0, "DE");
        Save(_one, Today, 5, 0, "AT");
        Save(_one, Today, 50, 0);

        Assert.Equal([new CountryFigure("AT", 5), new("DE", 3)], (await ReadAsync(FigureStep.Day))!.Countries);
    }

    [Fact]
    public async Task The_files_have_the_numbers_and_a_module_that_is_not_to_be_seen_has_none()
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        Save(_one, today, 3, 1, "DE");
        Spread(_one, today, 2);
        using var client = _portal.Client();

        Assert.Equal(
            $"day,version,country,downloads,installs\r\n{today:yyyy-MM-dd},1.0.0,DE,3,1\r\n",
            await client.GetStringAsync(PortalUrls.UsageFile("acme.mail"), Cancel));
        Assert.Equal($"day,version,sites\r\n{today:yyyy-MM-dd},1.0.0,2\r\n", await client.GetStringAsync(PortalUrls.AdoptionFile("Acme.Mail"), Cancel));
        using (var db = Database.CreateDbContext())
        {
            db.Modules.Single().Hide(A.Day);
            db.SaveChanges();
        }

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(PortalUrls.UsageFile("acme.mail"), Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(PortalUrls.AdoptionFile("acme.mail"), Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("1.0.0", "1.0.0")]
    public void A_spreadsheet_finds_no_formula(string text, string written) => Assert.Equal($"x\r\n{written}\r\n", Csv.Write(["x"], [[text]]));

    private Task<FigureHistory?> ReadAsync(FigureStep step) => new FigureHistories(Database, Database.Clock).ReadAsync(null, "Acme.Mail", step, Cancel);

    private void Save(Release release, DateOnly day, long downloads, long installs, string country = "")
    {
        var daily = new DailyFigures(release.ModuleId, release.Id, day, country);
        daily.Count(downloads, installs);
        Database.Save(daily);
    }

    private void Spread(Release release, DateOnly day, int sites)
    {
        var adoption = new ReleaseAdoption(release.ModuleId, release.Id, day);
        adoption.Spread(sites);
        Database.Save(adoption);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
