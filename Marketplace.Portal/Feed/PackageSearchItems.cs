using System.Text.Json.Serialization;

namespace Marketplace.Portal.Feed;

/// <summary>NuGet's search resource: https://learn.microsoft.com/nuget/api/search-query-service-resource.</summary>
internal sealed record PackageSearchItem(int TotalHits, IReadOnlyList<FoundPackageItem> Data);

internal sealed record FoundPackageItem(
    [property: JsonPropertyName("@id")] string Address, string Registration, string Id, string Version, string Title, string Description,
    IReadOnlyList<string> Authors, IReadOnlyList<string> Owners, string? IconUrl, string ProjectUrl, bool Verified, long TotalDownloads,
    IReadOnlyList<PackageTypeItem> PackageTypes, IReadOnlyList<FoundVersionItem> Versions);

internal sealed record PackageTypeItem(string Name);

internal sealed record FoundVersionItem([property: JsonPropertyName("@id")] string Address, string Version, long Downloads);
