using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Delivery;
using Marketplace.Licensing;
using Marketplace.Modules;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Licensing.Activations;

/// <summary>Clients say which sites use their licenses, while the module stays.</summary>
public sealed class SiteActivationTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 15, 9, 0, 0, TimeSpan.Zero));
    private readonly PortalHost _portal;

    public SiteActivationTests() => _portal = new() { Clock = _clock };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SiteActivations Activations => _portal.Get<SiteActivations>();

    [Fact]
    public async Task A_site_that_is_deactivated_is_off_at_once_and_its_place_is_free()
    {
        var shop = await LicensedShop.OfAsync(_portal, 1, Cancel);
        var (first, second) = (await shop.InstalledAsync("First", Cancel), await shop.Client.SiteAsync("Second", Cancel));
        Assert.Contains("count on 1 site", await shop.ProblemAsync(second, ChangeRequest.Install(LicensedShop.Id), Cancel), StringComparison.Ordinal);

        Assert.IsType<LicenseOutcome.Done>(await Activations.DeactivateAsync(shop.Client.Actor, first.Id, LicensedShop.Id, Cancel));

        Assert.Equal(LicenseStage.Disabled, (await shop.FileAsync(first.Id, Cancel)).Vouched.StageAt(_clock.UtcNow));
        Assert.Equal(["Acme.Base 2.0.0", "Acme.Shop 1.0.0"], first.Modules);
        await second.DoneAsync(ChangeRequest.Install(LicensedShop.Id), Cancel);
        Assert.Equal(
            new LicenseOutcome.Invalid("Your licenses of Acme.Shop count on 1 site, and 1 has it."),
            await Activations.ActivateAsync(shop.Client.Actor, first.Id, LicensedShop.Id, Cancel));
    }

    [Fact]
    public async Task A_deactivated_site_is_activated_again_while_there_is_room_and_is_on_at_once()
    {
        var shop = await LicensedShop.OfAsync(_portal, 1, Cancel);
        var site = await shop.InstalledAsync("Shop", Cancel);
        await Activations.DeactivateAsync(shop.Client.Actor, site.Id, LicensedShop.Id, Cancel);
        await Activations.DeactivateAsync(shop.Client.Actor, site.Id, LicensedShop.Id, Cancel);

        Assert.IsType<LicenseOutcome.Done>(await Activations.ActivateAsync(shop.Client.Actor, site.Id, LicensedShop.Id, Cancel));

        Assert.Equal(LicenseStage.Full, (await shop.FileAsync(site.Id, Cancel)).Vouched.StageAt(_clock.UtcNow));
    }

    [Fact]
    public async Task A_place_moves_to_a_site_that_has_the_module_or_nothing_changes()
    {
        var shop = await LicensedShop.OfAsync(_portal, 1, Cancel);
        var first = await shop.InstalledAsync("First", Cancel);
        await Activations.DeactivateAsync(shop.Client.Actor, first.Id, LicensedShop.Id, Cancel);
        var second = await shop.InstalledAsync("Second", Cancel);

        Assert.IsType<LicenseOutcome.Done>(await Activations.TransferAsync(shop.Client.Actor, second.Id, first.Id, LicensedShop.Id, Cancel));
        Assert.Equal([second.Id], Off());
        Assert.Equal(
            new LicenseOutcome.Invalid("Acme.Shop is active on First already."),
            await Activations.TransferAsync(shop.Client.Actor, second.Id, first.Id, LicensedShop.Id, Cancel));

        // Another machine takes the only place: what is off stays off, and so nothing is given up for it.
        await Activations.DeactivateAsync(shop.Client.Actor, first.Id, LicensedShop.Id, Cancel);
        await shop.ActivateAsync("till 1", Cancel);
        Assert.IsType<LicenseOutcome.Invalid>(await Activations.TransferAsync(shop.Client.Actor, second.Id, first.Id, LicensedShop.Id, Cancel));
        Assert.Equal([first.Id, second.Id], Off());
    }

    [Fact]
    public async Task What_is_deactivated_gets_no_update_and_is_active_again_when_it_is_installed_anew()
    {
        var shop = await LicensedShop.OfAsync(_portal, 1, Cancel);
        var site = await shop.InstalledAsync("Shop", Cancel);
        await Activations.DeactivateAsync(shop.Client.Actor, site.Id, LicensedShop.Id, Cancel);
        var publisher = _portal.Database.Read(db => db.Modules.Where(m => m.PackageId == LicensedShop.Id).Select(m => m.Publisher).Single());
        _portal.Publish(publisher, LicensedShop.Id, "1.1.0", "Acme.Base [2.0.0,3.0.0)");

        Assert.Equal(
            "The license of Acme.Shop was deactivated on this site. Activate it here again first.",
            await shop.ProblemAsync(site, ChangeRequest.Update(LicensedShop.Id), Cancel));

        await site.DoneAsync(ChangeRequest.Uninstall(LicensedShop.Id), Cancel);
        await site.DoneAsync(ChangeRequest.Install(LicensedShop.Id), Cancel);
        Assert.Empty(Off());
        Assert.Null((await shop.FileAsync(site.Id, Cancel)).DeactivatedAt);
    }

    [Fact]
    public async Task Sites_that_are_free_are_not_deactivated_and_those_of_others_are_not_found()
    {
        var shop = await LicensedShop.OfAsync(_portal, 1, Cancel);
        var site = await shop.InstalledAsync("Shop", Cancel);

        Assert.IsType<LicenseOutcome.NotFound>(await Activations.DeactivateAsync(shop.Publisher, site.Id, LicensedShop.Id, Cancel));
        Assert.IsType<LicenseOutcome.NotFound>(await Activations.DeactivateAsync(shop.Client.Actor, site.Id, "Acme.Base", Cancel));
        await _portal.Get<SitePlanning>().DeclareAsync(shop.Client.Actor, site.Id, SiteKind.Staging, Cancel);
        Assert.IsType<LicenseOutcome.Invalid>(await Activations.DeactivateAsync(shop.Client.Actor, site.Id, LicensedShop.Id, Cancel));
        Assert.Empty(Off());
    }

    [Fact]
    public async Task The_folder_of_a_site_hears_of_it()
    {
        var shop = await LicensedShop.OfAsync(_portal, 1, Cancel);
        var site = await shop.InstalledAsync("Shop", Cancel);

        await Activations.DeactivateAsync(shop.Client.Actor, site.Id, LicensedShop.Id, Cancel);
        await _portal.Get<FolderLicenses>().WriteAllAsync(shop.Client.Organization.Id, Cancel);

        Assert.Equal(_clock.UtcNow, LicenseFile.Parse(site.Store.LicenseText(LicensedShop.Id)!)!.Document.DeactivatedAt);
    }

    private long[] Off() => _portal.Database.Read(db => db.DeactivatedModules.OrderBy(m => m.SiteId).Select(m => m.SiteId).ToArray());

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
