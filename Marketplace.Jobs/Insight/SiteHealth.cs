using Marketplace.Modules;

namespace Marketplace.Insight;

/// <summary>How a site is, the worst that is known of it; in the order of severity.</summary>
public enum SiteHealth
{
    Healthy,
    NotRunning,

    /// <summary>Its host is of another version than the one that plans are made for.</summary>
    OtherHost,

    /// <summary>A module was not loaded, or fails its health check.</summary>
    ModulesFail,

    /// <summary>Its host could not take up the active revision.</summary>
    HostFails,

    /// <summary>It has a release that was suspended.</summary>
    HasSuspended,
}

/// <summary>A site on the home of its members.</summary>
/// <param name="Failing">Modules that were not loaded or fail their health checks.</param>
/// <param name="RunningHost">The version that its host reports; null where none runs.</param>
public sealed record HomeSite(
    long Id, string Name, string Organization, string HostVersion, string? RunningHost, int Modules, SiteHealth Health, int Failing)
{
    public int Updates { get; init; }

    public int SecurityUpdates { get; init; }

    internal static SiteHealth HealthOf(HostStatus? host, string version, int suspended) => host switch
    {
        _ when suspended > 0 => SiteHealth.HasSuspended,
        null => SiteHealth.NotRunning,
        { Problem: not null } => SiteHealth.HostFails,
        { IsHealthy: false } => SiteHealth.ModulesFail,
        _ when host.HostVersion != version => SiteHealth.OtherHost,
        _ => SiteHealth.Healthy,
    };
}
