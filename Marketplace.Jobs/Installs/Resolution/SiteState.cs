using NuGet.Versioning;

namespace Marketplace.Installs;

/// <summary>The site as the resolver sees it: the host's version and the modules of its revision.</summary>
public sealed class SiteState(NuGetVersion host, IEnumerable<KeyValuePair<string, NuGetVersion>> installed)
{
    public NuGetVersion Host { get; } = host;

    public IReadOnlyDictionary<string, NuGetVersion> Installed { get; } =
        new SortedDictionary<string, NuGetVersion>(
            installed.ToDictionary(module => module.Key, module => module.Value),
            StringComparer.OrdinalIgnoreCase);
}
