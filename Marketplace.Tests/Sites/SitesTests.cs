using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Sites;

public sealed class SitesTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    private SiteCommands Sites => _portal.Get<SiteCommands>();

    private SiteQueries Queries => _portal.Get<SiteQueries>();

    [Fact]
    public async Task Names_that_come_to_the_same_folder_are_two_sites_with_a_folder_each()
    {
        var acme = _portal.Database.Saved(new Organization("Acme", false, true, A.Day));
        var other = _portal.Database.Saved(new Organization("Acme EU", false, true, A.Day));
        var (owner, stranger) = (_portal.Database.Member(acme, MemberRole.Owner), _portal.Database.Member(other, MemberRole.Owner));

        await CreatedAsync(owner, acme.Id, "EU Production");
        await CreatedAsync(stranger, other.Id, "Production");
        await CreatedAsync(owner, acme.Id, "EU-Production");
        await CreatedAsync(owner, acme.Id, "日本");

        Assert.Equal(
            ["acme-eu-production", "acme-eu-production-2", "acme-eu-production-3", "acme-site"],
            _portal.Database.Read(db => db.Sites.OrderBy(s => s.Id).Select(s => s.Folder).ToList()));
        var again = Assert.IsType<CreateSiteOutcome.Invalid>(await Sites.CreateAsync(owner, acme.Id, "EU Production", "2.0.0", Cancel));
        Assert.Equal("Acme already has a site EU Production. Choose another name.", again.Problem);
        Assert.IsType<CreateSiteOutcome.Invalid>(await Sites.CreateAsync(owner, acme.Id, "eu production", "2.0.0", Cancel));
    }

    [Fact]
    public async Task Of_sites_made_at_once_under_one_name_one_is_made_and_under_different_names_all_are()
    {
        var acme = _portal.Database.Saved(new Organization("Acme", false, true, A.Day));
        var owner = _portal.Database.Member(acme, MemberRole.Owner);
        string[] names = ["Shop", "Shop", "Shop", "shop!", "shop?", "Shop."];

        var made = await Task.WhenAll(names.Select(name => Task.Run(() => Sites.CreateAsync(owner, acme.Id, name, "2.0.0", Cancel), Cancel)));

        Assert.Equal((4, 2), (made.Count(outcome => outcome is CreateSiteOutcome.Created), made.Count(outcome => outcome is CreateSiteOutcome.Invalid)));
        Assert.Equal(4, _portal.Database.Read(db => db.Sites.Select(s => s.Folder).Distinct().Count()));
    }

    [Fact]
    public async Task Every_site_is_on_some_page_in_the_order_of_their_names()
    {
        var client = _portal.Database.Client();
        var owner = _portal.Database.Member(client, MemberRole.Owner);
        _portal.Database.Save([.. Enumerable.Range(1, 130).Reverse().Select(number => A.Site(client.Id, $"Site {number:000}"))]);

        var pages = new List<Page<SiteRow>>();
        for (var page = 1; page <= 3; page++)
        {
            pages.Add(await Queries.ListAsync(owner, ListQuery.First with { Page = page, Size = 50 }, Cancel));
        }

        Assert.Equal(Enumerable.Range(1, 130).Select(number => $"Site {number:000}"), pages.SelectMany(page => page.Rows).Select(site => site.Name));
        Assert.All(pages, page => Assert.Equal((130, 3), (page.Total, page.Pages)));
        using var browser = await _portal.ClientAsync(owner);
        var file = (await browser.GetStringAsync("/sites.csv?sort=-site&columns=site", Cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["Site", .. Enumerable.Range(1, 130).Reverse().Select(number => $"Site {number:000}")], file);
        Assert.Contains("Site 101", await browser.GetStringAsync("/api/v1/sites?page=2", Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://shop.example/", null)]
    [InlineData(" http://10.0.0.1:8080 ", null)]
    [InlineData("", null)]
    [InlineData("shop.example", "Enter an address")]
    [InlineData("javascript:alert(1)", "Enter an address")]
    [InlineData("https://user:secret@shop.example/", "Enter an address")]
    [InlineData("file:///etc/passwd", "Enter an address")]
    public async Task The_address_of_a_running_site_is_one_that_a_browser_opens(string address, string? problem)
    {
        var client = _portal.Database.Client();
        var owner = _portal.Database.Member(client, MemberRole.Owner);
        var id = await CreatedAsync(owner, client.Id, "Shop");

        var said = await Sites.OpenAtAsync(owner, id, address, Cancel);

        Assert.StartsWith(problem ?? "", said ?? "", StringComparison.Ordinal);
        Assert.Equal(problem is null && address is not "" ? address.Trim() : null, (await Queries.ReadAsync(owner, id, Cancel))!.Address);
        Assert.NotNull(await Sites.OpenAtAsync(_portal.Database.Member(_portal.Database.Client()), id, "https://evil.example", Cancel));
    }

    [Fact]
    public async Task The_page_of_an_operation_leads_to_the_site_and_that_of_a_site_without_a_host_does_not()
    {
        var client = new Client(_portal);
        var site = await client.SiteAsync("Shop", Cancel);
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        Assert.Null(await Sites.OpenAtAsync(client.Actor, site.Id, "https://shop.example/", Cancel));

        using var browser = await _portal.ClientAsync(client.Actor);

        Assert.DoesNotContain("href=\"https://shop.example/\"", await browser.GetStringAsync($"/sites/{site.Id}", Cancel), StringComparison.Ordinal);
        Assert.Contains("href=\"https://shop.example/\"", await browser.GetStringAsync($"/operations/{operation}", Cancel), StringComparison.Ordinal);
    }

    private async Task<long> CreatedAsync(Actor actor, long organizationId, string name) =>
        Assert.IsType<CreateSiteOutcome.Created>(await Sites.CreateAsync(actor, organizationId, name, "2.0.0", Cancel)).Id;

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
