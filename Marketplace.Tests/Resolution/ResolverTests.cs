using Marketplace.Resolution;
using Marketplace.Tests.Support;
using NuGet.Versioning;

namespace Marketplace.Tests.Resolution;

using static Marketplace.Resolution.ResolverOutcome;

public class ResolverTests
{
    [Fact]
    public void Takes_the_newest_stable_release_for_the_host_and_what_it_needs()
    {
        var graph = new Graph()
            .Has("Acme.Invoicing 2.4.0 > Adatum.TaxRates [5.0,6.0)").Has("Acme.Invoicing 2.3.0").Has("Acme.Invoicing 3.0.0", host: "[4.0,)")
            .Has("Acme.Invoicing 2.5.0-beta.1").Has("Adatum.TaxRates 5.0.2").Has("Adatum.TaxRates 6.0.0");

        Assert.Equal(
            [
                "Add Acme.Invoicing 2.4.0: You asked for it; newest stable for host 3.2.1",
                "Add Adatum.TaxRates 5.0.2: Acme.Invoicing 2.4.0 needs 5.0 or later, below 6.0",
            ],
            Lines(graph.Resolve(ChangeRequest.Install("acme.invoicing"))));
    }

    [Fact]
    public void Keeps_installed_modules_unless_something_needs_them_changed()
    {
        var graph = new Graph()
            .Has("Shop 1.0.0 > Search [2.0,)").Has("Search 1.0.0").Has("Search 2.0.0").Has("Search 2.1.0").Has("Theme 1.0.0").Has("Theme 2.0.0")
            .With("Search 1.0.0").With("Theme 1.0.0");

        Assert.Equal(
            [
                "Update Search 2.1.0: Shop 1.0.0 needs 2.0 or later",
                "Add Shop 1.0.0: You asked for it; newest stable for host 3.2.1",
                "Keep Theme 1.0.0: Stays as it is",
            ],
            Lines(graph.Resolve(ChangeRequest.Install("Shop"))));
    }

    [Fact]
    public void Tells_what_stood_in_the_way_when_a_pair_must_be_updated_together()
    {
        var graph = new Graph()
            .Has("Invoicing 2.4.0 > Pdf [2.1,)").Has("Pdf 1.9.2").Has("Pdf 2.1.4")
            .Has("Letterheads 3.0.5 > Pdf [1.0,2.0)").Has("Letterheads 3.1.0 > Pdf [1.0,3.0)")
            .With("Pdf 1.9.2").With("Letterheads 3.0.5");

        var solved = Assert.IsType<Solved>(graph.Resolve(ChangeRequest.Install("Invoicing")));

        Assert.Equal(
            [
                "Add Invoicing 2.4.0: You asked for it; newest stable for host 3.2.1",
                "Update Letterheads 3.1.0: Allows Pdf 2.1.4; 3.0.5 does not",
                "Update Pdf 2.1.4: Invoicing 2.4.0 needs 2.1 or later",
            ],
            Lines(solved));
        Assert.Equal(
            ["Invoicing 2.4.0 needs Pdf 2.1 or later", "Pdf 1.9.2 is installed", "Letterheads 3.0.5 is installed and needs Pdf 1.0 or later, below 2.0"],
            solved.Obstacle.Select(fact => fact.ToString()));
    }

    [Fact]
    public void Falls_back_to_an_older_release_when_the_newest_cannot_fit()
    {
        var graph = new Graph()
            .Has("Shop 2.0.0 > Search [9.0,)").Has("Shop 1.0.0 > Search [1.0,)").Has("Search 1.0.0");

        Assert.Equal(
            ["Add Search 1.0.0: Shop 1.0.0 needs 1.0 or later", "Add Shop 1.0.0: You asked for it; newest that fits with the other modules"],
            Lines(graph.Resolve(ChangeRequest.Install("Shop"))));
    }

    [Fact]
    public void Tells_a_conflict_as_the_chain_of_who_needs_what_and_leaves_bystanders_out()
    {
        var graph = new Graph()
            .Has("Shop 1.0.0 > Cart [1.0,)").Has("Cart 1.0.0 > Pdf [2.0,)", needs: "Theme [1.0,)").Has("Theme 1.0.0")
            .Has("Pdf 1.0.0").Has("Pdf 2.0.0").Has("Letters 1.0.0 > Pdf [1.0,2.0)").Has("Search 1.0.0")
            .With("Letters 1.0.0").With("Pdf 1.0.0").With("Search 1.0.0");

        var refused = Assert.IsType<Refused>(graph.Resolve(ChangeRequest.Install("Shop")));

        Assert.Equal(RefusalKind.Conflict, refused.Kind);
        Assert.Equal("Cart and Letters cannot agree on Pdf.", refused.Sentence);
        Assert.Equal(
            [
                "Shop 1.0.0 needs Cart 1.0 or later",
                "Cart 1.0.0 needs Pdf 2.0 or later",
                "Pdf 1.0.0 is installed",
                "Letters 1.0.0 is installed and needs Pdf 1.0 or later, below 2.0",
            ],
            refused.Story.Select(fact => fact.ToString()));
    }

