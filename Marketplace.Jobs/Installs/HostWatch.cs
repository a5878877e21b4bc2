using Marketplace.Data;
using Marketplace.Modules;
using Microsoft.Extensions.Options;

namespace Marketplace.Installs;

/// <summary>What the host of a site said about a new revision.</summary>
/// <param name="Status">Its last word, or null where none runs.</param>
internal sealed record HostSight(HostStatus? Status, int Revision, TimeSpan Waited)
{
    private const string NoHost = "No host is running; it is loaded at the next start";

    /// <summary>Something that concerns the whole site.</summary>
    public string? SiteProblem => Status is null ? null
        : Status.Revision != Revision ? $"The host did not take up revision {Revision} within {Waited.TotalSeconds:0} s{(Status.Problem is null ? "" : $": {Status.Problem}")}. The earlier revision is active again."
        : Status.Problem;

    /// <summary>What to write down, or null if it was not loaded.</summary>
    public string? Loaded(string id) => Status is null ? NoHost : Module(id) is { State: ModuleState.Loaded } ? "By the running host" : null;

    /// <summary>What to write down, or null if it is not well.</summary>
    public string? Healthy(string id) => Status is null ? "Not asked: no host is running"
        : Module(id) is { IsHealthy: true } module ? module.Health is { } health ? $"Answered {health.StatusCode}" : "Names no health path"
        : null;

    public string Problem(string id) => Module(id) switch
    {
        { Error: { } error } => $"{id} could not be loaded: {error} The earlier revision is active again.",
        { Health: { IsHealthy: false } health } => $"{id} is not well: it answered {health.StatusCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? health.Error}. The earlier revision is active again.",
        _ => SiteProblem ?? $"The host did not report {id}. The earlier revision is active again.",
    };

    private ModuleStatus? Module(string id) => Status?.Modules.FirstOrDefault(m => Status.Revision == Revision && string.Equals(m.Id, id, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Watches a site's host take up a revision, by the status that it writes into the module folder.</summary>
public sealed class HostWatch(IOptions<InstallsOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Renew = TimeSpan.FromSeconds(5);

    /// <summary>Returns when the host has loaded the revision and asked after every module's health, when there is no host, or when the time is up.</summary>
    internal async Task<HostSight> WaitAsync(string folder, int revision, Func<Task> renewLease, CancellationToken cancel)
    {
        var (started, renewed, most) = (clock.UtcNow, clock.UtcNow, TimeSpan.FromSeconds(options.Value.HealthSeconds));
        while (true)
        {
            var status = HostStatus.Read(folder);
            if (status is null || !status.IsRunning(clock.UtcNow))
            {
                return new(null, revision, clock.UtcNow - started);
            }

            if ((status.Revision == revision && status.Modules.All(m => m.State is ModuleState.Failed || m.Health is not null || !NamesHealth(folder, revision, m.Id)))
                || clock.UtcNow - started > most)
            {
                return new(status, revision, clock.UtcNow - started);
            }

            if (clock.UtcNow - renewed > Renew)
            {
                await renewLease();
                renewed = clock.UtcNow;
            }

            // Another process writes the file; there is nothing to be woken by on every kind of file system.
            await Task.Delay(Look, clock, cancel);
        }
    }

    private static bool NamesHealth(string folder, int revision, string id) =>
        new ModuleStore(folder).Revision(revision)?.Modules.FirstOrDefault(m => string.Equals(m.Id, id, StringComparison.OrdinalIgnoreCase))?.Health is not null;
}
