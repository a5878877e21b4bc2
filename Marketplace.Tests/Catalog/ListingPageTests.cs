using Bunit;
using Marketplace.Accounts;
using Marketplace.Portal.Catalog.Editing;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Catalog;

public sealed class ListingPageTests : PageTest
{
    private readonly Organization _acme;

    public ListingPageTests()
    {
        Services.AddCatalogSlices();
        _acme = Database.Publisher();
        Database.Available(_acme, "Acme.Mail", "1.0.0");
    }

    [Fact]
    public void Taking_a_release_back_asks_first_names_it_and_can_be_undone()
    {
        SignIn(Database.Member(_acme));
        var page = Open();
        page.WaitForElement("[aria-label='Unlist 1.0.0']").Click();

        Assert.Contains("1.0.0 leaves search", Floating.Find("form").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Unlisted", page.Markup, StringComparison.Ordinal);

        Floating.Find("input[required][id^=why]").Change("Loses mail.");
        Floating.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Contains("Loses mail.", page.Find("table").TextContent, StringComparison.Ordinal));

        page.Find("[aria-label='Offer again: 1.0.0']").Click();
        page.WaitForAssertion(() => Assert.Contains("Listed", page.Find("table").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void A_deprecation_stands_in_the_list_until_it_is_taken_back()
    {
        SignIn(Database.Member(_acme));
        var page = Open();
        page.WaitForElement("#range").Change("[1.0,2.0)");
        page.Find("#reason").Change("CriticalBugs");
        page.Find("#note").Change("Loses mail.");
        page.Find("form.body").Submit();

        page.WaitForAssertion(() => Assert.Contains(
            "Version 1.0.0 or later, below 2.0.0 is deprecated: it has critical bugs.",
            page.Markup, StringComparison.Ordinal));

        page.Find("[aria-label^='Remove the deprecation']").Click();
        page.WaitForAssertion(() => Assert.DoesNotContain("is deprecated", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void A_refusal_says_why_and_changes_nothing()
    {
        SignIn(Database.Member(_acme));
        var page = Open();
        page.WaitForElement("#range").Change("rubbish");
        page.Find("form.body").Submit();

        page.WaitForAssertion(() => Assert.Contains("is no range of versions", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Somebody_else_finds_no_such_listing()
    {
        SignIn(Database.Stranger());

        Open().WaitForState(() => true);
        Assert.Contains("no such module of your organization", Open().Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<ListingPage> Open() => Draw<ListingPage>(page => page.Add(p => p.Id, "acme.mail"));
}