    [Fact]
    public void Refuses_a_circle_of_needs_and_names_its_path()
    {
        var graph = new Graph().Has("A 1.0.0 > B [1.0,)").Has("B 1.0.0 > C [1.0,)").Has("C 1.0.0 > A [1.0,)");

        var refused = Assert.IsType<Refused>(graph.Resolve(ChangeRequest.Install("A")));

        Assert.Equal(RefusalKind.Cycle, refused.Kind);
        Assert.Equal(
            ["A 1.0.0 needs B 1.0 or later", "B 1.0.0 needs C 1.0 or later", "C 1.0.0 needs A 1.0 or later"],
            refused.Story.Select(fact => fact.ToString()));
    }

    [Fact]
    public void Says_which_host_a_module_needs_when_the_site_has_another()
    {
        var refused = Assert.IsType<Refused>(new Graph().Has("Shop 1.0.0", host: "[4.0,5.0)").Resolve(ChangeRequest.Install("Shop")));

        Assert.Equal(RefusalKind.Host, refused.Kind);
        Assert.Equal("Shop does not suit host 3.2.1.", refused.Sentence);
        Assert.Equal("Shop 1.0.0 needs host 4.0 or later, below 5.0", refused.Story[0].ToString());
    }

    [Fact]
    public void Takes_a_prerelease_only_when_asked_for_or_already_there()
    {
        var graph = new Graph().Has("Shop 1.0.0").Has("Shop 2.0.0-rc.1").Has("Shop 2.0.0-rc.2");

        Assert.Contains("Shop 1.0.0", Lines(graph.Resolve(ChangeRequest.Install("Shop")))[0], StringComparison.Ordinal);
        Assert.Contains("Shop 2.0.0-rc.1", Lines(graph.Resolve(ChangeRequest.Install("Shop", NuGetVersion.Parse("2.0.0-rc.1"))))[0], StringComparison.Ordinal);
        Assert.Contains("Shop 2.0.0-rc.2", Lines(graph.With("Shop 2.0.0-rc.1").Resolve(ChangeRequest.Update("Shop")))[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_to_remove_what_others_need_and_removes_them_together()
    {
        var graph = new Graph().Has("Cart 1.0.0 > Pdf [1.0,)").Has("Pdf 1.0.0").With("Cart 1.0.0").With("Pdf 1.0.0");

        var refused = Assert.IsType<Refused>(graph.Resolve(ChangeRequest.Uninstall("Pdf")));

        Assert.Equal(("Pdf cannot be removed: Cart needs it.", RefusalKind.NeededByOthers), (refused.Sentence, refused.Kind));
        Assert.Equal(["Remove Cart : You asked for it", "Remove Pdf : You asked for it"], Lines(graph.Resolve(ChangeRequest.Uninstall("Pdf", "Cart"))));
    }

    [Fact]
    public void Says_so_when_there_is_nothing_to_do_nothing_to_find_or_no_time_left()
    {
        var graph = new Graph().Has("Shop 1.0.0 > Pdf").Has("Pdf 1.0.0").Has("Old 1.0.0", available: false).With("Pdf 1.0.0")
            .Has("Choice 1.0.0").Has("Choice 2.0.0");

        Assert.IsType<NothingToDo>(graph.Resolve(ChangeRequest.Update("Pdf")));
        Assert.Equal(RefusalKind.UnknownModule, Assert.IsType<Refused>(graph.Resolve(ChangeRequest.Install("Nobody"))).Kind);
        Assert.Equal(RefusalKind.NotInstalled, Assert.IsType<Refused>(graph.Resolve(ChangeRequest.Update("Shop"))).Kind);
        Assert.Equal(RefusalKind.NoSuchVersion, Assert.IsType<Refused>(graph.Resolve(ChangeRequest.Install("Old"))).Kind);
        Assert.Equal(RefusalKind.TooHard, Assert.IsType<Refused>(graph.Resolve(ChangeRequest.Install("Choice"), steps: 0)).Kind);
    }

    [Fact]
    public void Grants_several_wishes_in_one_plan()
    {
        var graph = new Graph()
            .Has("Shop 1.0.0 > Pdf [2.0,)").Has("Mail 1.0.0").Has("Mail 2.0.0").Has("Pdf 1.0.0").Has("Pdf 2.0.0").Has("Old 1.0.0 > Pdf [1.0,2.0)")
            .With("Mail 1.0.0").With("Old 1.0.0").With("Pdf 1.0.0");

        Assert.Equal(
            [
                "Update Mail 2.0.0: You asked for it; newest stable for host 3.2.1",
                "Remove Old : You asked for it",
                "Update Pdf 2.0.0: Shop 1.0.0 needs 2.0 or later",
                "Add Shop 1.0.0: You asked for it; newest stable for host 3.2.1",
            ],
            Lines(graph.Resolve(ChangeRequest.Install("Shop").And(ChangeRequest.Update("Mail")).And(ChangeRequest.Uninstall("Old")))));
    }

    [Fact]
    public void Updates_everything_that_can_be_and_says_what_has_to_wait_for_whom()
    {
        var graph = new Graph()
            .Has("Mail 1.0.0").Has("Mail 2.0.0").Has("Pdf 1.0.0").Has("Pdf 2.0.0").Has("Theme 1.0.0").Has("Theme 2.0.0").Has("Letters 1.0.0 > Pdf [1.0,2.0)")
            .With("Mail 1.0.0").With("Pdf 1.0.0").With("Letters 1.0.0").With("Theme 1.0.0");
        graph.Pinned.Add("Theme");

        Assert.Equal(
            [
                "Keep Letters 1.0.0: Stays as it is",
                "Update Mail 2.0.0: To the newest stable for host 3.2.1",
                "Keep Pdf 1.0.0: 2.0.0 has to wait: Letters 1.0.0 needs 1.0 or later, below 2.0",
                "Keep Theme 1.0.0: Pinned to this version",
            ],
            Lines(graph.Resolve(ChangeRequest.UpdateEverything())));
        graph.Installed["Mail"] = NuGetVersion.Parse("2.0.0");
        Assert.IsType<NothingToDo>(graph.Resolve(ChangeRequest.UpdateEverything()));
    }

    [Fact]
    public void Leaves_a_pinned_module_alone_unless_it_is_wished_for()
    {
        var graph = new Graph().Has("Shop 1.0.0 > Pdf [2.0,)").Has("Pdf 1.0.0").Has("Pdf 2.0.0").With("Pdf 1.0.0");
        graph.Pinned.Add("pdf");

        var refused = Assert.IsType<Refused>(graph.Resolve(ChangeRequest.Install("Shop")));

        Assert.Equal(["Shop 1.0.0 needs Pdf 2.0 or later", "Pdf 1.0.0 is installed and is pinned"], refused.Story.Select(fact => fact.ToString()));
        Assert.IsType<Solved>(graph.Resolve(ChangeRequest.Install("Shop").And(ChangeRequest.Update("Pdf"))));
    }

    [Fact]
    public void Takes_only_what_the_license_covers_and_what_the_organization_may_see()
    {
        var catalog = new CatalogSnapshot(
            [new SnapshotModule(new Graph().Has("Shop 1.0.0").Has("Shop 2.0.0").Later("Shop 2.0.0").Releases),
                new SnapshotModule(new Graph().Has("Secret 1.0.0").Releases, new HashSet<long> { 7 })]);
        var site = new SiteState(NuGetVersion.Parse("3.2.1"), [])
        {
            OrganizationId = 7,
            Licensed = new Dictionary<string, DateTime> { ["Shop"] = A.Day },
        };

        Assert.Contains("Shop 1.0.0", Lines(Resolver.Resolve(catalog, site, ChangeRequest.Install("Shop")))[0], StringComparison.Ordinal);
        Assert.Contains("Secret 1.0.0", Lines(Resolver.Resolve(catalog, site, ChangeRequest.Install("Secret")))[0], StringComparison.Ordinal);
        Assert.IsType<Refused>(Resolver.Resolve(catalog, new SiteState(site.Host, []), ChangeRequest.Install("Secret")));
    }

    [Fact]
    public void Refuses_what_an_installed_module_cannot_stand_beside()
    {
        var graph = new Graph().Has("Shop 1.0.0").Has("Cart 1.0.0").With("Cart 1.0.0");
        graph.Releases[0] = graph.Releases[0] with { Conflicts = [Graph.Need("Cart (,2.0)")] };

        var refused = Assert.IsType<Refused>(graph.Resolve(ChangeRequest.Install("Shop")));

        Assert.Equal(["Shop 1.0.0 cannot stand beside Cart below 2.0", "Cart 1.0.0 is installed"], refused.Story.Select(fact => fact.ToString()));
    }

    private static List<string> Lines(ResolverOutcome answer) =>
        [.. Assert.IsType<Solved>(answer).Choices.Select(choice => $"{choice.Kind} {choice.Id} {choice.To}: {choice.Reason}")];
}
