using Marketplace.Resolution;

namespace Marketplace.Tests.Resolution;

using static Marketplace.Resolution.ResolverOutcome;

public sealed class LicensedReleaseTests
{
    [Fact]
    public void Takes_the_newest_that_a_license_covers_and_names_the_newest_of_all()
    {
        var graph = new Graph().Has("Shop 1.0.0").Has("Shop 2.0.0").Has("Shop 3.0.0").Later("Shop 3.0.0");

        var solved = Assert.IsType<Solved>(Resolver.Resolve(graph.Catalog, graph.Covering("Shop"), ChangeRequest.Install("Shop")));

        Assert.Equal(
            ("2.0.0", "You asked for it; newest that the license covers; it does not cover 3.0.0"),
            (solved.Choices[0].To!.ToNormalizedString(), solved.Choices[0].Reason));
        Assert.Equal(("3.0.0", true), (solved.Missed!.ToNormalizedString(), solved.NeedsLicense));
        Assert.Equal(["Shop 3.0.0 is not covered by this site's license"], solved.Obstacle.Select(fact => fact.ToString()));
    }

    [Fact]
    public void Asked_for_by_its_version_a_release_comes_that_no_license_covers()
    {
        var graph = new Graph().Has("Shop 2.0.0").Has("Shop 3.0.0").Later("Shop 3.0.0");

        var answer = Resolver.Resolve(graph.Catalog, graph.Covering("Shop"), ChangeRequest.Install("Shop", new("3.0.0")));

        Assert.Equal("3.0.0", Assert.IsType<Solved>(answer).Choices[0].To!.ToNormalizedString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_a_license_covers_none_the_newest_comes(bool hasUnlisted)
    {
        var graph = new Graph().Has("Shop 2.0.0").Has("Shop 3.0.0").Later("Shop 2.0.0", "Shop 3.0.0");
        graph = hasUnlisted ? graph.Has("Shop 1.0.0", available: false) : graph;

        var solved = Assert.IsType<Solved>(Resolver.Resolve(graph.Catalog, graph.Covering("Shop"), ChangeRequest.Install("Shop")));

        Assert.Equal(("3.0.0", false), (solved.Choices[0].To!.ToNormalizedString(), solved.NeedsLicense));
    }

    [Fact]
    public void Updating_everything_takes_what_licenses_cover_and_says_where_they_end()
    {
        var graph = new Graph().Has("Cart 1.0.0").Has("Cart 2.0.0").Has("Pdf 1.0.0").Has("Pdf 1.1.0").Has("Pdf 2.0.0").Has("Shop 1.0.0").Has("Shop 2.0.0")
            .With("Cart 1.0.0").With("Pdf 1.0.0").With("Shop 1.0.0").Later("Shop 2.0.0", "Pdf 2.0.0");

        var solved = Assert.IsType<Solved>(Resolver.Resolve(graph.Catalog, graph.Covering("Shop", "Pdf"), ChangeRequest.UpdateEverything()));

        Assert.Equal(
            [
                "Cart 2.0.0: To the newest stable for host 3.2.1",
                "Pdf 1.1.0: To the newest that the license covers; it does not cover 2.0.0",
                "Shop 1.0.0: The newest that the license covers; it does not cover 2.0.0",
            ],
            solved.Choices.Select(choice => $"{choice.Id} {choice.To}: {choice.Reason}"));
    }

    [Fact]
    public void Where_only_a_license_keeps_the_newest_away_there_is_nothing_to_do_and_it_says_so()
    {
        var graph = new Graph().Has("Shop 1.0.0", available: false).Has("Shop 2.0.0").With("Shop 1.0.0").Later("Shop 2.0.0");

        Assert.Equal(
            "Shop 1.0.0 is the newest that the license covers; it does not cover 2.0.0.",
            Assert.IsType<NothingToDo>(Resolver.Resolve(graph.Catalog, graph.Covering("Shop"), ChangeRequest.Update("Shop"))).Sentence);
        Assert.Equal(
            "Every module is in the newest version that fits host 3.2.1, the licenses and the other modules.",
            Assert.IsType<NothingToDo>(Resolver.Resolve(graph.Catalog, graph.Covering("Shop"), ChangeRequest.UpdateEverything())).Sentence);
    }
}
