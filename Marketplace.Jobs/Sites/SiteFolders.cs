using System.ComponentModel.DataAnnotations;
using Marketplace.Data;
using Marketplace.Modules;
using Microsoft.Extensions.Options;

namespace Marketplace.Sites;

/// <summary>Sites and what is carried out on them: section <c>Installs</c>.</summary>
public sealed class InstallsOptions
{
    public const string Section = "Installs";

    /// <summary>The folder below which each site has its module folder. Relative to the data folder; workers must be able to write there.</summary>
    [Required]
    public string SitesFolder { get; set; } = "sites";

    /// <summary>How many seconds a running host has to load a new revision and report its modules well, before the earlier one is put back.</summary>
    [Range(1, 600)]
    public int HealthSeconds { get; set; } = 30;

    /// <summary>How many seconds one step of an operation may take.</summary>
    [Range(1, 86400)]
    public int StepSeconds { get; set; } = 900;

    /// <summary>
    /// What a site does whose members did not say what shall happen when a release that it has is suspended: Warn, BlockInstalls, Disable
    /// or RollBack.
    /// </summary>
    public SuspensionResponse OnSuspension { get; set; } = SuspensionResponse.Warn;

    /// <summary>How many revisions of a site are kept at least, ready to be taken up again.</summary>
    [Range(1, 1000)]
    public int KeepRevisions { get; set; } = 10;

    /// <summary>For how many days a revision is kept at least.</summary>
    [Range(0, 3650)]
    public int KeepDays { get; set; } = 30;
}

/// <summary>Where the module folder of a site is.</summary>
public sealed class SiteFolders(DataFolder data, IOptions<InstallsOptions> options, TimeProvider clock)
{
    private readonly string _root = Path.GetFullPath(options.Value.SitesFolder, data.Root);

    public string PathOf(string folder) => Path.Combine(_root, folder);

    public ModuleStore Store(string folder) => new(PathOf(folder), clock);
}
