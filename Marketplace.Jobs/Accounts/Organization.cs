namespace Marketplace.Accounts;

/// <summary>A company with members. It publishes modules, is a client with sites, or both.</summary>
public sealed class Organization
{
    private Organization() => (Name, NormalizedName, Skeleton) = ("", "", "");

    /// <param name="name">One without an <see cref="OrganizationName.Problem"/>.</param>
    public Organization(string name, bool publishes, bool isClient, DateTime now)
    {
        (Name, NormalizedName, Skeleton) = (NameText.Normalize(name), OrganizationName.Fold(name), OrganizationName.Skeleton(name));
        (Publishes, IsClient, CreatedAt) = (publishes, isClient, now);
    }

    public long Id { get; private set; }
    public string Name { get; private set; }

    /// <summary>The name without case, and what a reader sees of it: no two organizations share either.</summary>
    public string NormalizedName { get; private set; }
    public string Skeleton { get; private set; }
    public bool Publishes { get; private set; }
    public bool IsClient { get; private set; }
    public DateTime CreatedAt { get; private set; }

    /// <summary>When staff verified that the company is who it says; null until then.</summary>
    public DateTime? VerifiedAt { get; private set; }

    public ICollection<Membership> Memberships { get; } = [];

    /// <summary>The domain that it has proved to hold; null if none.</summary>
    public string? Domain { get; private set; }

    /// <summary>It counts as verified by its domain alone, and no longer when that proof is gone.</summary>
    public bool IsVerifiedByDomain { get; private set; }

    /// <summary>The SHA-256 of the icon that it shows; null if it has none.</summary>
    public string? IconHash { get; private set; }

    public void ShowIcon(string? hash) => IconHash = hash;

    public void Verify(DateTime now) => (VerifiedAt, IsVerifiedByDomain) = (VerifiedAt ?? now, false);

    public void ProveDomain(string domain, DateTime now) =>
        (Domain, IsVerifiedByDomain, VerifiedAt) = (domain, IsVerifiedByDomain || VerifiedAt is null, VerifiedAt ?? now);

    public void LoseDomain() =>
        (Domain, VerifiedAt, IsVerifiedByDomain) = (null, IsVerifiedByDomain ? null : VerifiedAt, false);
}
