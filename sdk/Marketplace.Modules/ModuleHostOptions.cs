using System.ComponentModel.DataAnnotations;

namespace Marketplace.Modules;

/// <summary>How a host runs its modules: the section <c>Modules</c> of its configuration.</summary>
public sealed class ModuleHostOptions
{
    /// <summary>The site's module folder; a relative path starts at the content root. One host process per folder.</summary>
    [Required]
    public string Folder { get; set; } = "modules";

    /// <summary>The version of the host, which modules state a range for.</summary>
    [Required]
    public string HostVersion { get; set; } = "1.0.0";

    /// <summary>How often the active revision is looked up when the file system does not report a switch; also the heartbeat.</summary>
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often what modules have used is handed over to be reported.</summary>
    public TimeSpan ReportUsageEvery { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often modules are asked for their health.</summary>
    public TimeSpan HealthEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one module may take to start.</summary>
    public TimeSpan StartWithin { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long requests to a leaving module may take before it is unloaded under them.</summary>
    public TimeSpan DrainFor { get; set; } = TimeSpan.FromSeconds(30);
}
