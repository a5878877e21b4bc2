using Marketplace.Resolution;
using NuGet.Versioning;

namespace Marketplace.Tests.Resolution;

public class WaysOutTests
{
    [Fact]
    public void Offers_an_older_release_and_the_removal_of_what_blocks_beside_the_plan_itself()
    {
        var graph = new Graph()
            .Has("Invoicing 2.4.0 > Pdf [2.1,)").Has("Invoicing 2.2.3 > Pdf [1.0,)").Has("Pdf 1.9.2").Has("Pdf 2.1.4")
            .Has("Letters 3.0.5 > Pdf [1.0,2.0)").Has("Letters 3.1.0 > Pdf [1.0,3.0)")
            .With("Pdf 1.9.2").With("Letters 3.0.5");

        Assert.Equal(
            ["Install Invoicing 2.2.3 instead: 1 added.", "Uninstall Letters: 1 added, 1 updated, 1 removed."],
            Told(graph, ChangeRequest.Install("Invoicing")));
    }

    [Fact]
    public void Offers_to_remove_the_installed_module_that_cannot_agree()
    {
        var graph = new Graph()
            .Has("Shop 1.0.0 > Pdf [2.0,)").Has("Pdf 1.0.0").Has("Pdf 2.0.0").Has("Letters 1.0.0 > Pdf [1.0,2.0)")
            .With("Letters 1.0.0").With("Pdf 1.0.0");

        Assert.Equal(["Uninstall Letters: 1 added, 1 updated, 1 removed."], Told(graph, ChangeRequest.Install("Shop")));
    }

    [Fact]
    public void Offers_to_remove_everything_that_needs_the_removed_module()
    {
        var graph = new Graph().Has("Shop 1.0.0 > Cart").Has("Cart 1.0.0 > Pdf").Has("Pdf 1.0.0").With("Shop 1.0.0").With("Cart 1.0.0").With("Pdf 1.0.0");

        Assert.Equal(["Uninstall Cart, Pdf and Shop together: 3 removed."], Told(graph, ChangeRequest.Uninstall("Pdf")));
    }

    [Fact]
    public void Offers_a_pin_less_a_prerelease_a_wish_less_or_a_newer_host_where_they_would_do()
    {
        var graph = new Graph()
            .Has("Shop 1.0.0 > Pdf [2.0,)").Has("Mail 1.0.0").Has("Pdf 1.0.0").Has("Pdf 2.0.0").Has("Theme 2.0.0-rc.1")
            .Has("Theme 3.0.0", host: "[4.0,5.0)").With("Pdf 1.0.0");
        graph.Pinned.Add("Pdf");

        Assert.Equal(["Update Pdf 2.0.0 too, although it is pinned: 1 added, 1 updated."], Told(graph, ChangeRequest.Install("Shop")));
        Assert.Equal(
            ["Leave Shop out: 1 added.", "Update Pdf 2.0.0 too, although it is pinned: 2 added, 1 updated."],
            Told(graph, ChangeRequest.Install("Shop").And(ChangeRequest.Install("Mail"))));
        Assert.Equal(["Take the prerelease Theme 2.0.0-rc.1: 1 added.", "Update the host to 4.0.0 first: 1 added."],
            Told(graph, ChangeRequest.Install("Theme")));
    }

    [Fact]
    public void Offers_an_older_release_than_the_installed_one_where_the_version_asked_for_is_gone()
    {
        var graph = new Graph().Has("Shop 1.1.0").With("Shop 1.2.0");

        Assert.Equal(["Update Shop 1.1.0 instead: 1 updated."], Told(graph, ChangeRequest.Update("Shop", NuGetVersion.Parse("1.0.0"))));
    }

    [Fact]
    public void Offers_to_keep_what_was_to_be_removed_and_to_change_what_was_held()
    {
        var graph = new Graph().Has("Shop 1.0.0 > Pdf [2.0,)").Has("Pdf 1.0.0").Has("Pdf 2.0.0").With("Pdf 1.0.0");

        Assert.Equal(["Keep Pdf: 1 added, 1 updated."], Told(graph, ChangeRequest.Install("Shop", null, "Pdf")));
        Assert.Equal(["Change Pdf too: 1 added, 1 updated."], Told(graph, ChangeRequest.Install("Shop").Holding("Pdf")));
    }

