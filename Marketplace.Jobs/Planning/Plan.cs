using Marketplace.Accounts;
using Marketplace.Sites;

namespace Marketplace.Planning;

/// <summary>The exact changes a request would make on a site. Identified by a hash of everything it rests on.</summary>
public sealed class Plan(long siteId, string hash, string title, string request, string json, int fromRevision, long createdById, DateTime createdAt)
{
    public const int MaxTitle = 200;

    public long Id { get; private set; }
    public long SiteId { get; private set; } = siteId;
    public Site Site { get; private set; } = null!;
    public string Hash { get; private set; } = hash;
    public string Title { get; private set; } = title;
    /// <summary>What was requested, as <see cref="ChangeRequestText"/>; empty for a rollback.</summary>
    public string Request { get; private set; } = request;

    public string Json { get; private set; } = json;
    public int FromRevision { get; private set; } = fromRevision;
    public long CreatedById { get; private set; } = createdById;
    public User CreatedBy { get; private set; } = null!;
    public DateTime CreatedAt { get; private set; } = createdAt;
}
