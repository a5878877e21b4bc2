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

        Assert.Equal(["Uninstall Pdf, Cart and Shop together: 3 removed."], Told(graph, Wish.Uninstall("Pdf")));
    }

    private static IEnumerable<string> Told(Graph graph, Wish wish) =>
        WaysOut.Of(graph.Catalog, graph.Site, wish, graph.Resolve(wish)).Select(way => $"{way.Title}: {way.Effect}");
}
