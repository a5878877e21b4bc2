using Marketplace.Resolution;
using NuGet.Versioning;

namespace Marketplace.Tests.Resolution;

using static Marketplace.Resolution.ResolverOutcome;

public class StoryTests
{
    [Fact]
    public void A_release_beside_others_is_not_called_the_only_one()
    {
        var graph = new Graph().Has("Shop 1.0.0 > Cart [3.0,)").Has("Cart 2.1.0").Has("Cart 4.0.0 > Pdf [1.0,2.0]");

        Assert.Equal(
            [
                "Shop 1.0.0 needs Cart 3.0 or later",
                "Cart 4.0.0 needs Pdf 1.0 or later, 2.0 or earlier",
                "Cart 2.1.0 is another release to choose from",
                "Pdf is not in the catalog",
            ],
            Story(graph, ChangeRequest.Install("Shop")));
    }

    [Theory]
    [InlineData("3.0.0-beta", true, Withdrawal.None, "", "is a prerelease")]
    [InlineData("3.0.0", false, Withdrawal.Unlisted, "", "is unlisted")]
    [InlineData("3.0.0", false, Withdrawal.Suspended, "", "is suspended")]
    [InlineData("3.0.0", false, Withdrawal.None, "", "is not available")]
    [InlineData("3.0.0", true, Withdrawal.None, "[4.0,)", "needs host 4.0 or later")]
    [InlineData("3.0.1", true, Withdrawal.None, "", "is not covered by this site's license")]
    public void The_release_that_would_fit_is_named_with_why_it_is_left_out(string version, bool available, Withdrawal withdrawal, string host, string why)
    {
        var graph = new Graph().Has($"Shop 1.0.0 > Cart [{version}]").Has("Cart 2.0.0").Has("Cart 4.2.0");
        graph.Has($"Cart {version}", host, available);
        graph.Releases[^1] = graph.Releases[^1] with { Withdrawal = withdrawal };
        var site = version is "3.0.1" ? graph.Later("Cart 3.0.1", "Cart 4.2.0").Covering("Cart") : graph.Site;

        var refused = Assert.IsType<Refused>(Resolver.Resolve(graph.Catalog, site, ChangeRequest.Install("Shop")));

        Assert.Equal($"Cart {version} would fit but {why}", refused.Story[^1].ToString());
        Assert.Equal(
            version is "3.0.1"
                ? "Cart 2.0.0 is the only release to choose from"
                : "Cart 2.0.0 and 4.2.0 are the releases to choose from",
            refused.Story[^2].ToString());
    }

    [Fact]
    public void A_span_of_many_releases_leaves_out_by_name_what_does_not_belong()
    {
        var graph = new Graph().Has("Shop 1.0.0 > Cart [9.0,)");
        foreach (var version in new[] { "1.0.0", "2.0.0", "3.0.0-beta", "4.0.0", "5.0.0" })
        {
            graph.Has($"Cart {version}");
        }

        Assert.Equal("Cart 1.0.0 to 5.0.0 except 3.0.0-beta are the releases to choose from", Story(graph, ChangeRequest.Install("Shop"))[1]);
    }

    [Fact]
    public void A_circle_is_reached_from_what_was_asked_for()
    {
        var graph = new Graph().Has("Shop 1.0.0 > Cart").Has("Cart 1.0.0 > Zip").Has("Zip 1.0.0 > Base").Has("Base 1.0.0 > Zip");

        var refused = Assert.IsType<Refused>(graph.Resolve(ChangeRequest.Install("Shop")));

        Assert.Equal("Zip and Base need each other in a circle.", refused.Sentence);
        Assert.Equal(
            ["Shop 1.0.0 needs Cart in any version", "Cart 1.0.0 needs Zip in any version",
                "Zip 1.0.0 needs Base in any version", "Base 1.0.0 needs Zip in any version"],
            refused.Story.Select(fact => fact.ToString()));
    }

    [Fact]
    public void A_plan_that_misses_the_newest_says_why_and_how_to_get_it()
    {
        var graph = new Graph()
            .Has("Invoicing 2.2.3 > Pdf [1.0,)").Has("Invoicing 2.4.0 > Pdf [2.1,)").Has("Pdf 1.9.2").Has("Pdf 2.1.4").With("Pdf 1.9.2");
        graph.Pinned.Add("Pdf");

        var solved = Assert.IsType<Solved>(graph.Resolve(ChangeRequest.Install("Invoicing")));

        Assert.Equal("2.4.0", solved.Missed?.ToString());
        Assert.Equal(["Invoicing 2.4.0 needs Pdf 2.1 or later", "Pdf 1.9.2 is installed and is pinned"], solved.Obstacle.Select(fact => fact.ToString()));
        Assert.Equal(
            "Update Pdf 2.1.4 too, although it is pinned",
            Assert.Single(WaysOut.Of(graph.Catalog, graph.Site, ChangeRequest.Install("Invoicing"), solved)).Title);
    }

    [Fact]
    public void Reasons_do_not_depend_on_the_order_of_needs_and_speak_of_no_empty_range()
    {
        foreach (var needs in new[] { new[] { "Pdf", "Mail" }, ["Mail", "Pdf"] })
        {
            var graph = new Graph().Has("Shop 1.0.0", needs: needs).Has("Pdf 1.0.0").Has("Mail 1.0.0").With("Shop 1.0.0").With("Pdf 1.0.0").With("Mail 1.0.0");
            var request = ChangeRequest.Uninstall("Pdf", "Mail").AndDependents();

            Assert.Equal("Needs Mail in any version", Assert.IsType<Solved>(graph.Resolve(request)).Choices.Single(choice => choice.Id is "Shop").Reason);
        }

        var install = Assert.IsType<Solved>(new Graph().Has("App 1.0.0 > Lib").Has("Lib 1.0.0").Resolve(ChangeRequest.Install("App")));
        Assert.Equal("App 1.0.0 needs it", install.Choices.Single(choice => choice.Id is "Lib").Reason);
    }

    private static IReadOnlyList<string> Story(Graph graph, ChangeRequest request) =>
        [.. Assert.IsType<Refused>(graph.Resolve(request)).Story.Select(fact => fact.ToString())];
}
