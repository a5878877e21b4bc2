using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Moderation;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Search.Index;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Publishing;

/// <summary>A listing says what its newest listed release says, whatever made that one the newest.</summary>
public sealed class RelistingTests : IAsyncDisposable
{
    private const string Old = "Old name: Old summary. (tools, one, endpoints network)";
    private const string New = "New name: New summary. (finance, two, endpoints process)";
    private readonly PortalHost _portal = new();
    private readonly Actor _owner;
    private readonly Actor _moderator;

    public RelistingTests()
    {
        _owner = _portal.Database.Member(_portal.Database.Publisher(), MemberRole.Owner);
        _moderator = _portal.Database.Staff(StaffRole.Moderator);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unlisting_the_newest_and_listing_it_again_changes_page_search_and_facets()
    {
        await ReleaseBothAsync();
        await AssertListedAsync(New);

        await _portal.Get<Listings>().YankAsync(_owner, "Acme.Renamed", "2.0.0", "Broken.", Cancel);
        await AssertListedAsync(Old);

        await _portal.Get<Listings>().OfferAgainAsync(_owner, "Acme.Renamed", "2.0.0", Cancel);
        await AssertListedAsync(New);
    }

    [Fact]
    public async Task Suspending_the_newest_and_restoring_it_does_too()
    {
        await ReleaseBothAsync();
        var review = _portal.Database.Read(db => db.Reviews.Single(r => r.Version == "2.0.0").Id);

        await _portal.Get<Suspensions>().SuspendAsync(_moderator, review, "Calls home.", Cancel);
        await AssertListedAsync(Old);

        await _portal.Get<Suspensions>().RestoreAsync(_moderator, review, Cancel);
        await AssertListedAsync(New);
    }

    [Fact]
    public async Task One_that_is_approved_while_a_newer_is_suspended_describes_the_module()
    {
        await _portal.ReleaseAsync(_owner, PackageOf("2.0.0"), Cancel);
        await _portal.Get<Suspensions>().SuspendAsync(_moderator, _portal.Database.Read(db => db.Reviews.Single().Id), "Calls home.", Cancel);

        await _portal.ReleaseAsync(_owner, PackageOf("1.0.0"), Cancel);

        await AssertListedAsync(Old);
    }

    private async Task ReleaseBothAsync()
    {
        await _portal.ReleaseAsync(_owner, PackageOf("1.0.0"), Cancel);
        await _portal.ReleaseAsync(_owner, PackageOf("2.0.0"), Cancel);
    }

    private async Task AssertListedAsync(string expected)
    {
        var module = _portal.Database.Read(db => db.Modules.Single());
        Assert.Equal(expected, $"{module.DisplayName}: {module.Summary} ({module.Category}, {module.Tags.Trim()}, {module.Capabilities.Trim()})");
        Assert.Equal(module.DisplayName, (await _portal.Get<ModuleQueries>().ReadAsync(null, "Acme.Renamed", null, Cancel))!.Module.DisplayName);
        var isOld = expected == Old;
        foreach (var (query, isFound) in new (CatalogQuery, bool)[]
        {
            (new CatalogQuery { Text = "Old" }, isOld), (new CatalogQuery { Text = "New" }, !isOld),
            (new CatalogQuery { Categories = ["tools"] }, isOld), (new CatalogQuery { Categories = ["finance"] }, !isOld),
            (new CatalogQuery { Without = ["network"] }, !isOld), (new CatalogQuery { Without = ["process"] }, isOld),
        })
        {
            await Eventually.TrueAsync(
                async () => (await _portal.Get<CatalogSearch>().FindAsync(query, null, Cancel)).Page.Total == (isFound ? 1 : 0),
                $"{query} finds {isFound}", Cancel);
        }
    }

    private static byte[] PackageOf(string version)
    {
        var isOld = version == "1.0.0";
        var (word, category, tag, capability) = isOld ? ("Old", "tools", "one", "network") : ("New", "finance", "two", "process");
        var asked = new Dictionary<string, JsonElement> { [capability] = JsonElement.Parse(isOld ? "[\"api.acme.example\"]" : "true") };
        var release = new DemoRelease(version, "[1.0,4.0)", [], "First.", asked, Waits: false);
        var module = new DemoModule("Acme.Renamed", $"{word} name", category, $"{word} summary.", [tag], ["One thing"], null, [release]);
        return DemoPackage.Write(new DemoPublisher("Acme", [module]), module, release).ToArray();
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
