using Bunit;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Community;
using Marketplace.Portal;
using Marketplace.Portal.Community;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Community;

public sealed class CollectionPageTests : PageTest
{
    public CollectionPageTests()
    {
        Services.AddCatalogSlices();
        Services.AddSiteSlices();
    }

    [Fact]
    public async Task Shows_its_modules_in_their_order_and_follows_what_staff_change()
    {
        var acme = Database.Publisher();
        Database.Available(acme, "Acme.Shop");
        Database.Available(acme, "Acme.Mail");
        var staff = Database.Staff(StaffRole.Moderator);
        await SaveAsync(staff, "Acme.Shop", "Acme.Mail");

        var page = Draw<CollectionPage>(page => page.Add(p => p.Slug, "shop-starter"));
        page.WaitForAssertion(() => Assert.Equal(["Acme Shop", "Acme Mail"], Names(page)));
        Assert.Equal([PortalUrls.Module("Acme.Shop"), PortalUrls.Module("Acme.Mail")], page.FindAll("article h2 a").Select(a => a.GetAttribute("href")));
        Assert.Contains("To begin with.", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("form"));

        await SaveAsync(staff, "Acme.Mail");
        Changed(Marketplace.Live.LiveTopic.Catalog);
        page.WaitForAssertion(() => Assert.Equal(["Acme Mail"], Names(page)));
    }

    [Fact]
    public async Task Staff_take_a_module_out_and_put_it_back_where_it_was()
    {
        var acme = Database.Publisher();
        foreach (var module in (string[])["Acme.Shop", "Acme.Mail", "Acme.Chat"])
        {
            Database.Available(acme, module);
        }

        var staff = Database.Staff(StaffRole.Moderator);
        await SaveAsync(staff, "Acme.Shop", "Acme.Mail", "Acme.Chat");
        SignIn(staff);
        var page = Draw<CollectionPage>(page => page.Add(p => p.Slug, "shop-starter"));

        page.Press("Remove Acme Mail from the collection");
        Floating.Says("Acme Mail is no longer in Shop starter.");
        page.WaitForAssertion(() => Assert.Equal(["Acme Shop", "Acme Chat"], Names(page)));

        Floating.Press("Undo");
        page.WaitForAssertion(() => Assert.Equal(["Acme Shop", "Acme Mail", "Acme Chat"], Names(page)));
    }

    [Fact]
    public async Task Staff_edit_a_collection_and_delete_it_after_a_question()
    {
        Database.Available(Database.Publisher(), "Acme.Shop");
        var staff = Database.Staff(StaffRole.Moderator);
        await SaveAsync(staff, "Acme.Shop");
        SignIn(staff);
        var page = Draw<CollectionPage>(page => page.Add(p => p.Slug, "shop-starter"));

        page.Press("Edit");
        Floating.Field("Modules").Change("Acme.Nothing");
        Floating.Submit();
        Floating.Says("There is no module “acme.nothing”.");

        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        Floating.Field("Modules").Change("Acme.Shop");
        Floating.Field("Title").Change("Shops");
        Floating.Submit();
        Floating.Says("Shops is saved.");
        page.WaitForAssertion(() => Assert.Equal("Shops", page.Find("h1").TextContent));

        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        page.Press("Delete Shops");
        Floating.Says("Its modules stay.");
        Floating.Submit();
        Floating.Says("Shops is deleted.");
        Assert.Equal("collections", Address);
    }

    private async Task SaveAsync(Actor staff, params string[] modules) => Assert.IsType<ListingOutcome.Done>(
        await Services.GetRequiredService<Collections>().SaveAsync(
            staff, new("shop-starter", "Shop starter", "To begin with.", true, modules), Xunit.TestContext.Current.CancellationToken));

    private static IEnumerable<string> Names(IRenderedComponent<CollectionPage> page) => page.FindAll("article h2 a").Select(a => a.TextContent);
}
