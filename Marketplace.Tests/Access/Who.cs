namespace Marketplace.Tests.Access;

/// <summary>
/// Those who may call. <c>Home</c> is an organization that publishes and has sites; it made everything that the matrices ask about. A session
/// that ended and a key that was revoked are not among these: nothing is ever open to them that is not open to all.
/// </summary>
[Flags]
public enum Who
{
    Nobody = 0,

    /// <summary>Signed in, without any role.</summary>
    Stranger = 1,

    /// <summary>Was a member of Home.</summary>
    Removed = 2,

    Member = 4,
    Owner = 8,

    /// <summary>Owns another organization.</summary>
    Other = 16,

    Moderator = 32,
    Operator = 64,

    /// <summary>A program with an API key that Home's owner made.</summary>
    Key = 128,

    /// <summary>A moderator who signed in by password alone.</summary>
    UnprovenModerator = 256,

    /// <summary>An operator who signed in by password alone.</summary>
    UnprovenOperator = 512,

    Members = Member | Owner,
    Home = Members | Key,
    Staff = Moderator | Operator,
    Managers = Home | Staff,
    People = Members | Staff | Stranger | Removed | Other | UnprovenModerator | UnprovenOperator,
    PeopleWhoSee = Members | Staff,
}
