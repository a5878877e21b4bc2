using Bunit;
using Marketplace.Catalog;
using Marketplace.Moderation;
using Marketplace.Portal.Moderation;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Scanning;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Moderation;

/// <summary>What a moderator reads before a decision.</summary>
public class EvidenceTests : PageTest
{
    [Fact]
    public void A_new_capability_is_a_warning_and_never_good_news()
    {
        var table = Draw<ComparisonTable>(table => table.Add(t => t.What, "capability").Add(t => t.Warns, true).Add(t => t.Against, "1.0.0").Add(t => t.Rows,
            
        [
            new Compared("endpoints", Difference.Same, "/mail", "/mail"), new Compared("process", Difference.Added),
            new Compared("network", Difference.Removed),
        ]));

        Assert.Equal(["warning", null], table.FindAll(".badge").Select(badge => badge.ClassList.FirstOrDefault(name => name is "warning" or "success")));
        Assert.Equal("process", table.Find("tbody td").TextContent);
        Assert.Empty(table.FindAll(".success"));
        Assert.Contains("Compared with 1.0.0", table.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_or_asks_for_nothing_says_so()
    {
        Assert.Contains("cannot be read", Draw<ComparisonTable>(table => table.Add(t => t.What, "capability").Add(t => t.Rows, null)).Markup,
            StringComparison.Ordinal);
        Assert.Contains("It asks for no capability.", Draw<ComparisonTable>(table => table.Add(t => t.What, "capability").Add(t => t.Rows, [])).Markup,
            StringComparison.Ordinal);
        Assert.Contains("cannot be read", Draw<FileTree>(tree => tree.Add(t => t.Files, null)).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tree_shows_what_differs_in_its_folders_and_the_rest_when_asked()
    {
        var tree = Draw<FileTree>(tree => tree.Add(t => t.Files,
        [
            new Compared("module.json", Difference.Changed, "200 bytes", "220 bytes"),
            new Compared("lib/net10.0/Acme.Mail.dll", Difference.Added, "", "4,096 bytes"),
            new Compared("README.md", Difference.Same, "10 bytes", "10 bytes"),
        ]));
        Assert.Equal(["lib/net10.0", "Acme.Mail.dll", "module.json"], Names(tree));
        Assert.Contains("200 bytes, now 220 bytes", tree.Markup, StringComparison.Ordinal);

        tree.Find("input[type=checkbox]").Change(true);

        tree.WaitForAssertion(() => Assert.Equal(["lib/net10.0", "Acme.Mail.dll", "module.json", "README.md"], Names(tree)));
        Assert.Equal("10 bytes", tree.FindAll(".file > .small")[^1].TextContent);
    }

    [Fact]
    public void History_is_told_in_words_and_in_its_order()
    {
        var review = new ReviewDetail(
            1, "Acme.Mail", "1.0.0", A.Hash(), 1, "Acme", 3, "New module", ReviewState.Approved, A.Day.AddHours(1), A.Day.AddHours(9), null, null, null,
            [
                new ReviewEvent(DecisionAction.RequestChanges, "Mona", "Other", "Please add a readme.", A.Day.AddHours(2)),
                new ReviewEvent(DecisionAction.Approve, "Mona", "", "", A.Day.AddHours(3)),
                new ReviewEvent(DecisionAction.Suspend, "Jonas", "", "It loses mail.", A.Day.AddHours(4)),
            ], null);
        var history = Draw<ReviewHistory>(history => history.Add(h => h.Review, review)
            .Add(h => h.Checks, [new CheckReport("archive", Verdict.Passed, A.Day, A.Day, [])]));

        Assert.Equal(
            ["Checks finished 1 of 1 passed", "Queued New module", "Changes requested by Mona", "Approved by Mona", "Suspended by Jonas"],
            history.FindAll("[role=listitem] .entry > span:first-child").Select(entry =>
                string.Join(' ', entry.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        Assert.True(review.IsSuspended);
    }

    private static List<string> Names(IRenderedComponent<FileTree> tree) => [.. tree.FindAll(".file > .mono").Select(name => name.TextContent)];
}
