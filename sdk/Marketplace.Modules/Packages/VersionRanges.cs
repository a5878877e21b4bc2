using System.Diagnostics.CodeAnalysis;
using NuGet.Versioning;

namespace Marketplace.Modules.Packages;

/// <summary>What NuGet.Versioning leaves open about ranges.</summary>
public static class VersionRanges
{
    /// <summary>Parses a range without floating parts that some version can be in.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionRange? range) =>
        VersionRange.TryParse(text, out range) && !range.IsFloating && !range.IsEmpty();

    /// <summary>Whether no version can be in the range: its ends cross, or meet where one of them is open.</summary>
    public static bool IsEmpty(this VersionRange range)
    {
        ArgumentNullException.ThrowIfNull(range);
        return range is { HasLowerBound: true, HasUpperBound: true }
            && range.MinVersion!.CompareTo(range.MaxVersion!) is var order
            && (order > 0 || (order == 0 && !(range.IsMinInclusive && range.IsMaxInclusive)));
    }

    /// <summary>
    /// Whether a version is in the range. As <see cref="VersionRangeBase.Satisfies(NuGetVersion)"/>, but an open upper end leaves out the
    /// prereleases of that end too: who writes "below 2.0" does not want 2.0.0-beta.1, though SemVer sorts it below 2.0.0.
    /// </summary>
    public static bool Includes(this VersionRange range, NuGetVersion version)
    {
        ArgumentNullException.ThrowIfNull(range);
        ArgumentNullException.ThrowIfNull(version);
        return range.Satisfies(version) && !(range is { MaxVersion: { IsPrerelease: false } end, IsMaxInclusive: false } && version.IsPrerelease
            && (version.Major, version.Minor, version.Patch, version.Revision) == (end.Major, end.Minor, end.Patch, end.Revision));
    }
}
