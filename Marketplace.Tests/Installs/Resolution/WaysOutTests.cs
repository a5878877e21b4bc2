using Marketplace.Installs;

namespace Marketplace.Tests.Installs.Resolution;

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
            Told(graph, Wish.Install("Invoicing")));
    }

    [Fact]
    public void Offers_to_remove_the_installed_module_that_cannot_agree()
    {
        var graph = new Graph()
            .Has("Shop 1.0.0 > Pdf [2.0,)").Has("Pdf 1.0.0").Has("Pdf 2.0.0").Has("Letters 1.0.0 > Pdf [1.0,2.0)")
            .With("Letters 1.0.0").With("Pdf 1.0.0");

        Assert.Equal(["Uninstall Letters: 1 added, 1 updated, 1 removed."], Told(graph, Wish.Install("Shop")));
    }

    [Fact]
    public void Offers_to_remove_everything_that_needs_the_removed_module()
    {
        var graph = new Graph().Has("Shop 1.0.0 > Cart").Has("Cart 1.0.0 > Pdf").Has("Pdf 1.0.0").With("Shop 1.0.0").With("Cart 1.0.0").With("Pdf 1.0.0");

        Assert.Equal(["Uninstall Cart, Pdf and Shop together: 3 removed."], Told(graph, Wish.Uninstall("Pdf")));
    }

    [Fact]
    public void Offers_a_pin_less_a_prerelease_a_wish_less_or_a_newer_host_where_they_would_do()
    {
        var graph = new Graph()
            .Has("Shop 1.0.0 > Pdf [2.0,)").Has("Mail 1.0.0").Has("Pdf 1.0.0").Has("Pdf 2.0.0").Has("Theme 2.0.0-rc.1").Has("Theme 3.0.0", host: "[4.0,5.0)").With("Pdf 1.0.0");
        graph.Pinned.Add("Pdf");

        Assert.Equal(["Update Pdf 2.0.0 too, although it is pinned: 1 added, 1 updated."], Told(graph, Wish.Install("Shop")));
        Assert.Equal(["Leave Shop out: 1 added.", "Update Pdf 2.0.0 too, although it is pinned: 2 added, 1 updated."], Told(graph, Wish.Install("Shop").And(Wish.Install("Mail"))));
        Assert.Equal(["Take the prerelease Theme 2.0.0-rc.1: 1 added.", "Update the host to 4.0.0 first: 1 added."], Told(graph, Wish.Install("Theme")));
    }

    private static IEnumerable<string> Told(Graph graph, Wish wish) =>
        WaysOut.Of(graph.Catalog, graph.Site, wish, graph.Resolve(wish)).Select(way => $"{way.Title}: {way.Effect}");
}
