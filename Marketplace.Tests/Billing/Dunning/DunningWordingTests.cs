using Marketplace.Billing.Dunning;
using Marketplace.Billing.Subscriptions;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Dunning.Failures;

namespace Marketplace.Tests.Billing.Dunning;

/// <summary>Operators write what the mails of a campaign say, with placeholders that are filled in when they are sent.</summary>
public sealed class DunningWordingTests
{
    private const string Names = "{client}, {module}, {amount}, {reason}, {retry}, {ends}, {link}";

    private static readonly DunningWording Own = new("{client}: {amount} for {module}", "Dear {client},\n{reason}. {retry}\nIt ends on {ends}.\n{link}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "{link}", "Enter a subject of at most 150 characters.")]
    [InlineData("One\nmore", "{link}", "The subject is one line.")]
    [InlineData("Unpaid", " ", "Enter a text of at most 4000 characters.")]
    [InlineData("{modul} is unpaid", "{link}", "{modul} is not a placeholder. Use " + Names + ".")]
    [InlineData("Unpaid", "{link} {Amount}", "{Amount} is not a placeholder. Use " + Names + ".")]
    [InlineData("Unpaid", "{link} {}", "{} is not a placeholder. Use " + Names + ".")]
    [InlineData("Unpaid", "{link} {amount", "A brace is missing: a placeholder is written as {module}.")]
    [InlineData("Unpaid", "Please pay {amount}.", "The text needs {link}: by it the client pays.")]
    public void What_a_mail_cannot_say_is_refused_with_the_reason(string subject, string body, string problem) =>
        Assert.Equal(problem, new DunningWording(subject, body).Problem(DunningLetter.Reminder));

    [Fact]
    public void What_has_ended_is_not_tried_again_and_needs_no_link()
    {
        Assert.Null(new DunningWording("{module} has ended", "Good-bye, {client}.").Problem(DunningLetter.Ended));
        Assert.StartsWith("{retry} is not a placeholder.", new DunningWording("Ended", "{retry}").Problem(DunningLetter.Ended), StringComparison.Ordinal);
    }

    [Fact]
    public void All_shipped_texts_can_be_sent_and_their_samples_are_filled_in()
    {
        foreach (var letter in Enum.GetValues<DunningLetter>())
        {
            var text = DunningWording.Default(letter);
            Assert.Null(text.Problem(letter));
            Assert.DoesNotContain("{", $"{text.Sample().Subject}{text.Sample().Body}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_text_is_kept_in_the_plan_and_needs_a_mail()
    {
        var plan = Plan(new(0) { Mail = DunningLetter.PaymentFailed, Text = Own }, new(3));
        Assert.Null(plan.Problem());
        Assert.Equal(Own, DunningPlan.Parse(plan.ToJson()).Steps[0].Text);
        Assert.Equal("On day 0 nothing is mailed, so it has no text.", Plan(new(0) { Text = Own }, new(3)).Problem());
        Assert.Equal(
            "Mail of day 0: The text needs {link}: by it the client pays.",
            Plan(new(0) { Mail = DunningLetter.Reminder, Text = Own with { Body = "Pay." } }, new(3)).Problem());
        // It is read as it was saved before there were texts.
        Assert.Null(DunningPlan.Parse("""{"steps":[{"day":0,"mail":"PaymentFailed"},{"day":3}]}""").Steps[0].Text);
    }

    [Fact]
    public async Task The_mail_says_what_was_written_and_other_days_what_is_shipped()
    {
        using var shop = await OpenAsync();
        shop.Read(db => db.Subscriptions.ExecuteUpdate(set => set.SetProperty(s => s.Name, "Shop {link}")));
        await CampaignAsync(shop, Plan(
            new(0) { Mail = DunningLetter.PaymentFailed, Text = Own }, new(2) { Mail = DunningLetter.Reminder }, new(3) { Retries = true }, new(4)));

        await WorkAsync(shop);

        var mail = LastLetter(shop);
        Assert.Equal($"{shop.Globex.Name}: €119.00 for Shop {{link}}", mail.Subject);
        Assert.StartsWith(
            $"Dear {shop.Globex.Name},\nVisa •••• 0341 was declined. We will try again on April 5, 2026.\nIt ends on April ",
            mail.Text, StringComparison.Ordinal);
        Assert.NotEmpty(Token(shop));
        await WaitAsync(shop, 3);
        Assert.Equal("Reminder: €119.00 for Shop {link} is still unpaid", Letters(shop)[^1]);
    }

    [Fact]
    public async Task What_was_mailed_is_looked_up_in_the_version_that_mailed_it()
    {
        using var shop = await OpenAsync();
        var plan = Plan(new(0) { Mail = DunningLetter.PaymentFailed, Text = Own }, new(4));
        var id = await CampaignAsync(shop, plan);
        await WorkAsync(shop);
        var later = plan with { Steps = [plan.Steps[0] with { Text = null }, plan.Steps[1]] };
        Assert.IsType<CampaignOutcome.Saved>(await shop.Get<CampaignChanges>().SaveAsync(shop.Operator, id, 1, later, Cancel));

        var view = (await shop.Get<CampaignQueries>().ReadAsync(shop.Operator, id, Cancel))!;

        Assert.Equal([(2, null), (1, Own)], view.Versions.Select(version => (version.Number, version.Plan.Steps[0].Text)));
        Assert.Equal(1, Case(shop).Campaign.Number);
        var refused = Assert.IsType<CampaignOutcome.Invalid>(await shop.Get<CampaignChanges>().SaveAsync(
            shop.Operator, id, 2, plan with { Steps = [plan.Steps[0] with { Text = new("{who}", "{link}") }, plan.Steps[1]] }, Cancel));
        Assert.StartsWith("Mail of day 0: {who} is not a placeholder.", refused.Problem, StringComparison.Ordinal);
    }
}
