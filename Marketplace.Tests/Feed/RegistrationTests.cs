using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Portal;
using Marketplace.Portal.Feed;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Feed;

public sealed class RegistrationTests : IAsyncDisposable
{
    private static readonly string[] Registrations = ["RegistrationsBaseUrl", "RegistrationsBaseUrl/3.4.0", "RegistrationsBaseUrl/3.6.0"];
    private readonly PortalHost _portal = new();
    private readonly Organization _acme;
    private readonly Actor _owner;
    private readonly HttpClient _client;

    public RegistrationTests()
    {
        _acme = _portal.Database.Publisher();
        _owner = _portal.Database.Member(_acme, MemberRole.Owner);
        _client = _portal.Client();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_service_index_names_what_clients_require_and_each_is_there()
    {
        _portal.Database.Available(_acme, "Acme.Mail");
        var resources = (await _client.GetFromJsonAsync<JsonElement>(PortalUrls.FeedIndex, Cancel)).GetProperty("resources").EnumerateArray()
            .ToLookup(r => r.GetProperty("@type").GetString()!, r => r.GetProperty("@id").GetString()!);

        string[] required = ["PackagePublish/2.0.0", "PackageBaseAddress/3.0.0", .. Registrations, "SearchQueryService", "SearchQueryService/3.5.0"];
        Assert.All(required, type => Assert.Single(resources[type]));
        foreach (var address in Registrations.Select(type => resources[type].Single() + "acme.mail/index.json").Concat(resources["SearchQueryService"]))
        {
            Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync(address, Cancel)).StatusCode);
        }
    }

    [Fact]
    public async Task A_version_is_described_with_its_needs_whether_it_is_listed_and_advised_against()
    {
        _portal.Database.Available(_acme, "Acme.Core");
        _portal.Database.Available(_acme, "Acme.Mail", "1.0.0");
        _portal.Database.Available(_acme, "Acme.Mail", "2.0.0", ("Acme.Core", "[1.0,2.0)"));
        var listings = _portal.Get<Listings>();
        Assert.IsType<ListingOutcome.Done>(await listings.YankAsync(_owner, "Acme.Mail", "1.0.0", "Old.", Cancel));
        var terms = new DeprecationTerms("[1.0.0]", DeprecationReason.CriticalBugs, "Loses mail.", "Acme.Core");
        Assert.IsType<ListingOutcome.Done>(await listings.DeprecateAsync(_owner, "Acme.Mail", terms, Cancel));

        using var answer = await _client.GetAsync("/v3/registrations/acme.mail/index.json", Cancel);
        var page = Assert.Single((await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("items").EnumerateArray());
        var (first, second) = (page.GetProperty("items")[0].GetProperty("catalogEntry"), page.GetProperty("items")[1].GetProperty("catalogEntry"));

        Assert.Equal(("1.0.0", "2.0.0"), (page.GetProperty("lower").GetString(), page.GetProperty("upper").GetString()));
        Assert.Equal(2, page.GetProperty("count").GetInt32());
        Assert.Equal((false, true), (first.GetProperty("listed").GetBoolean(), second.GetProperty("listed").GetBoolean()));
        Assert.Equal("CriticalBugs", first.GetProperty("deprecation").GetProperty("reasons")[0].GetString());
        Assert.Equal("Acme.Core", first.GetProperty("deprecation").GetProperty("alternatePackage").GetProperty("id").GetString());
        Assert.False(second.TryGetProperty("deprecation", out _));
        Assert.Equal("[1.0,2.0)", second.GetProperty("dependencyGroups")[0].GetProperty("dependencies")[0].GetProperty("range").GetString());
        foreach (var leaf in page.GetProperty("items").EnumerateArray())
        {
            Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync(leaf.GetProperty("@id").GetString(), Cancel)).StatusCode);
        }

        using var again = new HttpRequestMessage(HttpMethod.Get, "/v3/registrations/acme.mail/index.json");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await _client.SendAsync(again, Cancel)).StatusCode);
    }

    [Fact]
    public async Task More_releases_than_a_page_holds_come_in_pages_of_their_own()
    {
        for (var number = 0; number < RegistrationWriter.PageSize + 6; number++)
        {
            _portal.Database.Available(_acme, "Acme.Mail", $"1.{number}.0");
        }

        var index = await _client.GetFromJsonAsync<JsonElement>("/v3/registrations/acme.mail/index.json", Cancel);
        var versions = new List<string>();
        foreach (var page in index.GetProperty("items").EnumerateArray())
        {
            Assert.False(page.TryGetProperty("items", out _));
            var whole = await _client.GetFromJsonAsync<JsonElement>(page.GetProperty("@id").GetString(), Cancel);
            Assert.Equal(page.GetProperty("count").GetInt32(), whole.GetProperty("items").GetArrayLength());
            versions.AddRange(whole.GetProperty("items").EnumerateArray().Select(leaf => leaf.GetProperty("catalogEntry").GetProperty("version").GetString()!));
        }

        Assert.Equal(2, index.GetProperty("count").GetInt32());
        Assert.Equal(Enumerable.Range(0, RegistrationWriter.PageSize + 6).Select(number => $"1.{number}.0"), versions);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("/v3/registrations/acme.mail/page/5.0.0/6.0.0.json", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Only_what_the_packages_are_served_of_is_described_and_old_clients_are_spared_what_they_cannot_read()
    {
        _portal.Database.Available(_acme, "Acme.Mail", "1.0.0");
        _portal.Database.Available(_acme, "Acme.Mail", "2.0.0-rc.1");
        _portal.Database.Available(_acme, "Acme.Secret");
        Assert.IsType<ListingOutcome.Done>(await _portal.Get<ListingAudiences>().SetAsync(_owner, "Acme.Secret", [], Cancel));
        using var own = await _portal.ProgramAsync(_owner, _acme, ApiKeyScopes.Read);

        string[] nowhere = ["acme.secret/index.json", "acme.secret/1.0.0.json", "no.such/index.json", "acme.mail/9.0.0.json", "acme.mail/rubbish.json"];
        foreach (var address in nowhere)
        {
            Assert.Equal((address, HttpStatusCode.NotFound), (address, (await own.GetAsync($"/v3/registrations/{address}", Cancel)).StatusCode));
        }

        Assert.Equal(["1.0.0", "2.0.0-rc.1"], Versions(await _client.GetFromJsonAsync<JsonElement>("/v3/registrations/acme.mail/index.json", Cancel)));
        Assert.Equal(["1.0.0"], Versions(await _client.GetFromJsonAsync<JsonElement>("/v3/registrations-semver1/acme.mail/index.json", Cancel)));
    }

    [Fact]
    public async Task The_search_finds_skips_and_leaves_out_prereleases_and_other_types()
    {
        foreach (var id in (string[])["Acme.Alpha", "Acme.Beta", "Acme.Gamma", "Acme.Delta", "Acme.Epsilon"])
        {
            _portal.Database.Available(_acme, id);
        }

        _portal.Database.Available(_acme, "Acme.Soon", "1.0.0-rc.1");
        _portal.Database.Available(_acme, "Acme.Alpha", "1.1.0-beta.1");
        await _portal.Get<CatalogIndex>().RebuildAsync(Cancel);

        Assert.Equal(["Acme.Alpha 1.0.0"], await FoundAsync("?q=alpha"));
        Assert.Equal(["Acme.Alpha 1.1.0-beta.1"], await FoundAsync("?q=alpha&prerelease=true"));
        Assert.Equal(["Acme.Soon 1.0.0-rc.1"], await FoundAsync("?q=soon&prerelease=true"));
        Assert.Empty(await FoundAsync("?q=soon"));
        Assert.Empty(await FoundAsync("?q=alpha&packageType=DotnetTool"));
        Assert.Equal(["Acme.Alpha 1.0.0"], await FoundAsync("?q=alpha&packageType=marketplacemodule"));
        var all = await FoundAsync("?prerelease=true");
        Assert.Equal(6, all.Count);
        Assert.Equal(all.Skip(1).Take(3), await FoundAsync("?prerelease=true&skip=1&take=3"));
        Assert.Equal(all.Skip(4), await FoundAsync("?prerelease=true&skip=4&take=3"));
        foreach (var rubbish in (string[])["?skip=x&take=y&prerelease=z", "?skip=-5&take=-5", "?skip=2147483647&take=2147483647", "?take=0"])
        {
            Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync(PackageSearch.Address + rubbish, Cancel)).StatusCode);
        }
    }

    private async Task<List<string>> FoundAsync(string query)
    {
        var answer = await _client.GetFromJsonAsync<JsonElement>(PackageSearch.Address + query, Cancel);
        return [.. answer.GetProperty("data").EnumerateArray()
            .Select(found => $"{found.GetProperty("id").GetString()} {found.GetProperty("version").GetString()}")];
    }

    private static IEnumerable<string?> Versions(JsonElement index) =>
        index.GetProperty("items")[0].GetProperty("items").EnumerateArray().Select(leaf => leaf.GetProperty("catalogEntry").GetProperty("version").GetString());

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _portal.DisposeAsync();
    }
}