    [Fact]
    public void Offers_several_prereleases_together_or_an_older_one()
    {
        var both = new Graph().Has("Shop 2.0.0-beta > Pdf [1.0,)").Has("Pdf 4.0.0-beta");
        var older = new Graph().Has("Shop 1.0.0 > Pdf [2.0.0-beta,2.0.0-rc]").Has("Pdf 2.0.0-beta").Has("Pdf 3.0.0-beta");

        Assert.Equal(["Take the prereleases Shop 2.0.0-beta and Pdf 4.0.0-beta: 2 added."], Told(both, ChangeRequest.Install("Shop")));
        Assert.Equal(["Take the prerelease Pdf 2.0.0-beta: 2 added."], Told(older, ChangeRequest.Install("Shop")));
    }

    [Fact]
    public void Offers_to_change_a_pinned_module_to_an_older_release()
    {
        var graph = new Graph().Has("Shop 1.0.0 > Pdf [1.0.0]").Has("Pdf 1.0.0").With("Pdf 1.1.0");
        graph.Pinned.Add("Pdf");

        Assert.Equal(["Change Pdf 1.0.0 too, although it is pinned: 1 added, 1 updated."], Told(graph, ChangeRequest.Install("Shop")).Take(1));
    }

    [Fact]
    public void Offers_the_removal_of_several_modules_where_none_is_enough()
    {
        var needed = new Graph().Has("Shop 1.0.0").Has("Pdf 1.0.0").Has("Letters 1.0.0 > Pdf").With("Pdf 1.0.0").With("Letters 1.0.0");
        needed.Releases[0] = needed.Releases[0] with { Conflicts = [Graph.Need("Pdf [1.0,2.0)")] };
        var two = new Graph().Has("Shop 1.0.0").Has("Pdf 1.0.0").Has("Mail 1.0.0").Has("Search 1.0.0")
            .With("Pdf 1.0.0").With("Mail 1.0.0").With("Search 1.0.0");
        two.Releases[0] = two.Releases[0] with { Conflicts = [Graph.Need("Pdf"), Graph.Need("Mail")] };

        Assert.Equal(["Uninstall Letters and Pdf: 1 added, 2 removed."], Told(needed, ChangeRequest.Install("Shop")));
        Assert.Equal(["Uninstall Mail and Pdf: 1 added, 2 removed."], Told(two, ChangeRequest.Install("Shop")));
    }

    [Fact]
    public void Offers_a_license_and_a_host_that_a_needed_module_begins_at()
    {
        var graph = new Graph().Has("Shop 1.0.0 > Pdf [2.0,)").Has("Pdf 1.0.0").Has("Pdf 2.0.0").Later("Pdf 2.0.0");
        var site = graph.Covering("Pdf");
        var host = new Graph().Has("Shop 1.0.0 > Pdf [2.0,)").Has("Pdf 2.0.0 > Mail").Has("Mail 1.0.0", host: "(3.9.9,)");

        Assert.Equal(
            ["Get a license for Pdf 2.0.0 first: 2 added."],
            WaysOut.Of(graph.Catalog, site, ChangeRequest.Install("Shop"), Resolver.Resolve(graph.Catalog, site, ChangeRequest.Install("Shop"))).Select(Told));
        Assert.Equal(["Update the host to 3.9.10 first: 3 added."], Told(host, ChangeRequest.Install("Shop")));
    }

    [Fact]
    public void Offers_the_newest_by_its_version_where_only_a_license_is_missing()
    {
        var graph = new Graph().Has("Shop 1.0.0").Has("Shop 2.0.0").Later("Shop 2.0.0");
        var (site, request) = (graph.Covering("Shop"), ChangeRequest.Install("Shop"));

        var way = Assert.Single(WaysOut.Of(graph.Catalog, site, request, Resolver.Resolve(graph.Catalog, site, request)));

        Assert.Equal("Get a license for Shop 2.0.0 first: 1 added.", Told(way));
        Assert.Equal(new("2.0.0"), way.Request.Only!.Version);
    }

    [Fact]
    public void Offers_a_prerelease_where_the_story_tells_only_of_a_circle()
    {
        var graph = new Graph().Has("Shop 1.0.0 > Pdf").Has("Shop 3.0.0 > Shop (,2.0.0)").Has("Pdf 2.0.0-rc.1");

        Assert.Equal(RefusalKind.Cycle, Assert.IsType<ResolverOutcome.Refused>(graph.Resolve(ChangeRequest.Install("Shop"))).Kind);
        Assert.Equal(["Take the prerelease Pdf 2.0.0-rc.1: 2 added."], Told(graph, ChangeRequest.Install("Shop")));
    }

    private static IEnumerable<string> Told(Graph graph, ChangeRequest request) =>
        WaysOut.Of(graph.Catalog, graph.Site, request, graph.Resolve(request)).Select(Told);

    private static string Told(WayOut way) => $"{way.Title}: {way.Effect}";
}
