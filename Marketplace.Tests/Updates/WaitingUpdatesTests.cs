using Marketplace.Catalog;
using Marketplace.Tests.Support;
using Marketplace.Updates;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Updates;

public sealed class WaitingUpdatesTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly SiteWithUpdates _site;
    private readonly WaitingUpdates _updates;

    public WaitingUpdatesTests()
    {
        _site = new(_database);
        _updates = new(_database, _database.Clock);
        _site.Has(_site.Release("Acme.Mail", "1.0.0"), _site.Release("Acme.Zip", "1.0.0"));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_that_fix_security_stand_first()
    {
        _site.Release("Acme.Mail", "1.1.0");
        _site.Release("Acme.Zip", "1.0.1", security: "A zip could write outside its folder.");

        Assert.Equal(
            [
                new WaitingUpdate(_site.Id, "Shop", "Acme.Zip", "1.0.0", "1.0.1", "A zip could write outside its folder.", false),
                new WaitingUpdate(_site.Id, "Shop", "Acme.Mail", "1.0.0", "1.1.0", null, false),
            ],
            await ReadAsync());
    }

    [Fact]
    public async Task Nobody_else_sees_them()
    {
        _site.Release("Acme.Mail", "1.1.0");
        Assert.Single(await ReadAsync());

        Assert.Empty(await _updates.ReadAsync(_database.Stranger(), Cancel));
        Assert.Empty(await _updates.ReadAsync(_database.Member(_database.Client()), Cancel));
    }

    [Fact]
    public async Task A_new_release_of_what_a_site_has_shows_at_once_and_what_nothing_announces_within_a_minute()
    {
        Assert.Empty(await ReadAsync());
        var newer = _site.Release("Acme.Mail", "1.1.0");
        Assert.Single(await ReadAsync());

        _database.Read(db => db.Checks.Where(c => c.PackageHash == newer.PackageHash).ExecuteDelete());
        Assert.Single(await ReadAsync());
        _database.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task What_members_do_on_a_site_shows_at_once()
    {
        var newer = _site.Release("Acme.Mail", "1.1.0");
        _site.Release("Acme.Zip", "1.1.0");
        Assert.Equal(2, (await ReadAsync()).Count);
        var policies = new SitePolicies(_database, _database.Clock);

        Assert.True(await policies.SkipAsync(_site.Member, _site.Id, "Acme.Zip", "1.1.0", true, Cancel));
        Assert.Equal("Acme.Mail", Assert.Single(await ReadAsync()).PackageId);

        Assert.True(await policies.PinAsync(_site.Member, _site.Id, "Acme.Mail", true, Cancel));
        Assert.True(Assert.Single(await ReadAsync()).IsPinned);

        _site.Has(newer);
        Assert.Empty(await ReadAsync());
    }

    private Task<IReadOnlyList<WaitingUpdate>> ReadAsync() => _updates.ReadAsync(_site.Member, Cancel);

    public void Dispose()
    {
        _updates.Dispose();
        _database.Dispose();
    }
}
