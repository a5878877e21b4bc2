using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Licensing.Activations;
using Marketplace.Modules;
using Marketplace.Planning;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Licensing;

/// <summary><c>Acme.Shop</c>, which is sold and meters documents, and a client that has a license of it with a key.</summary>
internal sealed class LicensedShop
{
    public const string Id = "Acme.Shop", Documents = "documents.sent";

    private LicensedShop(PortalHost portal, Client client, Actor publisher, long license, string key) =>
        (Portal, Client, Publisher, License, Key) = (portal, client, publisher, license, key);

    public PortalHost Portal { get; }

    public Client Client { get; }

    public Actor Publisher { get; }

    public long License { get; }

    public string Key { get; }

    /// <param name="sites">On how many the license counts; null for all.</param>
    public static async Task<LicensedShop> OfAsync(PortalHost portal, int? sites, CancellationToken cancel, int? leaseMinutes = null)
    {
        var client = new Client(portal);
        var organization = portal.Database.Read(db => db.Modules.Where(m => m.PackageId == Id).Select(m => m.Publisher).Single());
        var publisher = portal.Database.Member(organization, MemberRole.Owner);
        var terms = new OfferTerms(OfferTier.Premium, OfferModel.Monthly, sites, [new(9900, "EUR")])
        {
            Details = new()
            {
                Meters = [new(Documents, "documents", 1000, 1, new(ScaleKind.Graduated, [new(1, [new Money(10, "EUR")])]))],
                Entitlements = [new("users", 25)], LeaseMinutes = leaseMinutes,
            },
        };
        Assert.IsType<ListingOutcome.Done>(await portal.Get<Offers>().OfferAsync(publisher, Id, terms, cancel));
        await using var db = portal.Database.CreateDbContext();
        var offer = await db.Offers.SingleAsync(cancel);
        var license = (await db.LicenseAsync(
            new(client.Organization.Id, offer.Id, offer.Tier, LicenseOrigin.Purchase, sites ?? 1, null, publisher.UserId), portal.Database.Now, cancel))[0];
        return new(portal, client, publisher, license.Id, (await portal.Get<LicenseKeys>().ShowAsync(client.Actor, license.Id, cancel))!);
    }

    public Task<ActivationAnswer> ActivateAsync(string fingerprint, CancellationToken cancel) =>
        Portal.Get<KeyActivations>().ActivateAsync(new(new(Key, null, null), fingerprint, ""), cancel);

    public async Task<ClientSite> InstalledAsync(string name, CancellationToken cancel)
    {
        var site = await Client.SiteAsync(name, cancel);
        await site.DoneAsync(ChangeRequest.Install(Id), cancel);
        return site;
    }

    /// <summary>Why its license does not let a plan be confirmed; null if it does.</summary>
    public async Task<string?> ProblemAsync(ClientSite site, ChangeRequest request, CancellationToken cancel) => Assert.IsType<PlanOutcome.Ready>(
        await Portal.Get<Planner>().PlanAsync(Client.Actor, site.Id, request, cancel)).Document.Licenses!.Single().Problem;

    /// <summary>How its license file stands on a site.</summary>
    public async Task<LicenseDocument> FileAsync(long siteId, CancellationToken cancel) =>
        LicenseFile.Parse((await Portal.Get<Marketplace.Delivery.LicenseFiles>().DownloadAsync(Client.Actor, siteId, Id, cancel))!.Text)!.Document;
}
