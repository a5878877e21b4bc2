using Marketplace.Resolution;
using Marketplace.Tests.Support;
using NuGet.Versioning;

namespace Marketplace.Tests.Resolution;

/// <summary>A catalog and a site written in one line each: "A 1.0 &gt; B [1.0,2.0)", "A 1.0".</summary>
internal sealed class Graph
{
    public List<SnapshotRelease> Releases { get; } = [];

    public Dictionary<string, NuGetVersion> Installed { get; } = [];

    public NuGetVersion Host { get; init; } = NuGetVersion.Parse("3.2.1");

    public CatalogSnapshot Catalog => new(Releases);

    public HashSet<string> Pinned { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SiteState Site => new(Host, Installed) { Pinned = Pinned };

    public Graph Has(string release, string host = "", bool available = true, params string[] needs)
    {
        var parts = release.Split(" > ");
        var (id, version) = Split(parts[0]);
        Releases.Add(new(
            id,
            NuGetVersion.Parse(version),
            Range(host),
            [.. parts.Skip(1).Concat(needs).Select(Need)],
            [],
            Available: available));
        return this;
    }

    /// <summary>These releases were approved a day after the others: too late for the licenses of <see cref="Covering"/>.</summary>
    public Graph Later(params string[] releases)
    {
        for (var at = 0; at < Releases.Count; at++)
        {
            var name = $"{Releases[at].Id} {Releases[at].Version}";
            Releases[at] = Releases[at] with { ApprovedAt = releases.Contains(name) ? A.Day.AddDays(1) : Releases[at].ApprovedAt };
        }

        return this;
    }

    public SiteState Covering(params string[] licensed) => new(Host, Installed) { Pinned = Pinned, Licensed = licensed.ToDictionary(id => id, _ => A.Day) };

    public Graph With(string installed)
    {
        Installed.Add(Split(installed).Id, NuGetVersion.Parse(Split(installed).Tail));
        return this;
    }

    public ResolverOutcome Resolve(ChangeRequest request, int steps = 50_000) => Resolver.Resolve(Catalog, Site, request, steps);

    public static Requirement Need(string text) => new(Split(text).Id, Range(Split(text).Tail));

    private static (string Id, string Tail) Split(string text) =>
        text.IndexOf(' ') is var at && at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);

    private static VersionRange Range(string text) => text.Length is 0 ? VersionRange.All : VersionRange.Parse(text);
}
