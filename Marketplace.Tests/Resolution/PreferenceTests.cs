using Marketplace.Resolution;
using NuGet.Versioning;

namespace Marketplace.Tests.Resolution;

using static Marketplace.Resolution.ResolverOutcome;

public class PreferenceTests
{
    [Theory]
    [InlineData("Lib", "Rack")]
    [InlineData("Lib", "Util")]
    public void Releases_near_the_wish_matter_more_than_those_far_from_it(params string[] needs)
    {
        var graph = new Graph().Has("App 1.0.0", needs: needs).Has("Util 1.0.0 > Rack").Has("Rack 1.0.0").Has("Rack 2.0.0").Has("Rack 3.0.0").Has("Lib 1.0.0");
        foreach (var version in Enumerable.Range(2, 4))
        {
            graph.Has($"Lib {version}.0.0 > Rack (,3.0.0)");
        }

        var lines = Lines(graph.Resolve(ChangeRequest.Install("App")));

        Assert.Contains(lines, line => line.StartsWith("Add Lib 5.0.0:", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("Add Rack 2.0.0:", StringComparison.Ordinal));
    }

    [Fact]
    public void An_open_upper_end_leaves_out_the_prereleases_of_that_end()
    {
        var graph = new Graph().Has("Needer 1.0.0 > Base [1.0,2.0)").Has("Base 1.5.0").Has("Base 2.0.0-beta.1").Has("Hosted 1.0.0", host: "[3.0,4.0)");
        var prereleases = new SiteState(graph.Host, []) { Prereleases = true };
        var hosted = new SiteState(NuGetVersion.Parse("4.0.0-rc.1"), []);

        Assert.Contains(
            Lines(Resolver.Resolve(graph.Catalog, prereleases, ChangeRequest.Install("Needer"))),
            line => line.StartsWith("Add Base 1.5.0:", StringComparison.Ordinal));
        Assert.Equal(RefusalKind.Host, Assert.IsType<Refused>(Resolver.Resolve(graph.Catalog, hosted, ChangeRequest.Install("Hosted"))).Kind);
    }

    private static List<string> Lines(ResolverOutcome answer) =>
        [.. Assert.IsType<Solved>(answer).Choices.Select(choice => $"{choice.Kind} {choice.Id} {choice.To}: {choice.Reason}")];
}
