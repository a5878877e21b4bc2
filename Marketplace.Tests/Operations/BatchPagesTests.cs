using Bunit;
using Marketplace.Operations;
using Marketplace.Portal;
using Marketplace.Portal.Operations;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Tests.Operations;

/// <summary>One change for many sites: chosen, looked at, started, and found again.</summary>
public sealed class BatchPagesTests : PageTest
{
    private readonly Client _client;

    public BatchPagesTests()
        : this(new PortalHost())
    {
    }

    private BatchPagesTests(PortalHost portal)
        : base(portal)
    {
        _client = new Client(portal);
        SignIn(_client.Actor);
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public void Without_sites_one_is_added_first()
    {
        var page = Draw<NewBatchPage>();

        page.WaitForAssertion(() => Assert.Contains("No sites yet.", page.Markup, StringComparison.Ordinal));
        Assert.Contains(page.FindAll("a"), link => link.GetAttribute("href") == PortalUrls.NewSite);
    }

    [Fact]
    public async Task Sites_are_chosen_by_check_boxes_and_get_a_ring_each()
    {
        var (depot, shop) = (await _client.SiteAsync("Depot", Cancel), await _client.SiteAsync("Shop", Cancel));
        Navigation.NavigateTo(PortalUrls.PlanBatch(ChangeRequest.Install("Acme.Shop"), []));
        var page = Draw<NewBatchPage>();
        page.WaitForAssertion(() => Assert.Contains("Choose the sites that are to change.", page.Markup, StringComparison.Ordinal));

        page.FindAll("tbody input[type=checkbox]")[0].Change(true);
        page.WaitForAssertion(() => Assert.Single(Rings(page)));
        page.FindAll("tbody input[type=checkbox]")[1].Change(true);
        page.WaitForAssertion(() => Assert.Equal(2, Rings(page).Count));
        await page.InvokeAsync(() => Rings(page)[1].Instance.ValueChanged.InvokeAsync(2));

        page.WaitForAssertion(() => Assert.Contains("2 sites in 2 rings", page.Markup, StringComparison.Ordinal));
        Assert.Equal(PortalUrls.PlanBatch(ChangeRequest.Install("Acme.Shop"), [new(depot.Id, 1), new(shop.Id, 2)]).TrimStart('/'), Address);
        Assert.Equal("Install Acme.Shop on 2 sites", page.Find("h1").TextContent);

        page.Find("thead input[type=checkbox]").Change(false);
        page.WaitForAssertion(() => Assert.Empty(Rings(page)));
        page.Find("thead input[type=checkbox]").Change(true);
        page.WaitForAssertion(() => Assert.Equal(2, Rings(page).Count));
    }

    [Fact]
    public async Task Modules_are_named_one_by_one_and_taken_off_again()
    {
        await _client.SiteAsync("Shop", Cancel);
        Navigation.NavigateTo(PortalUrls.NewBatch);
        var page = Draw<NewBatchPage>();
        var field = page.WaitForComponent<BatchModules>();

        await Add(page, "Acme.Base@two");
        page.WaitForAssertion(() => Assert.Contains("names no version that can be read", page.Markup, StringComparison.Ordinal));
        await Add(page, "Acme.Base@2.0.0");
        page.WaitForAssertion(() => Assert.Equal(["Acme.Base@2.0.0"], field.FindAll(".mud-chip-content").Select(chip => chip.TextContent.Trim())));
        Assert.Contains("update=Acme.Base", Address, StringComparison.Ordinal);

        field.Find(".mud-chip button").Click();

        page.WaitForAssertion(() => Assert.Equal(PortalUrls.NewBatch.TrimStart('/'), Address));
    }

    [Fact]
    public async Task What_is_started_leads_to_its_page_and_stands_in_the_list()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        Navigation.NavigateTo(PortalUrls.PlanBatch(ChangeRequest.Install("Acme.Shop"), [new(site.Id, 1)]));
        var page = Draw<NewBatchPage>();
        page.WaitForAssertion(() => Assert.False(Confirm(page).HasAttribute("disabled")));

        Confirm(page).Click();

        page.WaitForAssertion(() => Assert.Matches("^batches/[0-9]+$", Address));
        var id = Database.Read(db => db.Batches.Single().Id);
        var batch = Draw<BatchPage>(one => one.Add(p => p.Id, id));
        batch.WaitForAssertion(() => Assert.Contains("Ring 1", batch.Find("tr.group").TextContent, StringComparison.Ordinal));
        Assert.Contains("0 of 1 done", batch.Find("tr.group").TextContent, StringComparison.Ordinal);
        batch.FindAll("button").Single(button => button.TextContent.Trim() == "Halt").Click();
        Floating.WaitForElement(".mud-dialog form").Submit();
        batch.WaitForAssertion(() => Assert.Contains("Halted:", batch.Markup, StringComparison.Ordinal));

        var list = Draw<BatchesPage>();
        list.WaitForAssertion(() => Assert.Equal("Install Acme.Shop on Shop", list.Find("tbody a").TextContent));
    }

    [Fact]
    public void A_batch_that_is_not_there_and_a_list_of_none_say_so()
    {
        var page = Draw<BatchPage>(one => one.Add(p => p.Id, 1000));
        page.WaitForAssertion(() => Assert.Contains("There is no such batch on sites of yours.", page.Markup, StringComparison.Ordinal));

        var list = Draw<BatchesPage>();
        list.WaitForAssertion(() => Assert.Contains("No batches yet.", list.Markup, StringComparison.Ordinal));
    }

    private static IReadOnlyList<IRenderedComponent<MudNumericField<int>>> Rings(IRenderedComponent<NewBatchPage> page) =>
        [.. page.FindComponents<MudNumericField<int>>().Where(field => field.Instance.Label is null)];

    private static AngleSharp.Dom.IElement Confirm(IRenderedComponent<NewBatchPage> page) =>
        page.FindAll("button").Single(button => button.TextContent.Trim() == "Confirm and start");

    private static Task Add(IRenderedComponent<NewBatchPage> page, string text) =>
        page.InvokeAsync(() => page.FindComponent<MudAutocomplete<string>>().Instance.ValueChanged.InvokeAsync(text));
}
