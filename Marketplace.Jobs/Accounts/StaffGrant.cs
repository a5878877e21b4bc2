namespace Marketplace.Accounts;

public enum StaffRole
{
    Moderator,
    Operator,
}

/// <summary>Makes a user staff. Taken away by deleting the row, which works at the next act.</summary>
public sealed class StaffGrant(long userId, StaffRole role, DateTime grantedAt)
{
    public long UserId { get; private set; } = userId;
    public User User { get; private set; } = null!;
    public StaffRole Role { get; private set; } = role;
    public DateTime GrantedAt { get; private set; } = grantedAt;
}
