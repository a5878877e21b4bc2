using System.Globalization;
using Marketplace.Data;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Sites;
using Microsoft.Extensions.Options;

namespace Marketplace.Delivery;

/// <summary>What the host of a site said about one module of a new revision.</summary>
/// <param name="Problem">Why the module cannot stay, or null if it can.</param>
internal sealed record ModuleSight((bool Well, string Detail) Loaded, (bool Well, string Detail) Healthy, string? Problem);

/// <summary>What the host of a site said about a new revision.</summary>
/// <param name="Status">Its last word, or null where none runs.</param>
internal sealed record HostSight(HostStatus? Status, int Revision, TimeSpan Waited)
{
    /// <summary>Why the revision as a whole cannot stay.</summary>
    public OperationFailure? Refusal => Status switch
    {
        null => null,
        { Problem: { } problem } => new(
            FailureCategory.HostRefused,
            $"The host could not take up revision {Revision}: {problem} The earlier revision is active again."),
        _ when Status.Revision != Revision => new(
            FailureCategory.Timeout,
            $"The host did not take up revision {Revision} within {Waited.TotalSeconds:0} s. The earlier revision is active again."),
        _ => null,
    };

    public ModuleSight Of(string id)
    {
        const string Back = "The earlier revision is active again.";
        return (Status, Module(id)) switch
        {
            (null, _) => new((true, "No host is running; it is loaded at the next start"), (true, "Not asked: no host is running"), null),
            (_, null) => new((false, "The host did not report it"), (false, "Not asked"), $"The host did not report {id}. {Back}"),
            (_, { State: not ModuleState.Loaded } failed) => new(
                (false, failed.Error ?? "Could not be loaded"),
                (false, "Not asked: it is not loaded"),
                $"{id} could not be loaded: {failed.Error?.TrimEnd('.')}. {Back}"),
            (_, { Health: { IsHealthy: false } health }) => new(
                (true, "By the running host"),
                (false, Trouble(health)),
                $"{id} fails its health check: {Trouble(health)}. {Back}"),
            (_, { Health: { } health }) => new((true, "By the running host"), (true, $"Answered {health.StatusCode}"), null),
            _ => new((true, "By the running host"), (true, "Names no health path"), null),
        };
    }

    private static string Trouble(ModuleHealth health) =>
        health.StatusCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"it answered {code}") : health.Error?.TrimEnd('.') ?? "it did not answer";

    private ModuleStatus? Module(string id) => Status?.Modules.FirstOrDefault(m => string.Equals(m.Id, id, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Watches a site's host take up a revision, by the status that it writes into the module folder.</summary>
public sealed class HostWatch(IOptions<InstallsOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns when the host has loaded the revision and asked after every module's health, when there is no host, or when the time is up.</summary>
    internal async Task<HostSight> WaitAsync(string folder, int revision, CancellationToken cancel)
    {
        var (started, most) = (clock.UtcNow, TimeSpan.FromSeconds(options.Value.HealthSeconds));
        while (true)
        {
            var status = HostStatus.Read(folder);
            if (status is null || !status.IsRunning(clock.UtcNow))
            {
                return new(null, revision, clock.UtcNow - started);
            }

            if ((status.Revision == revision
                    && status.Modules.All(m =>
                        m.State is ModuleState.Failed || m.Health is not null || !NamesHealth(folder, revision, m.Id)))
                || clock.UtcNow - started > most)
            {
                return new(status, revision, clock.UtcNow - started);
            }

            // Another process writes the file; there is nothing to be woken by on every kind of file system.
            await Task.Delay(PollInterval, clock, cancel);
        }
    }

    private static bool NamesHealth(string folder, int revision, string id) =>
        new ModuleStore(folder).Revision(revision)?.Modules
            .FirstOrDefault(m => string.Equals(m.Id, id, StringComparison.OrdinalIgnoreCase))?.Health is not null;
}
