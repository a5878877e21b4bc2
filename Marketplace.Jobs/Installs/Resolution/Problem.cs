using NuGet.Versioning;

namespace Marketplace.Installs;

/// <summary>
/// The wish as a search sees it: modules that must be there, and for each module the releases that may be taken, best first.
/// </summary>
internal sealed record Problem(CatalogSnapshot Catalog, SiteState Site, Wish Wish)
{
    private static readonly HashSet<string> None = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The release of the wished module that is being tried.</summary>
    public SnapshotRelease? Target { get; init; }

    /// <summary>Modules left out of account, to find out whether a conflict stands without them.</summary>
    public IReadOnlySet<string> Ignored { get; init; } = None;

    public bool CyclesAllowed { get; init; }

    /// <summary>The installed modules that may change besides the wished one; null means all.</summary>
    public IReadOnlySet<string>? Free { get; init; }

    public IEnumerable<string> Required =>
        Site.Installed.Keys
            .Where(id => !Wish.Remove.Contains(id, StringComparer.OrdinalIgnoreCase))
            .Union(Wish.Id is null ? [] : [Wish.Id], StringComparer.OrdinalIgnoreCase)
            .Where(Counts);

    /// <summary>The same wish with the other installed modules left exactly as they are, but for those named.</summary>
    public Problem AsItStands(params IEnumerable<string> free) =>
        new(Catalog, Site, Wish.Alone()) { Target = Target, Free = free.ToHashSet(StringComparer.OrdinalIgnoreCase) };

    public bool IsWished(string id) => Same(id, Wish.Id);

    public bool Counts(string id) => !Ignored.Contains(id);

    public IEnumerable<Requirement> Requirements(SnapshotRelease release) => release.Requirements.Where(need => Counts(need.Id));

    /// <summary>The releases of a module that may be taken: the installed one first, then the newest.</summary>
    public IReadOnlyList<SnapshotRelease> Candidates(string id)
    {
        if (IsWished(id))
        {
            return Target is null ? WishedReleases() : [Target];
        }

        if (Wish.Remove.Contains(id, StringComparer.OrdinalIgnoreCase))
        {
            return [];
        }

        var installed = InstalledRelease(id);
        return installed is null ? [.. Usable(id)]
            : Free is not null && !Free.Contains(id) ? [installed]
            : [installed, .. Usable(id).Where(release => release.Version != installed.Version)];
    }

    /// <summary>The releases that would grant the wish, best first.</summary>
    public IReadOnlyList<SnapshotRelease> WishedReleases()
    {
        var id = Wish.Id!;
        var usable = Usable(id);
        if (Wish.Version is { } asked)
        {
            return [.. usable.Where(release => release.Version == asked)];
        }

        return Site.Installed.TryGetValue(id, out var installed) ? [.. usable.Where(release => release.Version > installed)] : [.. usable];
    }

    public SnapshotRelease? InstalledRelease(string id) =>
        Site.Installed.TryGetValue(id, out var version)
            ? Catalog.Find(id, version) ?? new SnapshotRelease(id, version, VersionRange.All, [], [], Available: false)
            : null;

    public bool Changes(SnapshotRelease release) =>
        !IsWished(release.Id) && Site.Installed.TryGetValue(release.Id, out var installed) && installed != release.Version;

    private IEnumerable<SnapshotRelease> Usable(string id) =>
        Catalog.Releases(id).Where(release =>
            release.Available && release.Host.Satisfies(Site.Host) && (!release.Version.IsPrerelease || PrereleaseAllowed(id, release)));

    private bool PrereleaseAllowed(string id, SnapshotRelease release) =>
        (IsWished(id) && release.Version == Wish.Version)
        || (Site.Installed.TryGetValue(id, out var installed) && installed.IsPrerelease);

    private static bool Same(string id, string? other) => string.Equals(id, other, StringComparison.OrdinalIgnoreCase);
}
