using System.Globalization;

namespace Marketplace.Modules;

/// <summary>What is asked of packages on their way into a module folder, the same for whoever brings them.</summary>
public static class PackageStaging
{
    // A package lies there packed and unpacked, and the file system has its own needs.
    private const int SpaceFor = 3;

    extension(ModuleStore store)
    {
        /// <summary>Why packages of that size do not fit, or <see langword="null"/> if they do.</summary>
        /// <param name="packed">The size of all packages in bytes.</param>
        public string? LackOfSpace(double packed)
        {
            var (free, needed) = (new DriveInfo(Directory.CreateDirectory(store.Folder).FullName).AvailableFreeSpace, SpaceFor * packed);
            return free >= needed ? null : $"The module folder has {SizeText(free)} free, and this needs {SizeText(needed)}.";
        }
    }

    extension(StoreOperation change)
    {
        /// <summary>Unpacks the package received last, which must be of this module and version.</summary>
        public async Task<StageOutcome> UnpackAsync(string id, string version, CancellationToken cancel) => await change.UnpackAsync(cancel) switch
        {
            StageOutcome.Staged { Module: var module } staged when Same(module.Id, id) && Same(module.Version, version) => staged,
            StageOutcome.Staged { Module: var other } => new StageOutcome.Refused(
                "package.other", $"The package of {id} {version} says that it is {other.Id} {other.Version}."),
            StageOutcome.Refused refused => refused with { Message = $"{id} {version} may not be unpacked: {refused.Message}" },
            var outcome => outcome,
        };
    }

    /// <summary>A number of bytes for people: in MB, and from 10 GB in GB.</summary>
    public static string SizeText(double bytes) => bytes < 10L << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:#,0.#} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:#,0} GB");

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
