namespace Marketplace.Tests.Access;

/// <summary>
/// Those who may call. <c>Home</c> is an organization that publishes and has sites; it made everything that the matrices ask about.
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

    /// <summary>A program with an API key that Home's owner made, with the scope Install.</summary>
    Key = 128,

    /// <summary>A moderator who signed in by password alone.</summary>
    UnprovenModerator = 256,

    /// <summary>An operator who signed in by password alone.</summary>
    UnprovenOperator = 512,

    /// <summary>A person whose session ended. Nothing is ever open to these that is not open to all.</summary>
    Ended = 1024,

    /// <summary>A program whose API key or site token was revoked.</summary>
    Revoked = 2048,

    /// <summary>Someone without a cookie, a key or a token.</summary>
    Anonymous = 4096,

    /// <summary>A program with an API key that Home's owner made, with the scope Read.</summary>
    ReadKey = 8192,

    /// <summary>A program with an API key that Home's owner made, with the scope Push.</summary>
    PushKey = 16384,

    /// <summary>The agent of Home's site, by its token.</summary>
    Agent = 32768,

    /// <summary>The agent of another organization's site.</summary>
    OtherAgent = 65536,

    /// <summary>A program with an API key that Home's owner made, with the scope Billing.</summary>
    BillingKey = 131072,

    All = 262143,
    Members = Member | Owner,
    Home = Members | Key | BillingKey,
    Staff = Moderator | Operator,
    Managers = Home | Staff,
    People = Members | Staff | Stranger | Removed | Other | UnprovenModerator | UnprovenOperator,
    PeopleWhoSee = Members | Staff,
}
