using System.IO.Compression;
using System.Text.Json;
using Marketplace.Resolution;
using NuGet.Versioning;

namespace Marketplace.Bench;

/// <summary>
/// The real archive as a catalog: its needs and conflicts translated, each distinct version numbered by its release in time, since its
/// versions follow no common scheme. What any of several modules may provide is left out.
/// </summary>
internal static class ModuleArchive
{
    public static (IReadOnlyList<SnapshotRelease> Releases, NuGetVersion Host) Read(string folder)
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder, "ckan-meta.jsonl.gz")), CompressionMode.Decompress));
        var entries = new List<Entry>();
        while (file.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (root.TryGetProperty("identifier", out var id)
                && root.TryGetProperty("version", out var version)
                && !(root.TryGetProperty("kind", out var kind) && kind.GetString() == "dlc"))
            {
                entries.Add(new Entry(
                    id.GetString()!,
                    ArchiveVersion.Parse(version.GetString()!),
                    Host(root),
                    [.. Links(root, "depends")],
                    [.. Links(root, "conflicts")]));
            }
        }

        var modules = entries.GroupBy(entry => entry.Id, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(module => module.Key, module => module.Select(entry => entry.Version).Distinct().Order().ToList(), StringComparer.OrdinalIgnoreCase);
        var releases = entries.DistinctBy(entry => (entry.Id.ToUpperInvariant(), entry.Version)).Select(entry => new SnapshotRelease(
            entry.Id, Numbered(modules[entry.Id], entry.Version), entry.Host, [.. Requirements(entry.Depends, modules)], [])
        {
            Conflicts = [.. Requirements(entry.Conflicts.Where(link => !string.Equals(link.Id, entry.Id, StringComparison.OrdinalIgnoreCase)), modules)],
        }).ToList();
        return (releases, new NuGetVersion(1, 12, 5));
    }

    private static IEnumerable<Requirement> Requirements(IEnumerable<Link> links, Dictionary<string, List<ArchiveVersion>> modules) =>
        from link in links
        let versions = modules.GetValueOrDefault(link.Id, [])
        group new VersionRange(
            link.Min is { } min ? new NuGetVersion(1 + versions.Count(v => v.CompareTo(min) < 0), 0, 0) : null, true,
            link.Max is { } max ? new NuGetVersion(versions.Count(v => v.CompareTo(max) <= 0), 0, 0) : null, true) by link.Id into same
        select new Requirement(same.Key, same.Count() == 1 ? same.First() : VersionRange.CommonSubSet(same));

    private static NuGetVersion Numbered(List<ArchiveVersion> versions, ArchiveVersion version) => new(1 + versions.BinarySearch(version), 0, 0);

    private static IEnumerable<Link> Links(JsonElement root, string name) =>
        root.TryGetProperty(name, out var links) && links.ValueKind is JsonValueKind.Array
            ? from link in links.EnumerateArray()
              where link.TryGetProperty("name", out _)
              let exact = Version(link, "version")
              select new Link(link.GetProperty("name").GetString()!, exact ?? Version(link, "min_version"), exact ?? Version(link, "max_version"))
            : [];

    private static ArchiveVersion? Version(JsonElement link, string name) =>
        link.TryGetProperty(name, out var version) && version.ValueKind is JsonValueKind.String ? ArchiveVersion.Parse(version.GetString()!) : null;

    private static VersionRange Host(JsonElement root)
    {
        var exact = Text(root, "ksp_version");
        var (min, max) = exact is null ? (Text(root, "ksp_version_min"), Text(root, "ksp_version_max")) : (exact, exact);
        return new VersionRange(Lowest(min), true, Next(max), false);
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var text)
            && text.ValueKind is JsonValueKind.String
            && text.GetString() is { Length: > 0 } found
            && found != "any"
                ? found
                : null;

    private static NuGetVersion? Lowest(string? version) => NuGetVersion.TryParse(version, out var parsed) ? parsed : null;

    // "1.12" means every 1.12.
    private static NuGetVersion? Next(string? version) => version?.Split('.') is not { } parts || !NuGetVersion.TryParse(version, out var parsed) ? null
        : parts.Length switch
        {
            1 => new NuGetVersion(parsed.Major + 1, 0, 0),
            2 => new NuGetVersion(parsed.Major, parsed.Minor + 1, 0),
            _ => new NuGetVersion(parsed.Major, parsed.Minor, parsed.Patch + 1),
        };

    private sealed record Entry(string Id, ArchiveVersion Version, VersionRange Host, IReadOnlyList<Link> Depends, IReadOnlyList<Link> Conflicts);

    private sealed record Link(string Id, ArchiveVersion? Min, ArchiveVersion? Max);
}
