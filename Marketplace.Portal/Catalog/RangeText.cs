using NuGet.Versioning;

namespace Marketplace.Portal.Catalog;

/// <summary>A version range in words.</summary>
internal static class RangeText
{
    public static string Of(string text) => !VersionRange.TryParse(text, out var range) ? text : (range.MinVersion, range.MaxVersion) switch
    {
        (null, null) => "any version",
        ({ } least, { } most) when least == most => $"exactly {least.ToNormalizedString()}",
        ({ } least, null) => Least(range, least),
        (null, { } most) => Most(range, most),
        ({ } least, { } most) => $"{Least(range, least)}, {Most(range, most)}",
    };

    private static string Least(VersionRange range, NuGetVersion least) =>
        range.IsMinInclusive ? $"{least.ToNormalizedString()} or later" : $"later than {least.ToNormalizedString()}";

    private static string Most(VersionRange range, NuGetVersion most) =>
        range.IsMaxInclusive ? $"up to {most.ToNormalizedString()}" : $"below {most.ToNormalizedString()}";
}
