using AngleSharp.Dom;
using Bunit;
using Marketplace.Accounts;
using Marketplace.Live;
using Marketplace.Moderation;
using Marketplace.Portal.Moderation;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Moderation;

public sealed class QueuePageTests : PageTest
{
    private readonly Organization _acme;
    private readonly Actor _mona;

    public QueuePageTests()
    {
        Services.AddModeration();
        Services.AddSingleton<SubmissionQueries>();
        (_acme, _mona) = (Database.Publisher(), Database.Staff(StaffRole.Moderator));
        SignIn(_mona);
    }

    [Fact]
    public void An_empty_queue_says_so_and_each_tab_has_its_count()
    {
        var page = Draw<QueuePage>();

        page.WaitForAssertion(() => Assert.Contains("The queue is empty.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(
            ["Needs review 0", "Scanning 0", "Waiting on publisher 0", "Reports 0", "Decided"],
            page.FindAll("[role=tab]").Select(tab => string.Join(' ', tab.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public void J_and_k_move_the_mark_and_Enter_opens_the_marked_review()
    {
        var (mail, chat) = (Review("Acme.Mail"), Review("Acme.Chat"));
        var page = Listed(2);
        Assert.Equal("Acme.Mail", Marked(page));

        Press(page, "j");
        page.WaitForAssertion(() => Assert.Equal("Acme.Chat", Marked(page)));
        Press(page, "j");
        Assert.Equal("Acme.Chat", Marked(page));
        Press(page, "Enter");
        Assert.Equal($"moderation/{chat}", Address);

        Press(page, "k");
        page.WaitForAssertion(() => Assert.Equal("Acme.Mail", Marked(page)));
        Press(page, "e");
        Assert.Equal($"moderation/{mail}?action=escalate", Address);
    }

    [Fact]
    public void The_mark_stays_on_its_review_while_others_come_before_it()
    {
        Review("Acme.Mail");
        var page = Listed(1);

        Review("Acme.Urgent", due: 0);
        Changed(LiveTopic.Queue);

        page.WaitForAssertion(() => Assert.Equal(["Acme.Urgent", "Acme.Mail"], Modules(page)));
        Assert.Equal("Acme.Mail", Marked(page));
    }

    [Fact]
    public void C_claims_the_marked_review()
    {
        Review("Acme.Mail");
        var page = Listed(1);

        Press(page, "c");

        page.WaitForAssertion(() => Assert.Equal("You", page.FindAll("tbody td")[^1].TextContent.Trim()));
        Assert.Equal(_mona.UserId, Database.Read(db => db.Reviews.Single().ClaimedById));
        Floating.WaitForAssertion(() => Assert.Contains("You claimed Acme.Mail 1.0.0.", Floating.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void X_selects_and_what_is_selected_is_rejected_together_after_a_summary()
    {
        Review("Acme.Mail");
        Review("Acme.Chat");
        Review("Acme.Shop");
        var page = Listed(3);
        Press(page, "x");
        Press(page, "j");
        Press(page, "x");
        page.WaitForAssertion(() => Assert.Contains("2 rows selected", page.Markup, StringComparison.Ordinal));

        Button(page.FindAll("button"), "Reject").Click();
        Floating.WaitForAssertion(() => Assert.Equal(["Acme.Mail", "Acme.Chat"], Floating.FindAll(".summary strong").Select(module => module.TextContent)));
        Button(Floating.FindAll("button"), "Reject 2 submissions").Click();
        Floating.WaitForAssertion(() => Assert.Contains("Choose a reason.", Floating.Markup, StringComparison.Ordinal));
        Assert.Empty(Database.Read(db => db.Decisions.ToList()));

        Choose("Unsafe code");
        Floating.Find("textarea").Change("It opens a port.");
        Button(Floating.FindAll("button"), "Reject 2 submissions").Click();

        page.WaitForAssertion(() => Assert.Equal(
            2, Database.Read(db => db.Decisions.Count(d => d.Reason == "Unsafe code" && d.Message == "It opens a port."))));
        Changed(LiveTopic.Queue);
        page.WaitForAssertion(() => Assert.Equal(["Acme.Shop"], Modules(page)));
        page.WaitForAssertion(() => Assert.DoesNotContain("selected</span>", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_approved_together_stays_in_the_summary_with_its_reason()
    {
        Review("Acme.Mail");
        var page = Listed(1);
        Press(page, "x");
        page.WaitForAssertion(() => Assert.NotNull(Button(page.FindAll("button"), "Approve")));

        Button(page.FindAll("button"), "Approve").Click();
        Floating.WaitForAssertion(() => Assert.NotNull(Button(Floating.FindAll("button"), "Approve Acme.Mail 1.0.0")));
        Button(Floating.FindAll("button"), "Approve Acme.Mail 1.0.0").Click();

        Floating.WaitForAssertion(() => Assert.Contains(
            "Not every required check has passed", Floating.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void The_filters_above_the_list_stand_in_the_address()
    {
        Review("Acme.Mail");
        Review("Acme.Chat");
        var page = Listed(2);

        page.Find("[role=search] input").Input("chat");
        Database.Clock.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Equal(["Acme.Chat"], Modules(page)));
        Assert.Equal("?module=chat", new Uri(Navigation.Uri).Query);
    }

    [Fact]
    public void Decided_reviews_are_shown_with_their_outcome_and_cannot_be_selected()
    {
        Review("Acme.Mail", review => review.Decide(DecisionAction.Reject, _mona.UserId, "Other", "No.", Database.Now));
        Navigation.NavigateTo("/moderation?tab=decided");
        var page = Listed(1);

        Assert.Equal("Rejected", page.Find("tbody .badge").TextContent.Trim());
        Assert.Empty(page.FindAll("tbody input[type=checkbox]"));
        Assert.Empty(page.FindAll("[data-key=a]"));
    }

    [Fact]
    public void What_is_being_checked_has_a_tab()
    {
        Database.Save(new Submission(_acme.Id, Database.Member(_acme), "Acme.Mail", "1.0.0", A.Hash(), 1000, A.Day));
        Navigation.NavigateTo("/moderation?tab=scanning");
        var page = Draw<QueuePage>();

        page.WaitForAssertion(() => Assert.Contains("Received", page.Find("tbody .badge").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void A_report_is_closed_with_its_outcome()
    {
        var module = Database.Available(_acme, "Acme.Mail").ModuleId;
        Database.Save(new Report(module, "1.0.0", ReportKind.Malicious, "It sends addresses elsewhere.", Database.Stranger().UserId, A.Day));
        Navigation.NavigateTo("/moderation?tab=reports");
        var page = Draw<QueuePage>();
        page.WaitForAssertion(() => Assert.Contains("It sends addresses elsewhere.", page.Markup, StringComparison.Ordinal));

        page.Find("tbody .actions button").Click();
        Floating.WaitForAssertion(() => Assert.NotNull(Floating.Find("textarea")));
        Floating.Find("textarea").Change("Not so.");
        Floating.Submit();

        page.WaitForAssertion(() => Assert.Contains("Not so.", page.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.NotNull(Database.Read(db => db.Set<Report>().Single().ClosedAt));
    }

    private IRenderedComponent<QueuePage> Listed(int rows)
    {
        var page = Draw<QueuePage>();
        page.WaitForAssertion(() => Assert.Equal(rows, Modules(page).Count));
        return page;
    }

    private long Review(string module, Action<Review>? act = null, int due = 5)
    {
        var review = new Review(_acme.Id, module, "1.0.0", A.Hash(), "New module", A.Day, A.Day.AddDays(2).AddHours(due));
        act?.Invoke(review);
        return Database.Saved(review).Id;
    }

    // The list of choices is drawn where it floats once the field is opened.
    private void Choose(string reason)
    {
        var field = Floating.FindComponent<DecisionFields>();
        field.InvokeAsync(() => field.FindComponents<MudBlazor.MudSelect<string>>()[0].Instance.SelectOption(reason));
    }

    private static void Press(IRenderedComponent<QueuePage> page, string key) => page.Find($"[data-key={key}]").Click();

    private static IElement Button(IEnumerable<IElement> buttons, string text) => buttons.Single(button => button.TextContent.Trim() == text);

    private static string Marked(IRenderedComponent<QueuePage> page) => page.Find("tr.selected .subject").TextContent;

    private static List<string> Modules(IRenderedComponent<QueuePage> page) => [.. page.FindAll("tbody .subject").Select(link => link.TextContent)];
}
