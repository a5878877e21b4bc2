namespace Marketplace.Modules;

/// <summary>What the host of a site last said about itself, in <c>status.json</c> of its module folder.</summary>
/// <param name="Revision">The revision that it serves.</param>
/// <param name="HostVersion">The version of the host.</param>
/// <param name="ProcessId">Its process on its machine.</param>
/// <param name="StartedAt">When it started, in UTC.</param>
/// <param name="HeartbeatAt">When it wrote this, in UTC; every few seconds while it runs.</param>
/// <param name="StoppedAt">When it stopped in good order, in UTC.</param>
/// <param name="Modules">Every module of the revision.</param>
/// <param name="Leaving">Modules of earlier revisions that have not been unloaded.</param>
/// <param name="Problem">Why it could not take up the active revision, if so.</param>
public sealed record HostStatus(
    int Revision,
    string HostVersion,
    int ProcessId,
    DateTime StartedAt,
    DateTime HeartbeatAt,
    DateTime? StoppedAt,
    IReadOnlyList<ModuleStatus> Modules,
    IReadOnlyList<LeavingModule> Leaving,
    string? Problem)
{
    /// <summary>A host that has been silent for longer is taken to be down.</summary>
    public static TimeSpan SilenceAllowed { get; } = TimeSpan.FromSeconds(15);

    /// <summary>Every module is loaded, and none that can be asked is unwell.</summary>
    public bool IsHealthy => Problem is null && Modules.All(module => module.IsHealthy);

    /// <summary>It says of every module which one it is, and of which version.</summary>
    public bool IsComplete => Modules?.All(module => module is { Id: not null, Version: not null }) is true
        && Leaving?.All(module => module is { Id: not null, Version: not null }) is true;

    /// <summary>
    /// The last word of the host on a module folder, or <see langword="null"/> if none has ever run there. A file that cannot be understood says nothing: a
    /// running host replaces it within seconds.
    /// </summary>
    public static HostStatus? Read(string folder)
    {
        try
        {
            return Disk.Read<HostStatus>(new StoreLayout(folder).Status) is { IsComplete: true } status ? status : null;
        }
        catch (Exception damaged) when (damaged is InvalidDataException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Has it been heard of lately?</summary>
    public bool IsRunning(DateTime now) => StoppedAt is null && now - HeartbeatAt < SilenceAllowed;
}

/// <summary>How a module fares in its host.</summary>
public enum ModuleState
{
    /// <summary>It serves its endpoints.</summary>
    Loaded,

    /// <summary>It could not be loaded; the others run without it.</summary>
    Failed,
}

/// <summary>One module of the revision that a host serves.</summary>
/// <param name="Id">Its package id.</param>
/// <param name="Version">Its version.</param>
/// <param name="State">Whether it runs.</param>
/// <param name="Error">Why it does not.</param>
/// <param name="Health">What its health path answered, if it names one.</param>
public sealed record ModuleStatus(string Id, string Version, ModuleState State, string? Error, ModuleHealth? Health)
{
    /// <summary>Loaded, and well as far as it can be asked.</summary>
    public bool IsHealthy => State is ModuleState.Loaded && Health is not { IsHealthy: false };
}

/// <summary>What a module's health path answered.</summary>
/// <param name="IsHealthy">It answered 2xx in time.</param>
/// <param name="StatusCode">The answer, if there was one.</param>
/// <param name="Error">What went wrong instead of an answer.</param>
/// <param name="CheckedAt">When it was asked, in UTC.</param>
public sealed record ModuleHealth(bool IsHealthy, int? StatusCode, string? Error, DateTime CheckedAt);

/// <summary>How far a module is gone that its site no longer has.</summary>
public enum LeavingState
{
    /// <summary>Requests that reached it before the switch are still being answered.</summary>
    Draining,

    /// <summary>It was told to unload, and is still in memory.</summary>
    Unloading,

    /// <summary>It is still in memory after half a minute: something holds on to it, so only a restart frees it.</summary>
    Stuck,

    /// <summary>It is gone from memory. Shown for a minute.</summary>
    Unloaded,
}

/// <summary>A module of an earlier revision on its way out of memory.</summary>
/// <param name="Id">Its package id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Revision">The last revision that had it loaded.</param>
/// <param name="State">How far gone it is.</param>
/// <param name="Since">Since when, in UTC.</param>
public sealed record LeavingModule(string Id, string Version, int Revision, LeavingState State, DateTime Since);
