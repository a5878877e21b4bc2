using System.Net;
using System.Net.Http.Headers;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Marketplace.Usage;

namespace Marketplace.Tests.Feed;

public sealed class DownloadTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Actor _acme;
    private readonly HttpClient _client;

    public DownloadTests()
    {
        _acme = _portal.Database.Member(_portal.Database.Publisher(), MemberRole.Owner);
        _client = _portal.Client();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_available_package_is_served_byte_for_byte_in_any_case_and_asked_for_again_by_its_tag()
    {
        var package = Packages.Package("Acme.Mail");
        await _portal.ReleaseAsync(_acme, package, Cancel);

        using var answer = await _client.GetAsync("/v3/flat/acme.mail/1.0.0/acme.mail.1.0.0.nupkg", Cancel);

        Assert.Equal(package, await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal($"\"{Packages.HashOf(package)}\"", answer.Headers.ETag?.Tag);
        Assert.Equal("public, must-revalidate, max-age=60", answer.Headers.CacheControl?.ToString());
        Assert.Equal(package, await _client.GetByteArrayAsync("/v3/flat/Acme.Mail/1.0.0/Acme.Mail.1.0.0.nupkg", Cancel));
        Assert.Contains("<id>Acme.Mail</id>", await _client.GetStringAsync("/v3/flat/acme.mail/1.0.0/acme.mail.nuspec", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_suspended_hidden_or_sold_later_leaves_shared_caches_when_they_ask_again()
    {
        await _portal.ReleaseAsync(_acme, Packages.Package("Acme.Mail"), Cancel);
        const string address = "/v3/flat/acme.mail/1.0.0/acme.mail.1.0.0.nupkg";
        using var before = await _client.GetAsync(address, Cancel);
        Assert.Equal(HttpStatusCode.NotModified, (await AgainAsync(address, before.Headers.ETag!)).StatusCode);

        Assert.IsType<ListingOutcome.Done>(await _portal.Get<ListingAudiences>().SetAsync(_acme, "Acme.Mail", [], Cancel));

        await Eventually.TrueAsync(
            async () => (await AgainAsync(address, before.Headers.ETag!)).StatusCode is HttpStatusCode.NotFound, "a cache that asks again is told", Cancel);
    }

    private Task<HttpResponseMessage> AgainAsync(string address, EntityTagHeaderValue tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(tag);
        return _client.SendAsync(request, Cancel);
    }

    [Fact]
    public async Task A_part_of_it_can_be_asked_for()
    {
        var package = Packages.Package("Acme.Mail");
        await _portal.ReleaseAsync(_acme, package, Cancel);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v3/flat/acme.mail/1.0.0/acme.mail.1.0.0.nupkg");
        request.Headers.Range = new RangeHeaderValue(10, 19);

        using var answer = await _client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(package[10..20], await answer.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task Packages_sent_whole_are_counted_with_the_country_that_the_proxy_names()
    {
        await using var portal = new PortalHost().With("Catalog:CountryHeader", "CF-IPCountry");
        using var client = portal.Client();
        await portal.ReleaseAsync(portal.Database.Member(portal.Database.Publisher(), MemberRole.Owner), Packages.Package("Acme.Mail"), Cancel);

        var tag = (await SendAsync(client, "de")).Headers.ETag;
        await SendAsync(client, "<b>");
        Assert.Equal(HttpStatusCode.PartialContent, (await SendAsync(client, "AT", r => r.Headers.Range = new(0, 9))).StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, (await SendAsync(client, "AT", r => r.Headers.IfNoneMatch.Add(tag!))).StatusCode);
        await client.GetAsync("/v3/flat/acme.mail/1.0.0/acme.mail.nuspec", Cancel);
        await portal.Get<DownloadCounter>().FlushAsync(Cancel);

        Assert.Equal([("", 1L), ("DE", 1)], portal.Database.Read(db => db.UsageEvents.ToList()).Select(e => (e.Country, e.Downloads)).Order());
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string country, Action<HttpRequestMessage>? more = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v3/flat/acme.mail/1.0.0/acme.mail.1.0.0.nupkg");
        request.Headers.Add("CF-IPCountry", country);
        more?.Invoke(request);
        return await client.SendAsync(request, Cancel);
    }

    [Fact]
    public async Task Versions_are_listed_oldest_first()
    {
        foreach (var version in new[] { "1.10.0", "1.2.0", "2.0.0-rc.1" })
        {
            await _portal.ReleaseAsync(_acme, Packages.Package("Acme.Mail", version), Cancel);
        }

        Assert.Equal("""{"versions":["1.2.0","1.10.0","2.0.0-rc.1"]}""", await _client.GetStringAsync("/v3/flat/acme.mail/index.json", Cancel));
    }

    [Fact]
    public async Task What_nobody_has_approved_or_named_is_not_found()
    {
        using var package = new MemoryStream(Packages.Package("Acme.Mail"));
        await _portal.Get<Marketplace.Publishing.PackageIntake>().ReceiveAsync(_acme, null, package, Cancel);

        foreach (var address in new[]
        {
            "acme.mail/index.json", "acme.mail/1.0.0/acme.mail.1.0.0.nupkg", "acme.mail/nonsense/x.nupkg", "nobody/1.0.0/nobody.nuspec",
        })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync($"/v3/flat/{address}", Cancel)).StatusCode);
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _portal.DisposeAsync();
    }
}
