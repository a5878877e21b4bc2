using Bunit;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Portal.Catalog.Editing;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using MudBlazor;

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
    public void Unlisting_a_release_asks_first_names_it_and_can_be_undone()
    {
        SignIn(Database.Member(_acme));
        var page = Open();
        page.Press("Unlist 1.0.0");

        Floating.Says("1.0.0 leaves search");
        Assert.DoesNotContain("Unlisted", page.Markup, StringComparison.Ordinal);

        Floating.Field("Why").Change("Loses mail.");
        Floating.Submit();
        page.Says("Loses mail.");
        Floating.Says("1.0.0 was unlisted.");

        page.Press("Relist 1.0.0");
        page.WaitForAssertion(() => Assert.DoesNotContain("Loses mail.", page.Find("table").TextContent, StringComparison.Ordinal));
        Floating.Says("1.0.0 was relisted.");
    }

    [Fact]
    public void Undo_in_the_corner_lists_again_what_was_unlisted()
    {
        SignIn(Database.Member(_acme));
        var page = Open();
        page.Press("Unlist 1.0.0");
        Floating.Field("Why").Change("Loses mail.");
        Floating.Submit();

        Floating.Press("Undo");

        page.WaitForAssertion(() => Assert.Null(Database.Read(db => db.Releases.Single().Yank)));
    }

    [Fact]
    public void Releases_that_are_selected_are_unlisted_together()
    {
        Database.Available(_acme, "Acme.Mail", "1.1.0");
        SignIn(Database.Member(_acme));
        var page = Open();
        page.WaitForElement("thead input[type=checkbox]").Change(true);

        page.Press("Unlist 2 releases");
        Floating.Says("1.1.0, 1.0.0 leave search");
        Floating.Field("Why").Change("Lose mail.");
        Floating.Submit();

        page.WaitForAssertion(() => Assert.Equal(["Lose mail.", "Lose mail."], Database.Read(db => db.Releases.Select(r => r.Yank!.Reason).ToList())));
    }

    [Fact]
    public void A_deprecation_stands_in_the_list_until_it_is_removed()
    {
        SignIn(Database.Member(_acme));
        var page = Open();
        page.Field("Versions").Change("[1.0,2.0)");
        page.InvokeAsync(() => page.FindComponent<MudSelect<DeprecationReason>>().Instance.ValueChanged.InvokeAsync(DeprecationReason.CriticalBugs));
        page.Field("Note").Input("Loses mail.");
        page.Submit();

        page.Says("Version 1.0.0 or later, below 2.0.0 is deprecated: it has critical bugs.");
        page.Find("[aria-label^='Remove the deprecation']").Click();
        page.WaitForAssertion(() => Assert.DoesNotContain("is deprecated", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void A_refusal_says_why_at_its_field_and_changes_nothing()
    {
        SignIn(Database.Member(_acme));
        var page = Open();
        page.Field("Versions").Change("rubbish");
        page.Submit();

        page.WaitForAssertion(() => Assert.Equal("true", page.Field("Versions").GetAttribute("aria-invalid")));
        var described = page.Field("Versions").GetAttribute("aria-describedby")!.Split(' ')[0];
        Assert.Contains("is no range of versions", page.Find($"[id='{described}']").TextContent, StringComparison.Ordinal);
        Assert.Empty(Database.Read(db => db.Set<Deprecation>().ToList()));
    }

    [Fact]
    public void A_deprecation_for_another_reason_asks_for_a_note_as_it_is_typed()
    {
        SignIn(Database.Member(_acme));
        var page = Open();
        page.WaitForElement("form");
        page.InvokeAsync(() => page.FindComponent<MudSelect<DeprecationReason>>().Instance.ValueChanged.InvokeAsync(DeprecationReason.Other));
        page.Submit();

        page.Says("Say why in the note.");
        page.Field("Note").Input("Nobody looks after it.");
        page.WaitForAssertion(() => Assert.DoesNotContain("Say why in the note.", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void Somebody_else_finds_no_such_listing()
    {
        SignIn(Database.Stranger());

        Open().Says("no such module of your organization");
    }

    private IRenderedComponent<ListingPage> Open() => Draw<ListingPage>(page => page.Add(p => p.Id, "acme.mail"));
}
