namespace Marketplace.Sites;

/// <summary>The complete, numbered state of a site's modules after an operation.</summary>
public sealed class Revision(long siteId, int number, long? operationId, string hostVersion, int? restoredFrom, DateTime createdAt)
{
    public long Id { get; private set; }
    public long SiteId { get; private set; } = siteId;
    public int Number { get; private set; } = number;
    public long? OperationId { get; private set; } = operationId;

    /// <summary>The host version that the modules were chosen for.</summary>
    public string HostVersion { get; private set; } = hostVersion;

    /// <summary>The earlier revision whose modules this one takes up again, if it is a rollback.</summary>
    public int? RestoredFrom { get; private set; } = restoredFrom;

    public DateTime CreatedAt { get; private set; } = createdAt;

    /// <summary>When its files were deleted; from then on it is history and cannot be taken up again.</summary>
    public DateTime? CollectedAt { get; private set; }

    public ICollection<RevisionModule> Modules { get; } = [];
}

/// <summary>One module of a revision, by exact file.</summary>
public sealed class RevisionModule(string packageId, string version, string packageHash)
{
    public long Id { get; private set; }
    public long RevisionId { get; private set; }
    public string PackageId { get; private set; } = packageId;
    public string Version { get; private set; } = version;
    public string PackageHash { get; private set; } = packageHash;
}
