using System.Net;
using Bunit;
using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Portal.Revenue;
using Marketplace.Pricing;
using Marketplace.Revenue;
using Marketplace.Revenue.Reports;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using MudBlazor;

namespace Marketplace.Tests.Revenue.Reports;

/// <summary>A view is saved from what is shown, found again, shared, mailed and deleted.</summary>
public sealed class SavedViewPageTests : PageTest
{
    private readonly Shop _shop;

    public SavedViewPageTests()
        : this(Grown.OpenAsync().GetAwaiter().GetResult())
    {
    }

    private SavedViewPageTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_shown_is_saved_by_a_name_and_opens_the_same_figures()
    {
        SignIn(_shop.Operator);
        Navigation.NavigateTo(PortalUrls.RevenueOf(new()
        {
            Span = new(new(2026, 3, 1), new(2026, 3, 31)), Currency = "EUR", Filter = new() { Tier = OfferTier.Basic },
        }));
        var page = Draw<RevenuePage>();
        page.Press("Views");
        PressItem("Save view…");
        Floating.Says("The view moves on with the calendar.");
        Floating.Submit();
        Floating.Says("Give the view a name.");
        Floating.Field("Name").Change("Basic tier");
        Floating.Submit();
        Floating.Says("The view Basic tier is saved.");

        var view = Assert.Single(await _shop.Get<SavedViews>().ListAsync(_shop.Operator, false, Cancel));
        Assert.Equal(
            new ViewQuestion { Period = RevenuePeriod.LastMonth, Currency = "EUR", Filter = new() { Tier = OfferTier.Basic } }, view.Question);
        page.Press("Views");
        Floating.Says("Basic tier");

        using var program = await _shop.Portal.ClientAsync(_shop.Operator);
        var answer = await program.GetAsync(PortalUrls.RevenueView(view.Id), Cancel);
        Assert.Equal((HttpStatusCode.Found, "/" + Address), (answer.StatusCode, answer.Headers.Location!.ToString()));
        using var seller = await _shop.Portal.ClientAsync(_shop.Seller);
        Assert.Equal(HttpStatusCode.NotFound, (await seller.GetAsync(PortalUrls.RevenueView(view.Id), Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_said_beside_its_field()
    {
        await SaveAsync(_shop.Operator, "Board", isShared: false);
        SignIn(_shop.Operator);
        var page = Draw<RevenueByPage>(parameters => parameters.Add(one => one.By, "tier"));
        page.Press("Views");
        PressItem("Save view…");
        Floating.Field("Name").Change("Board");
        Floating.Submit();
        Floating.Says("Another of your views has this name.");
        _shop.Advance(TimeSpan.FromSeconds(1));
        Floating.Field("Name").Change("By tier");
        Floating.Submit();
        Floating.Says("The view By tier is saved.");
        var view = (await _shop.Get<SavedViews>().ListAsync(_shop.Operator, false, Cancel)).Single(one => one.Name == "By tier");
        Assert.Equal(RevenueDimension.Tier, view.Question.By);
        Assert.Equal("/revenue/by/tier", view.Address(new(2026, 4, 2)));
    }

    [Fact]
    public async Task The_list_shares_schedules_and_deletes()
    {
        await SaveAsync(_shop.Operator, "Board", isShared: false);
        SignIn(_shop.Operator);
        ReadAs("en-US", "Europe/Berlin");
        var page = Draw<RevenueViewsPage>();
        page.Says("This month");
        Assert.Empty(page.FindAll(".badge"));

        page.Press("Edit Board");
        Floating.Field("Name").Change("The board");
        await Floating.InvokeAsync(() => Floating.FindComponent<MudSwitch<bool>>().Instance.ValueChanged.InvokeAsync(true));
        Floating.Submit();
        page.Says("The board");
        page.WaitForAssertion(() => Assert.Equal("Shared", page.Find(".badge").TextContent));

        page.Press("Schedule The board");
        Floating.Says("Europe/Berlin");
        Floating.Submit();
        page.Says("Every Monday at 08:00 (Europe/Berlin)");
        page.Says("1 recipient");
        var kept = Assert.Single(await _shop.Get<SavedViews>().ListAsync(_shop.Operator, false, Cancel));
        Assert.Equal((new MailSchedule(MailPace.Weekly, 1, 8, "Europe/Berlin"), _shop.Operator.UserId), (kept.Schedule, kept.Recipients.Single()));

        page.Press("Stop mailing The board");
        page.WaitForAssertion(() => Assert.DoesNotContain("Every Monday", page.Markup, StringComparison.Ordinal));
        page.Press("Delete The board");
        Floating.Says("The view is deleted for everybody.");
        Floating.Submit();
        page.Says("No saved views yet.");
    }

    [Fact]
    public async Task A_colleague_finds_a_shared_view_and_stops_their_own_mail_alone()
    {
        var second = _shop.Portal.Database.Staff(StaffRole.Operator);
        await SaveAsync(_shop.Operator, "Board", isShared: true);
        var id = Assert.Single(await _shop.Get<SavedViews>().ListAsync(_shop.Operator, false, Cancel)).Id;
        Assert.True(await _shop.Get<ViewSchedules>().SetAsync(_shop.Operator, id, new(MailPace.Monthly, 1, 7, "UTC"), [second.UserId], Cancel));
        SignIn(second);

        var page = Draw<RevenueViewsPage>();

        page.Says("Every month on day 1 at 07:00 (UTC)");
        Assert.DoesNotContain("Delete", page.Markup, StringComparison.Ordinal);
        page.Press("Stop mailing Board to me");
        Floating.Says("Board is no longer mailed to you.");
        page.WaitForAssertion(() => Assert.DoesNotContain("Stop mailing", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_publisher_keeps_views_of_its_own_figures()
    {
        SignIn(_shop.Seller);
        var page = Draw<PublisherRevenuePage>();
        page.Press("Views");
        PressItem("Save view…");
        Floating.Says("Share with members of the publisher");
        Floating.Field("Name").Change("Ours");
        Floating.Submit();
        Floating.Says("The view Ours is saved.");

        var list = Draw<PublisherRevenueViewsPage>();
        list.Says("Ours");
        list.Says(_shop.Acme.Name);
        var view = Assert.Single(await _shop.Get<SavedViews>().ListAsync(_shop.Seller, true, Cancel));
        Assert.Equal(
            PortalUrls.RevenueOf(new() { IsPublishers = true, Filter = new() { PublisherId = _shop.Acme.Id } }), list.Find("tbody a").GetAttribute("href"));
        Assert.Equal(_shop.Acme.Id, view.PublisherId);
    }

    private void PressItem(string words)
    {
        Floating.WaitForAssertion(() => Assert.Contains(Floating.FindAll(".mud-menu-item, .mud-list-item"), item => item.TextContent.Trim() == words));
        Floating.InvokeAsync(() => Floating.FindAll(".mud-menu-item, .mud-list-item").First(item => item.TextContent.Trim() == words).Click())
            .GetAwaiter().GetResult();
    }

    private async Task SaveAsync(Actor actor, string name, bool isShared) =>
        Assert.Equal(ViewOutcome.Done, await _shop.Get<SavedViews>().SaveAsync(actor, null, name, new(), isShared, Cancel));
}
