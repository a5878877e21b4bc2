namespace Marketplace.Tests.Resolution;

/// <summary>Small catalogs with few versions and tight ranges, so that agreement, conflict and circles are all common.</summary>
internal static class RandomGraph
{
    private static readonly string[] Versions = ["1.0.0", "2.0.0-rc.1", "2.0.0", "3.0.0"];
    private static readonly string[] Ranges = ["", "[1.0,2.0)", "[2.0,)", "[1.0,3.0)", "[3.0,)", "[2.0.0]", "(,2.0)"];
    private static readonly string[] Hosts = ["", "", "", "[3.0,4.0)", "[4.0,)"];

    public static Graph Of(Random random)
    {
        var ids = Enumerable.Range(0, random.Next(2, 6)).Select(at => $"M{at}").ToArray();
        var graph = new Graph();
        foreach (var id in ids)
        {
            foreach (var version in Versions.Where(_ => random.Next(3) > 0))
            {
                graph.Has(
                    $"{id} {version}",
                    Pick(random, Hosts),
                    random.Next(10) > 0,
                    [.. ids
                        .Where(other => (other != id || random.Next(30) is 0) && random.Next(ids.Length) is 0)
                        .Select(other => $"{other} {Pick(random, Ranges)}")]);
            }
        }

        for (var at = 0; at < graph.Releases.Count; at++)
        {
            graph.Releases[at] = graph.Releases[at] with
            {
                Conflicts = [.. ids
                    .Where(other => other != graph.Releases[at].Id && random.Next(12) is 0)
                    .Select(other => Graph.Need($"{other} {Pick(random, Ranges)}"))]
            };
        }

        foreach (var module in graph.Releases.GroupBy(release => release.Id).Where(_ => random.Next(3) is 0))
        {
            graph.With($"{module.Key} {Pick(random, module.Select(release => release.Version.ToString()).ToArray())}");
        }

        return graph;
    }

    public static Graph Shuffled(Graph graph, Random random)
    {
        var shuffled = new Graph();
        var releases = graph.Releases.Select(release => release with
        {
            Requirements = [.. release.Requirements.OrderBy(_ => random.Next())],
            Conflicts = [.. release.Conflicts.OrderBy(_ => random.Next())]
        });
        shuffled.Releases.AddRange(releases.OrderBy(_ => random.Next()));
        foreach (var (id, version) in graph.Installed.OrderBy(_ => random.Next()))
        {
            shuffled.Installed.Add(id, version);
        }

        return shuffled;
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
