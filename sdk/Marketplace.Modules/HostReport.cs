using System.Text.Json;

namespace Marketplace.Modules;

/// <summary>Writes <c>status.json</c>, by rename, so that a reader never sees half of it.</summary>
internal sealed class HostReport(string path, string hostVersion, TimeProvider clock)
{
    private readonly DateTime _startedAt = clock.GetUtcNow().UtcDateTime;

    public void Write(
        int revision, IReadOnlyList<ModuleStatus> modules, IReadOnlyList<LeavingModule> leaving, string? problem, bool stopped)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var status = new HostStatus(
            revision, hostVersion, Environment.ProcessId, _startedAt, now, stopped ? now : null, modules, leaving, problem);

        // Not flushed to the disk: a heartbeat from before a power cut is worth nothing after it.
        File.WriteAllText(path + ".tmp", JsonSerializer.Serialize(status, SiteRevision.Json));
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
