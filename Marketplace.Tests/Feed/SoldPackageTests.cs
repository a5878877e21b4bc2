using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Licensing;
using Marketplace.Portal;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Feed;

/// <summary>Packages of modules that are sold go to those who have a license.</summary>
public sealed class SoldPackageTests
{
    private const string Package = $"{PortalUrls.Packages}/acme.mail/1.0.0/acme.mail.1.0.0.nupkg";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_a_license_or_being_its_publisher_opens_the_package_of_a_sold_module()
    {
        await using var portal = new PortalHost();
        var (acme, globex, other) = (portal.Database.Publisher(), portal.Database.Client(), portal.Database.Client("Other"));
        var (owner, client, stranger) = (
            portal.Database.Member(acme, MemberRole.Owner),
            portal.Database.Member(globex, MemberRole.Owner),
            portal.Database.Member(other, MemberRole.Owner));
        await portal.ReleaseAsync(owner, Packages.Package("Acme.Mail"), Cancel);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(portal, null)).StatusCode);
        Assert.IsType<ListingOutcome.Done>(await portal.Get<Offers>().OfferAsync(
            owner, "Acme.Mail", new(OfferTier.Basic, OfferModel.Monthly, null, [new(900, "EUR")]), Cancel));
        await Eventually.TrueAsync(
            async () => (await AskAsync(portal, null)).StatusCode is HttpStatusCode.Unauthorized, "the price has reached the feed", Cancel);

        using var nameless = await AskAsync(portal, null);
        Assert.Equal("Basic", Assert.Single(nameless.Headers.WwwAuthenticate).Scheme);
        var (mine, theirs) = (
            await portal.KeyAsync(client, globex, ApiKeyScopes.Read, Cancel),
            await portal.KeyAsync(stranger, other, ApiKeyScopes.Read, Cancel));
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(portal, "mkt_wrong")).StatusCode);
        using var refused = await AskAsync(portal, mine);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("feed.license", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        Assert.IsType<LicenseOutcome.Done>(await portal.Get<Licenses>().IssueAsync(owner, "Acme.Mail", new(globex.Name, OfferTier.Basic, null, null), Cancel));
        using var bought = await AskAsync(portal, mine);
        Assert.Equal(HttpStatusCode.OK, bought.StatusCode);
        Assert.False(bought.Headers.CacheControl?.Public ?? false, "What lies between may keep it for everybody.");
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(portal, theirs)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(portal, await portal.KeyAsync(client, globex, ApiKeyScopes.Install, Cancel))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(portal, await portal.KeyAsync(owner, acme, ApiKeyScopes.Read, Cancel))).StatusCode);

        Assert.IsType<LicenseOutcome.Done>(
            await portal.Get<Licenses>().RevokeAsync(owner, portal.Database.Read(db => db.Licenses.Single().Id), "Unpaid.", Cancel));
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(portal, mine)).StatusCode);
        using var versions = await portal.Client().GetAsync($"{PortalUrls.Packages}/acme.mail/index.json", Cancel);
        Assert.Equal(HttpStatusCode.OK, versions.StatusCode);
    }

    private static async Task<HttpResponseMessage> AskAsync(PortalHost portal, string? key)
    {
        using var client = portal.Client();
        client.DefaultRequestHeaders.Authorization = key is null
            ? null
            : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"any:{key}")));
        return await client.GetAsync(Package, Cancel);
    }
}
