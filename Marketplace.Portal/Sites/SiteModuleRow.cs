using System.Globalization;
using Marketplace.Data;
using Marketplace.Insight;
using MudBlazor;

namespace Marketplace.Portal.Sites;

internal enum ModuleHealth
{
    Healthy,
    Failing,
    Unknown,
}

/// <summary>A module of a site as the list of its modules shows it.</summary>
/// <param name="Number">Its place, which ends each order.</param>
/// <param name="Icon">The hash of its icon.</param>
/// <param name="Words">Its health.</param>
internal sealed record SiteModuleRow(long Number, string Id, string? Icon, string Version, string? Newer, bool IsPinned, ModuleHealth Health, string Words)
{
    public static readonly ListColumns<SiteModuleRow> Columns = new ListColumns<SiteModuleRow>(row => row.Number, "module")
        .Text("module", row => row.Id).Text("version", row => row.Version).Choice("health", row => row.Health);

    public (string Icon, string Kind) Mark => Health switch
    {
        ModuleHealth.Healthy => (Icons.Material.Filled.CheckCircle, "success"),
        ModuleHealth.Failing => (Icons.Material.Filled.Error, "error"),
        _ => (Icons.Material.Outlined.RadioButtonUnchecked, "dim"),
    };

    public static IEnumerable<SiteModuleRow> Of(SiteDetail site) => site.Modules.Select((module, at) =>
    {
        var (health, words) = HealthOf(site, module.Id);
        return new SiteModuleRow(at, module.Id, site.Icons.Of(module.Id), module.Version, module.Newer, module.IsPinned, health, words);
    });

    private static (ModuleHealth, string) HealthOf(SiteDetail site, string id) =>
        site.Host?.Modules.FirstOrDefault(m => string.Equals(m.Id, id, StringComparison.OrdinalIgnoreCase)) switch
        {
            null => (ModuleHealth.Unknown, site.Host is null ? "Host not running" : "Not reported yet"),
            { IsHealthy: true } => (ModuleHealth.Healthy, "Healthy"),
            { Error: { } error } => (ModuleHealth.Failing, error),
            { Health: var answer } => (ModuleHealth.Failing, $"Answered {answer?.StatusCode?.ToString(CultureInfo.InvariantCulture) ?? answer?.Error}"),
        };
}
