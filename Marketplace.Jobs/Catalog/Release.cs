using NuGet.Versioning;

namespace Marketplace.Catalog;

/// <summary>What an approved package says of itself, taken from its nuspec and manifest.</summary>
public sealed record ReleaseFacts(
    string DisplayName, string Summary, string Category, IReadOnlyList<string> Tags, string HostRange,
    string ManifestJson, string Readme, string ReleaseNotes, string License)
{
    /// <summary>What the manifest says that it fixes; null if it says nothing.</summary>
    public string? Security { get; init; }

    /// <summary>The SHA-256 of its icon; null if it has none to show.</summary>
    public string? IconHash { get; init; }

    /// <summary>The names of the capabilities that the manifest asks for.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];
}

/// <summary>One immutable version of a module with its package. The row exists because someone approved it.</summary>
public sealed class Release
{
    private Release() => (Version, PackageHash, HostRange, ManifestJson, Readme, ReleaseNotes, License, Listing) = ("", "", "", "", "", "", "", null!);

    public Release(Module module, NuGetVersion version, string packageHash, long packageSize, ReleaseFacts facts, DateTime now)
    {
        (Module, Version, IsPrerelease, PackageHash, PackageSize, ApprovedAt) =
            (module, version.ToNormalizedString(), version.IsPrerelease, packageHash, packageSize, now);
        (HostRange, ManifestJson, Readme, ReleaseNotes, License) =
            (facts.HostRange, facts.ManifestJson, facts.Readme, facts.ReleaseNotes, facts.License);
        Listing = ListingText.Of(facts.DisplayName, Module.Summarize(facts.Summary), facts.Category, facts.Tags, facts.Capabilities) with
        {
            IconHash = facts.IconHash,
        };
        Security = facts.Security is { } text ? new SecurityFix(text, null, now) : null;
    }

    public long Id { get; private set; }
    public long ModuleId { get; private set; }
    public Module Module { get; private set; } = null!;

    /// <summary>Normalized SemVer 2 without build metadata.</summary>
    public string Version { get; private set; }

    public bool IsPrerelease { get; private set; }
    public string PackageHash { get; private set; }
    public long PackageSize { get; private set; }

    /// <summary>Host versions it runs on, as a NuGet version range.</summary>
    public string HostRange { get; private set; }

    public string ManifestJson { get; private set; }
    public string Readme { get; private set; }
    public string ReleaseNotes { get; private set; }
    public string License { get; private set; }
    public DateTime ApprovedAt { get; private set; }

    /// <summary>What the module's listing says while this is its newest listed release.</summary>
    public ListingText Listing { get; private set; }

    /// <summary>When those who follow the module were told of it; null until then.</summary>
    public DateTime? FollowersNotifiedAt { get; private set; }

    /// <summary>When it was noted for the sites that have an older one.</summary>
    public DateTime? SitesNotifiedAt { get; private set; }

    public Suspension? Suspension { get; private set; }

    /// <summary>Set while the release is unlisted: not offered to new installs; existing installs keep it.</summary>
    public Yank? Yank { get; private set; }

    /// <summary>Set if it fixes a weakness that should not wait.</summary>
    public SecurityFix? Security { get; private set; }

    /// <summary>Null until it is downloaded for the first time.</summary>
    public ReleaseFigures? Figures { get; private set; }

    public ICollection<ReleaseDependency> Dependencies { get; } = [];
    public ICollection<ReleaseImage> Images { get; } = [];

    public void Suspend(Suspension suspension) => Suspension ??= suspension;

    public void Restore() => Suspension = null;

    public void FixesSecurity(SecurityFix? fix) => Security = fix;

    public void MarkFollowersNotified(DateTime now) => FollowersNotifiedAt = now;

    public void MarkSitesNotified(DateTime now) => SitesNotifiedAt = now;

    public void TakeBack(Yank yank) => Yank ??= yank;

    public void OfferAgain() => Yank = null;
}

/// <summary>Why a release was taken out of the catalog, by whom and when.</summary>
public sealed record Suspension(string Reason, long ById, DateTime At);

/// <summary>What a release fixes. Said by its manifest, or by staff.</summary>
/// <param name="ById">Null where the manifest said it.</param>
public sealed record SecurityFix(string Text, long? ById, DateTime At);

/// <summary>Why a release is no longer offered, by whom and when.</summary>
public sealed record Yank(string Reason, long ById, DateTime At);

/// <summary>Another module this release needs.</summary>
public sealed class ReleaseDependency(string packageId, string range)
{
    public long Id { get; private set; }
    public long ReleaseId { get; private set; }
    public string PackageId { get; private set; } = packageId;
    public string NormalizedId { get; private set; } = Module.Normalize(packageId);

    /// <summary>A NuGet version range.</summary>
    public string Range { get; private set; } = range;
}
