using Marketplace.Resolution;
using NuGet.Versioning;

namespace Marketplace.Tests.Resolution;

/// <summary>Tries every combination of what could give way, kind by kind, by asking the resolver for each: slow, and nothing can be missed.</summary>
internal static class EveryWay
{
    public static readonly IReadOnlyList<string> All = ["version", "fewer", "keep", "hold", "pin", "prerelease", "license", "removal", "host"];

    public static IEnumerable<string> Kinds(RandomCase random) =>
        All.Where(kind => Requests(random, kind).Any(way => random.Resolve(way.Request, way.Site) is ResolverOutcome.Solved solved
            && (kind is not "host" || random.Request.Targets.All(target =>
                solved.Choices.Any(choice => choice.Id == target.Id && choice.Kind is not ChangeKind.Keep)))));

    public static string KindOf(WayOut way) => way.Title switch
    {
        _ when way.Host is not null => "host",
        _ when Begins(way, "Get a license") => "license",
        _ when Begins(way, "Uninstall") => "removal",
        _ when Begins(way, "Keep") => "keep",
        _ when Begins(way, "Leave") => "fewer",
        _ when Begins(way, "Take the prerelease") => "prerelease",
        _ when way.Title.EndsWith("pinned", StringComparison.Ordinal) => "pin",
        _ when way.Title.EndsWith("too", StringComparison.Ordinal) => "hold",
        _ when way.Title.EndsWith("instead", StringComparison.Ordinal) => "version",
        _ => way.Title,
    };

    private static bool Begins(WayOut way, string text) => way.Title.StartsWith(text, StringComparison.Ordinal);

    private static IEnumerable<(ChangeRequest Request, SiteState Site)> Requests(RandomCase random, string kind) => kind switch
    {
        "version" => Versions(random, random.Request.Targets.Select(target => target.Id),
            release => !IsPrerelease(random, release) && random.Covers(release)
                && release.Version != random.Site.Installed.GetValueOrDefault(release.Id)),
        "fewer" => Subsets(random.Request.Targets.Select(target => target.Id))
            .Where(some => some.Count < random.Request.Targets.Count)
            .Select(some => (random.Request.Less(some), random.Site)),
        "keep" => Subsets(random.Request.Remove).Select(some => (random.Request.Keeping(some), random.Site)),
        "hold" => Subsets(random.Request.Hold).Select(some => (random.Request.Releasing(some), random.Site)),
        "pin" => Versions(random, random.Site.Pinned.Where(id => random.Request.Of(id) is null && !random.Request.Removes(id)),
            release => !IsPrerelease(random, release) && random.Covers(release)),
        "prerelease" => Subsets(random.Graph.Releases.Select(release => release.Id).Distinct().Where(id => MayChange(random, id)))
            .SelectMany(some => Versions(
                random, some,
                release => release.Version.IsPrerelease && IsPrerelease(random, release)
                    && random.Covers(release) && IsNoDowngrade(random, release),
                all: true)),
        "license" => Subsets(random.Site.Licensed.Keys.Where(id => MayChange(random, id)))
            .SelectMany(some => Versions(
                random, some, release => !random.Covers(release) && !IsPrerelease(random, release) && IsNoDowngrade(random, release), all: true)),
        "removal" => Subsets(random.Site.Installed.Keys.Where(id => random.Request.Of(id) is null && !random.Request.Removes(id)))
            .Select(some => (random.Request.Without(some), random.Site)),
        _ => random.Graph.Releases
            .Where(release => release.Available)
            .Select(release => release.Host.MinVersion)
            .OfType<NuGetVersion>()
            .Where(host => host > random.Site.Host)
            .Select(host => (random.Request, random.Site.On(host))),
    };

    // Each combination of releases that the module could be asked for in.
    private static IEnumerable<(ChangeRequest, SiteState)> Versions(RandomCase random, IEnumerable<string> ids, Func<SnapshotRelease, bool> isOne,
        bool all = false)
    {
        IEnumerable<ChangeRequest> requests = [random.Request];
        foreach (var id in ids)
        {
            var releases = random.Graph.Releases.Where(release => release.Id == id && isOne(release)).ToList();
            requests = requests.SelectMany(request => releases.Select(release => Asking(random, request, release)).Concat(all ? [] : [request])).ToList();
        }

        return requests.Where(request => request != random.Request).Select(request => (request, random.Site));
    }

    private static ChangeRequest Asking(RandomCase random, ChangeRequest request, SnapshotRelease release) =>
        request.Of(release.Id) is { } target ? request.At(target, release.Version)
        : request.And(random.Site.Installed.ContainsKey(release.Id) ? ChangeRequest.Update(release.Id, release.Version)
            : ChangeRequest.Install(release.Id, release.Version));

    private static bool IsPrerelease(RandomCase random, SnapshotRelease release) =>
        release.Version.IsPrerelease
            && !random.Site.Prereleases
            && !(random.Site.Installed.TryGetValue(release.Id, out var installed) && installed.IsPrerelease);

    private static bool IsNoDowngrade(RandomCase random, SnapshotRelease release) =>
        random.Request.Of(release.Id) is null or { Version: not null }
            || !random.Site.Installed.TryGetValue(release.Id, out var installed)
            || release.Version > installed;

    private static bool MayChange(RandomCase random, string id) =>
        (random.Request.Of(id) is { Version: null } || random.Request.Of(id) is null)
            && !random.Request.Removes(id)
            && !random.Request.Holds(id)
            && !random.Site.IsPinned(id);

    private static IEnumerable<IReadOnlyList<string>> Subsets(IEnumerable<string> ids)
    {
        var all = ids.ToList();
        return Enumerable.Range(1, (1 << all.Count) - 1).Select(bits => all.Where((_, at) => (bits >> at & 1) == 1).ToList());
    }
}
