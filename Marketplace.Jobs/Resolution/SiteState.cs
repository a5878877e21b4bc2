using NuGet.Versioning;

namespace Marketplace.Resolution;

/// <summary>The site as the resolver sees it: the host's version, the modules of its revision, and what its members decided.</summary>
public sealed class SiteState(NuGetVersion host, IEnumerable<KeyValuePair<string, NuGetVersion>> installed)
{
    private static readonly HashSet<string> None = new(StringComparer.OrdinalIgnoreCase);

    public NuGetVersion Host { get; private init; } = host;

    public IReadOnlyDictionary<string, NuGetVersion> Installed { get; private init; } =
        new SortedDictionary<string, NuGetVersion>(
            installed.ToDictionary(module => module.Key, module => module.Value),
            StringComparer.OrdinalIgnoreCase);

    /// <summary>The site's organization, for modules that only some may see; null sees those for everybody.</summary>
    public long? OrganizationId { get; init; }

    /// <summary>Installed modules that no plan may change unless it was made for them.</summary>
    public IReadOnlySet<string> Pinned { get; init; } = None;

    /// <summary>The site's channel: whether prereleases count as releases.</summary>
    public bool Prereleases { get; init; }

    /// <summary>Until when releases were approved that a license covers, of modules of which it covers some.</summary>
    public IReadOnlyDictionary<string, DateTime> Licensed { get; init; } = new Dictionary<string, DateTime>();

    /// <summary>Whether a module's prereleases count: on such a channel, or since one is installed. Whatever asks what is newer asks this.</summary>
    public static bool TakesPrereleases(bool channel, NuGetVersion? installed) => channel || installed is { IsPrerelease: true };

    public bool IsPinned(string id) => Pinned.Contains(id) && Installed.ContainsKey(id);

    /// <summary>The same site with another host.</summary>
    public SiteState On(NuGetVersion host) => new(host, Installed)
    {
        OrganizationId = OrganizationId,
        Pinned = Pinned,
        Prereleases = Prereleases,
        Licensed = Licensed,
    };
}
