using AngleSharp.Dom;
using Bunit;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Community;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Portal.Notifications;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Notifications;

public sealed class NotificationsPageTests : PageTest
{
    private readonly Actor _anna;

    public NotificationsPageTests()
    {
        Services.AddCatalogSlices();
        Services.AddSiteSlices();
        Services.AddSingleton<Inbox>();
        _anna = Database.Stranger();
        SignIn(_anna);
    }

    [Fact]
    public void Opening_a_notification_marks_it_as_read()
    {
        Told("Mail 1.0.0 is out.", "Chat 1.0.0 is out.");
        var page = Draw<NotificationsPage>();

        Link(page, "Mail 1.0.0 is out.").Click();

        page.WaitForAssertion(() => Assert.Equal(["Chat 1.0.0 is out."], Unread()));
        Link(page, "Chat 1.0.0 is out.").MouseUp(new MouseEventArgs { Button = 1 });
        page.WaitForAssertion(() => Assert.Empty(Unread()));
    }

    [Fact]
    public void All_are_marked_as_read_and_those_alone_made_new_again()
    {
        Told("One.", "Two.", "Three.");
        var page = Draw<NotificationsPage>();
        Link(page, "One.").Click();
        page.WaitForAssertion(() => Assert.Equal(2, Unread().Count));

        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        page.Press("Mark all as read");
        Floating.Says("Marked as read.");
        Assert.Empty(Unread());
        page.WaitForAssertion(() => Assert.DoesNotContain("Mark all as read", page.Markup, StringComparison.Ordinal));

        Floating.Press("Undo");
        page.WaitForAssertion(() => Assert.Equal(["Three.", "Two."], Unread().Order()));
    }

    [Fact]
    public void Those_that_are_selected_are_marked_as_read()
    {
        Told("One.", "Two.");
        var page = Draw<NotificationsPage>();
        Link(page, "One.");

        page.FindAll("tbody input[type=checkbox]")[0].Change(true);
        page.Press("Mark as read");

        page.WaitForAssertion(() => Assert.Equal(["One."], Unread()));
    }

    [Fact]
    public void News_come_in_while_the_page_is_open_and_nothing_says_what_to_do()
    {
        var page = Draw<NotificationsPage>();
        page.Says("Nothing yet.");
        page.Says("No module and no search yet.");

        Told("One.");
        Changed(LiveTopic.Notifications(_anna.UserId));

        Link(page, "One.");
    }

    [Fact]
    public void Following_is_stopped_and_begun_again()
    {
        var module = Database.Available(Database.Publisher(), "Acme.Mail").ModuleId;
        Database.Save(new Follow(_anna.UserId, module, A.Day), new SavedSearch(_anna.UserId, "q=mail", """{"Text":"mail"}""", A.Day));
        var page = Draw<NotificationsPage>();

        page.Press("Unfollow Acme Mail");
        Floating.Says("You no longer follow Acme Mail.");
        Assert.Equal(0, Database.Read(db => db.Set<Follow>().Count()));
        Floating.Press("Undo");
        page.WaitForAssertion(() => Assert.Equal(1, Database.Read(db => db.Set<Follow>().Count())));

        page.Press("Remove the search “mail”");
        Floating.Says("The search “mail” was removed.");
        Floating.FindAll("button").Last(button => button.TextContent.Trim() == "Undo").Click();
        page.WaitForAssertion(() => Assert.Equal("q=mail", Database.Read(db => db.Set<SavedSearch>().Single().Address)));
    }

    private void Told(params string[] texts) =>
        Database.Save([.. texts.Select((text, at) => (object)new Notification(_anna.UserId, "module/Acme.Mail", text, A.Day.AddMinutes(at)))]);

    private List<string> Unread() => Database.Read(db => db.Set<Notification>().Where(n => n.ReadAt == null).Select(n => n.Text).ToList());

    private static IElement Link(IRenderedComponent<NotificationsPage> page, string text)
    {
        page.Says(text);
        return page.FindAll("tbody a").First(link => link.TextContent == text);
    }
}
