using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Licensing;
using Marketplace.Operations;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Marketplace.Updates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Updates;

/// <summary>Policies take what licenses allow, and leave the rest to people.</summary>
public sealed class PolicyLicenseTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(A.Day.AddHours(1)));
    private readonly PortalHost _portal;
    private readonly Client _client;
    private readonly Organization _publisher;

    public PolicyLicenseTests()
    {
        _portal = new PortalHost { Clock = _clock };
        _client = new Client(_portal);
        _publisher = _portal.Database.Publisher("Fabrikam");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_newest_that_a_license_covers_is_taken_and_nothing_where_none_counts()
    {
        var site = await SiteAsync("1.0.1", "1.1.0", "1.2.0");
        var license = await LicensedAsync(updatesUntil: A.Day.AddMinutes(10));
        _portal.Database.Read(db => db.Releases.Where(r => r.Version == "1.2.0")
            .ExecuteUpdate(set => set.SetProperty(r => r.ApprovedAt, A.Day.AddMinutes(20))));
        await SaveAsync(site, new() { Level = UpdateLevel.Minor, CoolDownHours = 0 });

        await CarryOutAsync();
        Assert.Equal(["Fabrikam.Mail 1.1.0"], site.Modules);

        _portal.Database.Read(db => db.Licenses.Where(l => l.Id == license).ExecuteUpdate(set => set.SetProperty(l => l.RevokedAt, A.Day)));
        _clock.Advance(TimeSpan.FromMinutes(16));
        await CarryOutAsync();
        Assert.Equal(["Fabrikam.Mail 1.1.0"], site.Modules);
        Assert.Equal(2, _portal.Database.Read(db => db.Operations.Count(o => o.SiteId == site.Id)));
    }

    [Fact]
    public async Task What_no_license_allows_to_update_is_left_out_and_the_rest_is_taken()
    {
        var site = await SiteAsync("1.0.1");
        _portal.Publish(_publisher, "Fabrikam.Zip", "1.0.0");
        await site.DoneAsync(ChangeRequest.Install("Fabrikam.Zip"), Cancel);
        _portal.Publish(_publisher, "Fabrikam.Zip", "1.0.1");
        var license = await LicensedAsync();
        _portal.Database.Read(db => db.Licenses.Where(l => l.Id == license).ExecuteUpdate(set => set.SetProperty(l => l.SuspendedAt, A.Day)));
        await SaveAsync(site, new() { Level = UpdateLevel.Minor, CoolDownHours = 0 });

        await CarryOutAsync();
        Assert.Equal(["Fabrikam.Mail 1.0.0", "Fabrikam.Zip 1.0.1"], site.Modules);

        _portal.Database.Read(db => db.Licenses.Where(l => l.Id == license).ExecuteUpdate(set => set.SetProperty(l => l.SuspendedAt, (DateTime?)null)));
        _clock.Advance(TimeSpan.FromMinutes(16));
        await CarryOutAsync();
        Assert.Equal(["Fabrikam.Mail 1.0.1", "Fabrikam.Zip 1.0.1"], site.Modules);
    }

    // Fabrikam.Mail is sold, and the client has a license of it.
    private async Task<long> LicensedAsync(DateTime? updatesUntil = null)
    {
        var owner = _portal.Database.Member(_publisher, MemberRole.Owner);
        Assert.IsType<ListingOutcome.Done>(await _portal.Get<Offers>().OfferAsync(
            owner, "Fabrikam.Mail", new(OfferTier.Basic, OfferModel.Monthly, null, [new(1200, "EUR")]), Cancel));
        var module = _portal.Database.Read(db => db.Modules.Single(m => m.PackageId == "Fabrikam.Mail").Id);
        return _portal.Database.Saved(new License(module, _client.Organization.Id, null, OfferTier.Basic, null, null, owner.UserId, A.Day)
        {
            UpdatesUntil = updatesUntil,
        }).Id;
    }

    // A site with version 1.0.0 of a module that has these newer ones.
    private async Task<ClientSite> SiteAsync(params string[] newer)
    {
        _portal.Publish(_publisher, "Fabrikam.Mail", "1.0.0");
        var site = await _client.EmptySiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install("Fabrikam.Mail"), Cancel);
        foreach (var version in newer)
        {
            _portal.Publish(_publisher, "Fabrikam.Mail", version);
        }

        return site;
    }

    private async Task SaveAsync(ClientSite site, PolicySettings settings) =>
        Assert.IsType<SavePolicyOutcome.Saved>(await _portal.Get<SitePolicies>().SaveAsync(_client.Actor, site.Id, settings, Cancel));

    private async Task CarryOutAsync()
    {
        await _portal.Get<PolicyUpdates>().RunAsync(Cancel);
        foreach (var operation in await _portal.Get<OperationRunner>().DueAsync(100, Cancel))
        {
            await _portal.Get<OperationRunner>().RunAsync(operation, Cancel);
        }
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
