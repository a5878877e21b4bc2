namespace Marketplace.Accounts;

public enum MemberRole
{
    Member,
    Owner,
}

/// <summary>One person's place in one organization.</summary>
public sealed class Membership(long organizationId, long userId, MemberRole role, DateTime joinedAt)
{
    public long OrganizationId { get; private set; } = organizationId;
    public Organization Organization { get; private set; } = null!;
    public long UserId { get; private set; } = userId;
    public User User { get; private set; } = null!;
    public MemberRole Role { get; private set; } = role;
    public DateTime JoinedAt { get; private set; } = joinedAt;

    public void Become(MemberRole role) => Role = role;
}
