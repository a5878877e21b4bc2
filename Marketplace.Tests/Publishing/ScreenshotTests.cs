using System.Net;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Marketplace.Tests.Search;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Publishing;

public sealed class ScreenshotTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_packages_screenshots_are_served_by_their_hash()
    {
        await PublishAsync();

        var images = (await _portal.Get<ModuleQueries>().ReadAsync(null, "Acme.Mail", null, Cancel))!.Images;
        Assert.Equal(["The list", "Ages"], images.Select(i => i.Text));
        using var client = _portal.Client();
        using var answer = await client.GetAsync(PortalUrls.Image(images[0].Hash), Cancel);

        Assert.Equal(("image/png", "public, must-revalidate, max-age=60"), (answer.Content.Headers.ContentType?.MediaType, Cached(answer)));
        Assert.Equal(images[0].Hash, Packages.HashOf(await answer.Content.ReadAsByteArrayAsync(Cancel)));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(PortalUrls.Image(A.Hash()), Cancel)).StatusCode);
    }

    [Fact]
    public async Task Those_of_a_private_module_are_sent_only_to_who_may_see_it()
    {
        var owner = await PublishAsync();
        var hash = _portal.Database.Read(db => db.Set<ReleaseImage>().Select(i => i.Hash).First());
        using (var db = _portal.Database.CreateDbContext())
        {
            db.Modules.Single().Hide(A.Day);
            db.SaveChanges();
        }

        using var stranger = await _portal.ClientAsync(_portal.Database.Stranger());
        using var own = await _portal.ClientAsync(owner);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(PortalUrls.Image(hash), Cancel)).StatusCode);
        using var answer = await own.GetAsync(PortalUrls.Image(hash), Cancel);
        Assert.Equal((HttpStatusCode.OK, "must-revalidate, max-age=60, private"), (answer.StatusCode, Cached(answer)));
    }

    private async Task<Actor> PublishAsync()
    {
        var acme = _portal.Database.Publisher();
        var owner = _portal.Database.Member(acme, MemberRole.Owner);
        var release = new DemoRelease("1.0.0", "[1.0,4.0)", [], "First.", null, Waits: false);
        var shots = new Dictionary<string, string> { ["invoices"] = "The list", ["age"] = "Ages" };
        var module = new DemoModule("Acme.Mail", "Mail", "tools", "Does one thing.", ["test"], ["One thing"], null, [release], shots);
        await _portal.ReleaseAsync(owner, DemoPackage.Write(new DemoPublisher("Acme", [module]), module, release).ToArray(), Cancel);
        return owner;
    }

    private static string Cached(HttpResponseMessage answer) => string.Join(", ", answer.Headers.GetValues("Cache-Control"));

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
