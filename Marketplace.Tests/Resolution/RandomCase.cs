using Marketplace.Modules.Packages;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using NuGet.Versioning;

namespace Marketplace.Tests.Resolution;

/// <summary>A random catalog with a site that has pins, licenses and a channel, and a request with removals and holds.</summary>
internal sealed record RandomCase(Graph Graph, SiteState Site, ChangeRequest Request)
{
    public CatalogSnapshot Catalog { get; } = Graph.Catalog;

    public static RandomCase Of(Random random)
    {
        var graph = RandomGraph.Of(random);
        var ids = graph.Releases.Select(release => release.Id).Distinct().ToList();
        var installed = graph.Installed.Keys.Where(id => id != "M0").ToList();
        for (var at = 0; at < graph.Releases.Count; at++)
        {
            graph.Releases[at] = graph.Releases[at] with
            {
                Withdrawal = graph.Releases[at].Available ? Withdrawal.None : (Withdrawal)random.Next(1, 3),
                ApprovedAt = VersionRange.Parse("[1.0,2.0)").Includes(graph.Releases[at].Version) ? A.Day : A.Day.AddDays(1),
            };
        }

        var site = new SiteState(graph.Host, graph.Installed)
        {
            Pinned = installed.Where(_ => random.Next(3) is 0).ToHashSet(StringComparer.OrdinalIgnoreCase),
            Prereleases = random.Next(8) is 0,
            Licensed = ids.Where(_ => random.Next(8) is 0).ToDictionary(id => id, _ => A.Day),
        };
        var version = graph.Releases
            .Where(release => release.Id is "M0" && release.Version != graph.Installed.GetValueOrDefault("M0") && random.Next(4) is 0)
            .Select(release => release.Version)
            .FirstOrDefault();
        var request = graph.Installed.ContainsKey("M0") ? ChangeRequest.Update("M0", version) : ChangeRequest.Install("M0", version);
        request = random.Next(4) is 0 && ids.Contains("M1") && !graph.Installed.ContainsKey("M1") ? request.And(ChangeRequest.Install("M1")) : request;
        request = request.Without([.. installed.Where(id => random.Next(6) is 0 && request.Of(id) is null)]);
        return new(graph, site, request.Holding([.. ids.Where(id => random.Next(10) is 0 && request.Of(id) is null && !request.Removes(id))]));
    }

    /// <summary>A license covers it, or none of what there is of the module.</summary>
    public bool Covers(SnapshotRelease release) =>
        !Site.Licensed.TryGetValue(release.Id, out var until) || release.ApprovedAt <= until || !Graph.Releases.Exists(other => other.Id == release.Id
            && other.ApprovedAt <= until && (other.Available || other.Version == Site.Installed.GetValueOrDefault(other.Id)));

    public ResolverOutcome Resolve(ChangeRequest request, SiteState? site = null) => Resolver.Resolve(Catalog, site ?? Site, request);
}
