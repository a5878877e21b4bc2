using NuGet.Versioning;

namespace Marketplace.Resolution;

/// <summary>Version ranges in words: "5.0 or later, below 6.0".</summary>
public static class RangeWords
{
    extension(VersionRange range)
    {
        public bool IsAny => Lower(range) is null && Upper(range) is null;
    }

    public static string Words(this VersionRange range)
    {
        if (range is { MinVersion: { } only, MaxVersion: { } same, IsMinInclusive: true, IsMaxInclusive: true } && only == same)
        {
            return $"exactly {only.ToNormalizedString()}";
        }

        return range.IsAny ? "in any version" : string.Join(", ", new[] { Lower(range), Upper(range) }.OfType<string>());
    }

    private static string? Lower(VersionRange range) => range.MinVersion switch
    {
        null => null,
        { Major: 0, Minor: 0, Patch: 0, IsPrerelease: false } when range.IsMinInclusive => null,
        var version => range.IsMinInclusive ? $"{Short(version)} or later" : $"later than {Short(version)}",
    };

    private static string? Upper(VersionRange range) => range.MaxVersion switch
    {
        null => null,
        var version => range.IsMaxInclusive ? $"{Short(version)} or earlier" : $"below {Short(version)}",
    };

    private static string Short(NuGetVersion version) =>
        version is { Patch: 0, Revision: 0, IsPrerelease: false } ? $"{version.Major}.{version.Minor}" : version.ToNormalizedString();
}
