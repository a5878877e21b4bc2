namespace Marketplace.Sites;

/// <summary>A module that a site has now, by exact file.</summary>
internal sealed class InstalledFile
{
    public long SiteId { get; init; }
    public required string PackageId { get; init; }
    public required string Version { get; init; }
    public required string Hash { get; init; }
}
