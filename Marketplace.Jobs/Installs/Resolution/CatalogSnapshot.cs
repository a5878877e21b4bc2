using NuGet.Versioning;

namespace Marketplace.Installs;

/// <summary>One need of a release: another module, in a range of versions.</summary>
public sealed record Requirement(string Id, VersionRange Range);

/// <summary>What the resolver must know of one release.</summary>
/// <param name="Available">False for a release that only stays where it is installed.</param>
public sealed record SnapshotRelease(
    string Id,
    NuGetVersion Version,
    VersionRange Host,
    IReadOnlyList<Requirement> Requirements,
    IReadOnlyList<string> Capabilities,
    string Hash = "",
    long Size = 0,
    bool Available = true);

/// <summary>The releases a plan may choose from, by module, newest first; ids compare ignoring case.</summary>
public sealed class CatalogSnapshot(IEnumerable<SnapshotRelease> releases)
{
    private readonly Dictionary<string, SnapshotRelease[]> _modules = releases
        .GroupBy(release => release.Id, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(
            module => module.Key,
            module => module.OrderByDescending(release => release.Version).ToArray(),
            StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<SnapshotRelease> Releases(string id) => _modules.GetValueOrDefault(id, []);

    public SnapshotRelease? Find(string id, NuGetVersion version) =>
        Releases(id).FirstOrDefault(release => release.Version == version);
}
