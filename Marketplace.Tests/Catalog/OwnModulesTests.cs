using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Catalog;

public sealed class OwnModulesTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Organization _acme;

    public OwnModulesTests()
    {
        _acme = _portal.Database.Publisher();
        _portal.Database.Available(_acme, "Acme.Mail");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_member_finds_the_own_modules_in_the_menu_and_looks_after_each_from_the_publishers_page()
    {
        using var member = await _portal.ClientAsync(_portal.Database.Member(_acme));

        Assert.Contains($"href=\"{PortalUrls.PublisherModules}\"", await member.GetStringAsync(PortalUrls.Home, Cancel), StringComparison.Ordinal);

        var page = await member.GetStringAsync(PortalUrls.Publisher(_acme.Name), Cancel);
        Assert.All(Links, link => Assert.Contains($"href=\"{link}\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Visitors_and_members_of_others_are_shown_no_links_that_are_not_for_them()
    {
        using var other = await _portal.ClientAsync(_portal.Database.Member(_portal.Database.Publisher()));
        foreach (var client in (HttpClient[])[_portal.Client(), other])
        {
            var page = await client.GetStringAsync(PortalUrls.Publisher(_acme.Name), Cancel);
            Assert.All(Links, link => Assert.DoesNotContain($"href=\"{link}\"", page, StringComparison.Ordinal));
        }
    }

    private static string[] Links =>
        [PortalUrls.Listing("Acme.Mail"), PortalUrls.Offers("Acme.Mail"), PortalUrls.Licenses("Acme.Mail"), PortalUrls.ModuleStatistics("Acme.Mail")];

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
