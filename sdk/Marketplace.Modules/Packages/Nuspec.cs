using NuGet.Versioning;

namespace Marketplace.Modules.Packages;

/// <summary>A module that this one needs, and the versions that will do.</summary>
public sealed record ModuleDependency(string Id, VersionRange Range);

/// <summary>What the package's .nuspec says, checked.</summary>
public sealed record Nuspec
{
    /// <summary>The one package type of modules.</summary>
    public const string PackageType = "MarketplaceModule";

    /// <summary>The package id as its author spells it; ids compare ignoring case.</summary>
    public required string Id { get; init; }

    /// <summary>A SemVer 2 version.</summary>
    public required NuGetVersion Version { get; init; }

    /// <summary>One or several names, parted by commas; empty if not given.</summary>
    public required string Authors { get; init; }

    /// <summary>One paragraph for lists and search; empty if not given.</summary>
    public required string Description { get; init; }

    /// <summary>The modules needed, over all target frameworks, one range for each id.</summary>
    public required IReadOnlyList<ModuleDependency> Dependencies { get; init; }

    /// <summary>An SPDX expression, or the path of a license file in the package, or null.</summary>
    public string? License { get; init; }

    /// <summary>Whether <see cref="License"/> is a path.</summary>
    public bool LicenseIsFile { get; init; }

    /// <summary>The path of the readme in the package (Markdown), or null.</summary>
    public string? ReadmePath { get; init; }

    /// <summary>The path of the icon in the package (PNG or JPEG), or null.</summary>
    public string? IconPath { get; init; }

    /// <summary>What is new in this version, or null.</summary>
    public string? ReleaseNotes { get; init; }
}
