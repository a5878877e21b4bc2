using System.Net;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Portal;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Feed;

public sealed class UnlistTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deleting_by_the_protocol_takes_a_version_back_and_those_who_have_it_can_still_restore_it()
    {
        var acme = _portal.Database.Publisher();
        var owner = _portal.Database.Member(acme, MemberRole.Owner);
        await _portal.ReleaseAsync(owner, Packages.Package("Acme.Mail"), Cancel);
        var key = await _portal.KeyAsync(owner, acme, ApiKeyScopes.Push, Cancel);
        var other = _portal.Database.Publisher("Other");
        var otherKey = await _portal.KeyAsync(_portal.Database.Member(other, MemberRole.Owner), other, ApiKeyScopes.Push, Cancel);

        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(otherKey, "Acme.Mail", "1.0.0"));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(key, "Acme.Mail", "9.0.0"));
        Assert.Equal(HttpStatusCode.Unauthorized, await DeleteAsync(null, "Acme.Mail", "1.0.0"));
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(key, "acme.mail", "1.0"));

        Assert.Empty(_portal.Database.Read(db => db.ListedModules().ToList()));
        using var client = _portal.Client();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"{PortalUrls.Packages}/acme.mail/1.0.0/acme.mail.1.0.0.nupkg", Cancel)).StatusCode);
    }

    [Fact]
    public async Task The_feed_knows_nothing_of_a_private_module()
    {
        var acme = _portal.Database.Publisher();
        var owner = _portal.Database.Member(acme, MemberRole.Owner);
        await _portal.ReleaseAsync(owner, Packages.Package("Acme.Secret"), Cancel);
        Assert.IsType<ListingOutcome.Done>(await _portal.Get<ListingAudiences>().SetAsync(owner, "Acme.Secret", [], Cancel));

        using var client = _portal.Client();
        foreach (var file in (string[])["index.json", "1.0.0/acme.secret.1.0.0.nupkg", "1.0.0/acme.secret.nuspec"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"{PortalUrls.Packages}/acme.secret/{file}", Cancel)).StatusCode);
        }
    }

    [Fact]
    public async Task A_version_is_named_in_any_case()
    {
        var acme = _portal.Database.Publisher();
        var owner = _portal.Database.Member(acme, MemberRole.Owner);
        _portal.Database.Available(acme, "Acme.Mail", "1.0.0-RC");
        var key = await _portal.KeyAsync(owner, acme, ApiKeyScopes.Push, Cancel);

        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(key, "acme.mail", "1.0.0-rc"));

        Assert.Empty(_portal.Database.Read(db => db.ListedModules().ToList()));
    }

    private async Task<HttpStatusCode> DeleteAsync(string? key, string id, string version)
    {
        using var client = _portal.Client();
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{PortalUrls.Push}/{id}/{version}");
        if (key is not null)
        {
            request.Headers.Add("X-NuGet-ApiKey", key);
        }

        return (await client.SendAsync(request, Cancel)).StatusCode;
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
