using System.Globalization;

namespace Marketplace.Modules;

/// <summary>What the host of a site said about one module of a new revision.</summary>
/// <param name="Loaded">Whether it is loaded, and what is known of that.</param>
/// <param name="Healthy">Whether it passes its health check, and what it answered.</param>
/// <param name="Problem">Why the revision cannot stay; <see langword="null"/> if the module is fine.</param>
public sealed record ModuleVerdict((bool IsFine, string Detail) Loaded, (bool IsFine, string Detail) Healthy, string? Problem);

/// <summary>What the host of a site said about a new revision, in the same words and codes whoever put the revision there.</summary>
/// <param name="Status">Its last word; <see langword="null"/> where none runs.</param>
/// <param name="Revision">The new revision.</param>
/// <param name="Waited">How long it was waited for.</param>
/// <param name="NeedsHost">Without a running host the revision cannot stay.</param>
public sealed record RevisionVerdict(HostStatus? Status, int Revision, TimeSpan Waited, bool NeedsHost)
{
    private const string Back = "The earlier revision is active again.";

    /// <summary>Why the revision as a whole cannot stay; <see langword="null"/> if its modules decide.</summary>
    public AgentResult? Refusal => Status switch
    {
        null when !NeedsHost => null,
        { Problem: { } problem } => new(AgentFailure.HostRefused, $"The host could not take up revision {Revision}: {problem} {Back}"),
        _ when Status?.Revision != Revision => new(
            AgentFailure.Timeout,
            string.Create(CultureInfo.InvariantCulture, $"The host did not take up revision {Revision} within {Waited.TotalSeconds:0} s. {Back}")),
        _ => null,
    };

    /// <summary>The verdict on one module.</summary>
    public ModuleVerdict Of(string id) => (Status, Status?.Modules.FirstOrDefault(m => string.Equals(m.Id, id, StringComparison.OrdinalIgnoreCase))) switch
    {
        (null, _) => new((true, "No host is running; it is loaded at the next start"), (true, "Not asked: no host is running"), null),
        (_, null) => new((false, "The host did not report it"), (false, "Not asked"), $"The host did not report {id}."),
        (_, { State: not ModuleState.Loaded } failed) => new(
            (false, failed.Error ?? "Could not be loaded"),
            (false, "Not asked: it is not loaded"),
            $"{id} could not be loaded: {failed.Error?.TrimEnd('.')}."),
        (_, { Health: { IsHealthy: false } health }) => new(
            (true, "By the running host"), (false, Trouble(health)), $"{id} fails its health check: {Trouble(health)}."),
        (_, { Health: { } health }) => new((true, "By the running host"), (true, $"Answered {health.StatusCode}"), null),
        _ => new((true, "By the running host"), (true, "Names no health path"), null),
    };

    /// <summary>Why the revision cannot stay, of all its modules.</summary>
    public static AgentResult Unhealthy(IEnumerable<string> problems) => new(AgentFailure.HealthCheck, $"{string.Join(' ', problems)} {Back}");

    /// <summary>
    /// Returns when the host has loaded the revision and checked the health of each module, when no host runs and none is needed, or when the time is up.
    /// </summary>
    public static async Task<RevisionVerdict> WaitAsync(
        ModuleStore store, int revision, TimeSpan within, bool needsHost, TimeProvider clock, CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            var (waited, status) = (clock.GetElapsedTime(started), HostStatus.Read(store.Folder));
            var runs = status?.IsRunning(clock.GetUtcNow().UtcDateTime) is true;
            if ((runs && HasAnswered(status!, store, revision)) || (!runs && !needsHost) || waited >= within)
            {
                return new(runs ? status : null, revision, waited, needsHost);
            }

            // Another process writes the file; there is nothing to be woken by on every kind of file system.
            await Task.Delay(TimeSpan.FromMilliseconds(100), clock, cancel);
        }
    }

    private static bool HasAnswered(HostStatus status, ModuleStore store, int revision) =>
        status.Revision == revision && status.Problem is null
        && status.Modules.All(m => m.State is ModuleState.Failed || m.Health is not null || !NamesHealth(store, revision, m.Id));

    private static bool NamesHealth(ModuleStore store, int revision, string id) =>
        store.Revision(revision)?.Modules.FirstOrDefault(m => string.Equals(m.Id, id, StringComparison.OrdinalIgnoreCase))?.Health is not null;

    private static string Trouble(ModuleHealth health) =>
        health.StatusCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"it answered {code}") : health.Error?.TrimEnd('.') ?? "it did not answer";
}
