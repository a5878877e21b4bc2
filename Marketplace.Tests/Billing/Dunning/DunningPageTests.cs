using Bunit;
using Marketplace.Billing.Dunning;
using Marketplace.Data;
using Marketplace.Portal;
using Marketplace.Portal.Billing.Dunning;
using Marketplace.Tests.Support;
using static Marketplace.Tests.Billing.Dunning.Failures;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Dunning;

/// <summary>Operators see who is where, and write campaigns; members are told on their pages what is open.</summary>
public sealed class DunningPageTests : PageTest
{
    private readonly Shop _shop;

    public DunningPageTests()
        : this(OpenAsync().GetAwaiter().GetResult())
    {
    }

    private DunningPageTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_where_is_listed_and_written_off_by_hand()
    {
        await WorkAsync(_shop);
        SignIn(_shop.Operator);
        var page = Draw<DunningPage>();
        page.Says("Acme Shop");
        page.Says("€119.00");
        page.Says("Default, version 1");
        page.Says("Day 0");
        page.Says("Declined");

        page.Button($"Write off Acme Shop of {_shop.Globex.Name}").Click();
        Floating.WaitForElement("input").Change("Insolvent.");
        Floating.WaitForElement("form").Submit();
        Floating.Says("Written off.");

        page.Says("Written off");
        Assert.Equal(DunningState.WrittenOff, Case(_shop).State);
    }

    [Fact]
    public async Task A_calendar_shows_what_follows_on_each_day()
    {
        await WorkAsync(_shop);

        var days = await _shop.Get<DunningQueries>().CalendarAsync(_shop.Operator, new(2026, 4, 20), Cancel);

        Assert.Equal(
            [(3, 1, 0, 0), (5, 1, 1, 0), (7, 1, 0, 0), (9, 1, 1, 0), (16, 1, 1, 1)],
            days.Where(day => day is not { Retries: 0, Mails: 0, Ends: 0 }).Select(day => (day.Day.Day, day.Retries, day.Mails, day.Ends)));
        SignIn(_shop.Operator);
        Navigation.NavigateTo(PortalUrls.DunningMonth(new(2026, 4, 1)));
        Draw<DunningPage>().Says("April 2026");
    }

    [Fact]
    public async Task A_campaign_is_previewed_and_saved_as_another_version()
    {
        await _shop.Get<CampaignChanges>().EnsureAsync(Cancel);
        var id = _shop.Read(db => db.DunningCampaigns.Single().Id);
        SignIn(_shop.Operator);
        var page = Draw<CampaignPage>(parameters => parameters.Add(one => one.Id, id));
        page.Says("Mail: Last notice");

        page.Button("Remove day 5").Click();
        page.WaitForElement("form").Submit();

        Floating.Says("Version 2 is saved.");
        page.Says("Save as version 3");
        Assert.Equal([0, 1, 3, 7, 14], (await _shop.Get<CampaignQueries>().ReadAsync(_shop.Operator, id, Cancel))!.Plan.Steps.Select(step => step.Day));
    }

    [Fact]
    public async Task The_text_of_a_mail_is_written_previewed_and_kept_in_the_next_version()
    {
        await _shop.Get<CampaignChanges>().EnsureAsync(Cancel);
        var id = _shop.Read(db => db.DunningCampaigns.Single().Id);
        SignIn(_shop.Operator);
        var page = Draw<CampaignPage>(parameters => parameters.Add(one => one.Id, id));
        page.Button("Default text of the mail on day 3").Click();
        Floating.Says("Reminder: €119.00 for Acme Shop is still unpaid");

        Floating.Field("Subject").Input("Please pay {what}");
        Floating.Says("{what} is not a placeholder.");
        Floating.Field("Subject").Input("{client}, please pay {amount}");
        Floating.Says("Globex, please pay €119.00");
        Floating.Submit();
        page.WaitForAssertion(() => Assert.Contains("Custom text", page.Markup, StringComparison.Ordinal));
        page.WaitForElement("form").Submit();
        Floating.Says("Version 2 is saved.");

        var text = (await _shop.Get<CampaignQueries>().ReadAsync(_shop.Operator, id, Cancel))!.Plan.Steps.Single(step => step.Day == 3).Text!;
        Assert.Equal("{client}, please pay {amount}", text.Subject);
        Assert.Equal(DunningWording.Default(DunningLetter.Reminder).Body, text.Body);
        page.Button("Mails of version 2").Click();
        Floating.Says("{client}, please pay {amount}");
    }

    [Fact]
    public async Task Members_read_on_their_pages_what_is_open_and_others_do_not()
    {
        await WorkAsync(_shop);
        SignIn(_shop.Member);

        Draw<DunningNotice>(parameters => parameters.Add(notice => notice.Topics, [])).Says("€119.00 for Acme Shop is unpaid.");

        Assert.Equal(Case(_shop).Times.EndsAt, await _shop.Get<DunningQueries>().EndOfAsync(_shop.Member, One(_shop).Id, Cancel));
        Assert.Empty(await _shop.Get<DunningQueries>().BannersAsync(_shop.Seller, Cancel));
    }
}
