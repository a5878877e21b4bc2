using Marketplace.Modules.Packages;
using NuGet.Versioning;

namespace Marketplace.Resolution;

/// <summary>Why each release of a solution was chosen.</summary>
internal sealed class Reasons(Problem problem, IReadOnlyDictionary<string, SnapshotRelease> chosen)
{
    public const string Stays = "Stays as it is";

    private readonly ILookup<string, (SnapshotRelease Other, VersionRange Range)> _needs = (
        from other in chosen.Values.OrderBy(other => other.Id, StringComparer.OrdinalIgnoreCase)
        from need in other.Requirements
        select (need.Id, other, need.Range)).ToLookup(need => need.Id, need => (need.other, need.Range), StringComparer.OrdinalIgnoreCase);

    public string Of(SnapshotRelease release)
    {
        var installed = problem.InstalledRelease(release.Id);
        return problem.IsRequested(release.Id) ? Requested(release)
            : installed is null ? Needed(release, null) ?? "Fits with the other changes"
            : installed.Version == release.Version ? Kept(release)
            : problem.Request.Everything && release.Version > installed.Version ? $"To the {Newest(release)}"
            : Needed(release, installed) ?? Freed(installed) ?? "Fits with the other changes";
    }

    /// <summary>Another module needs it and could not take the one installed.</summary>
    public bool IsForced(SnapshotRelease release) => Needed(release, problem.InstalledRelease(release.Id)) is not null;

    private string Requested(SnapshotRelease release)
    {
        var target = problem.Request.Of(release.Id)!;
        return target.Version is not null ? "You asked for this version"
            : (problem with { Settled = new Dictionary<string, SnapshotRelease>() }).WishedReleases(target)[0] != release
                ? "You asked for it; newest that fits with the other modules"
            : $"You asked for it; {Newest(release)}";
    }

    private string Newest(SnapshotRelease release) => Covered(release)
        ?? $"newest {(release.Version.IsPrerelease ? "release" : "stable")} for host {problem.Site.Host}";

    private string? Covered(SnapshotRelease release) =>
        problem.Beyond(release) is { } beyond ? $"newest that the license covers; it does not cover {beyond.Version.ToNormalizedString()}" : null;

    // In a plan to update everything, what could not be updated says what holds it back.
    private string Kept(SnapshotRelease release)
    {
        if (problem.IsPinned(release.Id))
        {
            return "Pinned to this version";
        }

        var newer = problem.Request.Everything ? problem.Candidates(release.Id).FirstOrDefault(other => other.Version > release.Version) : null;
        return newer is null ? problem.Request.Everything && Covered(release) is { } covered ? $"The {covered}" : Stays
            : $"{newer.Version.ToNormalizedString()} has to "
                + $"wait{(Needs(release.Id, newer.Version).FirstOrDefault() is { } holds ? $": {holds}" : " for the other modules")}";
    }

    /// <summary>Who needs this release and, for one that was installed, cannot take the earlier one.</summary>
    private string? Needed(SnapshotRelease release, SnapshotRelease? installed)
    {
        var needs = Needs(release.Id, installed?.Version).ToList();
        return needs.Count switch
        {
            0 => null,
            1 => needs[0],
            _ => $"{needs[0]}; so {(needs.Count is 2 ? "does 1 other" : $"do {needs.Count - 1} others")}",
        };
    }

    private IEnumerable<string> Needs(string id, NuGetVersion? cannotTake) =>
        from need in _needs[id]
        where cannotTake is null || !need.Range.Includes(cannotTake)
        select $"{need.Other.Id} {need.Other.Version} needs {(need.Range.IsAny ? "it" : need.Range.Words())}";

    /// <summary>What the installed release could not live with.</summary>
    private string? Freed(SnapshotRelease installed) => (
        from need in installed.Requirements.OrderBy(need => need.Id, StringComparer.OrdinalIgnoreCase)
        where chosen.TryGetValue(need.Id, out var other) && !need.Range.Includes(other.Version)
        select $"Allows {need.Id} {chosen[need.Id].Version}; {installed.Version} does not").FirstOrDefault();
}
