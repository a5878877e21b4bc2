using System.Text.Json.Serialization;

namespace Marketplace.Portal.Feed;

/// <summary>What NuGet's package metadata resource consists of: https://learn.microsoft.com/nuget/api/registration-base-url-resource.</summary>
internal sealed record RegistrationResponse([property: JsonPropertyName("@id")] string Id, int Count, IReadOnlyList<RegistrationPageResponse> Items);

/// <param name="Items">Null where the page is at an address of its own.</param>
internal sealed record RegistrationPageResponse(
    [property: JsonPropertyName("@id")] string Id, int Count, string Parent, string Lower, string Upper, IReadOnlyList<RegistrationLeafResponse>? Items);

internal sealed record RegistrationLeafResponse(
    [property: JsonPropertyName("@id")] string Id, CatalogEntryResponse CatalogEntry, bool Listed, string PackageContent, DateTime Published,
        string Registration);

internal sealed record CatalogEntryResponse(
    [property: JsonPropertyName("@id")] string Address, string Id, string Version, string Authors, string Title, string Description,
    IReadOnlyList<string> Tags, string? IconUrl, string? LicenseExpression, string ProjectUrl, bool Listed, DateTime Published, string PackageContent,
    IReadOnlyList<DependencyGroupItem> DependencyGroups, DeprecationEntryItem? Deprecation);

internal sealed record DependencyGroupItem(string TargetFramework, IReadOnlyList<DependencyItem> Dependencies);

internal sealed record DependencyItem(string Id, string Range, string Registration);

internal sealed record DeprecationEntryItem(IReadOnlyList<string> Reasons, string? Message, AlternatePackageItem? AlternatePackage);

internal sealed record AlternatePackageItem(string Id, string Range);
