using AngleSharp.Dom;
using Bunit;
using Marketplace.Accounts;
using Marketplace.Moderation;
using Marketplace.Portal.Moderation;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Moderation;

public sealed class DecisionPanelTests : PageTest
{
    private readonly Organization _acme;
    private readonly Actor _mona;

    public DecisionPanelTests()
    {
        Services.AddModeration();
        (_acme, _mona) = (Database.Publisher(), Database.Staff(StaffRole.Moderator));
        SignIn(_mona);
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_filled_button_repeats_the_choice_in_words()
    {
        var panel = await PanelAsync(Review());
        Assert.True(Confirm(panel).HasAttribute("disabled"));

        foreach (var (key, words) in new[]
        {
            ("a", "Approve Acme.Mail 1.0.0"), ("r", "Reject Acme.Mail 1.0.0"), ("i", "Ask for changes in 1.0.0"), ("e", "Escalate Acme.Mail 1.0.0"),
        })
        {
            panel.Find($"[data-key={key}]").Click();
            panel.WaitForAssertion(() => Assert.Equal(words, Confirm(panel).TextContent.Trim()));
            Assert.Equal("true", panel.Find($"[data-key={key}]").GetAttribute("aria-checked"));
        }
    }

    [Fact]
    public async Task A_rejection_needs_a_reason_and_words_which_are_asked_for_at_their_fields()
    {
        var panel = await PanelAsync(Review(), "reject");

        await Confirm(panel).ClickAsync(new());
        panel.WaitForAssertion(() => Assert.Equal(["Choose a reason.", "Write what is wrong and what to change."], Faults(panel)));

        await ReasonAsync(panel, "Unsafe code");
        panel.Find("textarea").Change("It opens a port.");
        await Confirm(panel).ClickAsync(new());

        panel.WaitForAssertion(() => Assert.Equal(ReviewState.Rejected, Database.Read(db => db.Reviews.Single().State)));
        Assert.Equal(("Unsafe code", "It opens a port."), Database.Read(db => db.Decisions.Select(d => ValueTuple.Create(d.Reason, d.Message)).Single()));
        Assert.Equal("moderation", Address);
    }

    [Fact]
    public async Task A_canned_reply_begins_the_message_and_the_publishers_view_is_shown()
    {
        var panel = await PanelAsync(Review(), "requestchanges");
        var (name, text) = DecisionDraft.Replies.First();

        await panel.InvokeAsync(() => panel.FindComponents<MudBlazor.MudSelect<string>>()[1].Instance.SelectOption(name));

        panel.WaitForAssertion(() => Assert.Contains(text, panel.Find("blockquote").TextContent, StringComparison.Ordinal));
        Assert.Equal(text, panel.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public async Task What_is_typed_survives_the_changes_of_others_and_even_their_decision()
    {
        var review = Review();
        var panel = await PanelAsync(review, "reject");
        panel.Find("textarea").Change("It opens a port.");

        var other = Database.Staff(StaffRole.Moderator);
        await Decisions.ClaimAsync(other, review, Cancel);
        await AgainAsync(panel, review);
        Assert.Contains("Claimed by Mo, 45 min left", panel.Markup, StringComparison.Ordinal);
        Assert.Equal("It opens a port.", panel.Find("textarea").GetAttribute("value"));

        await Decisions.DecideAsync(other, review, DecisionAction.Reject, "Other", "No.", Cancel);
        await AgainAsync(panel, review);
        Assert.Contains("This review is decided: rejected.", panel.Markup, StringComparison.Ordinal);
        Assert.Equal("It opens a port.", panel.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public async Task A_decision_applies_to_the_other_versions_that_are_chosen()
    {
        var (review, candidate) = (Review(), Review("1.1.0-rc.1"));
        Review("1.2.0");
        var panel = await PanelAsync(review, "reject");
        Assert.Equal(["1.0.0", "1.1.0-rc.1", "1.2.0"], panel.FindAll("fieldset label").Select(label => label.TextContent.Trim()));

        panel.FindAll("fieldset input")[1].Change(true);
        panel.WaitForAssertion(() => Assert.Equal("Reject Acme.Mail 1.0.0, 1.1.0-rc.1", Confirm(panel).TextContent.Trim()));
        await ReasonAsync(panel, "Other");
        panel.Find("textarea").Change("No.");
        await Confirm(panel).ClickAsync(new());

        panel.WaitForAssertion(() => Assert.Equal(
            new[] { review, candidate }.Order(),
            Database.Read(db => db.Reviews.Where(r => r.State == ReviewState.Rejected).Select(r => r.Id).Order().ToList())));
    }

    [Fact]
    public async Task A_decision_of_ones_own_module_is_refused_in_words()
    {
        Database.Save(new Membership(_acme.Id, _mona.UserId, MemberRole.Member, A.Day));
        var panel = await PanelAsync(Review(), "approve");

        await Confirm(panel).ClickAsync(new());

        panel.WaitForAssertion(() => Assert.Contains("another moderator has to decide", panel.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    private ReviewDecisions Decisions => Services.GetRequiredService<ReviewDecisions>();

    private async Task<IRenderedComponent<DecisionPanel>> PanelAsync(long review, string? begin = null)
    {
        var read = await ReadAsync(review);
        return Draw<DecisionPanel>(panel => panel.Add(p => p.Review, read).Add(p => p.Begin, begin));
    }

    private async Task AgainAsync(IRenderedComponent<DecisionPanel> panel, long review)
    {
        var read = await ReadAsync(review);
        panel.Render(again => again.Add(p => p.Review, read));
    }

    private async Task<ReviewDetail> ReadAsync(long review) => (await Services.GetRequiredService<ReviewQueries>().ReadAsync(_mona, review, Cancel))!;

    private long Review(string version = "1.0.0") =>
        Database.Saved(new Review(_acme.Id, "Acme.Mail", version, A.Hash(), "New module", A.Day, A.Day.AddDays(2))).Id;

    private static Task ReasonAsync(IRenderedComponent<DecisionPanel> panel, string reason) =>
        panel.InvokeAsync(() => panel.FindComponents<MudBlazor.MudSelect<string>>()[0].Instance.SelectOption(reason));

    private static IElement Confirm(IRenderedComponent<DecisionPanel> panel) => panel.Find("[data-key=Enter]");

    private static IEnumerable<string> Faults(IRenderedComponent<DecisionPanel> panel) =>
        panel.FindAll(".mud-input-error").Where(part => part.ClassList.Contains("mud-input-helper-text")).Select(part => part.TextContent.Trim());
}
