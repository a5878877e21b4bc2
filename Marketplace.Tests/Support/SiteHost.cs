using Marketplace.Modules;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Support;

/// <summary>The words of a site's host, without the host: they stand in the folder as a running one would write them.</summary>
internal sealed class SiteHost(ModuleStore store, string version = "2.0.0")
{
    // Its heart beats ahead of the clock, so it counts as running until it stops.
    private readonly HostReport _report = new(store.Layout.Status, version, new FakeTimeProvider(DateTimeOffset.UtcNow.AddHours(1)));

    public static ModuleStatus Well(string id, string version) =>
        new(id, version, ModuleState.Loaded, null, new ModuleHealth(true, 200, null, DateTime.UtcNow));

    public static ModuleStatus Unwell(string id, string version) =>
        new(id, version, ModuleState.Loaded, null, new ModuleHealth(false, 500, null, DateTime.UtcNow));

    public static ModuleStatus Broken(string id, string version) => new(id, version, ModuleState.Failed, "Its entry type threw.", null);

    public void Serves(int revision, params ModuleStatus[] modules) => _report.Write(revision, modules, [], null, stopped: false);

    public void Stops() => _report.Write(0, [], [], null, stopped: true);
}
