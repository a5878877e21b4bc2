namespace Marketplace.Portal.Accounts;

/// <summary>Names of the authorization policies. Every page and endpoint states one, or that it is open to all.</summary>
public static class Policies
{
    /// <summary>Any signed-in person; also the fallback.</summary>
    public const string SignedIn = nameof(SignedIn);

    /// <summary>Who may read the catalog: everybody where the operator allows it, else whoever is signed in.</summary>
    public const string Reading = nameof(Reading);

    /// <summary>Operators and moderators.</summary>
    public const string Staff = nameof(Staff);

    public const string Moderator = nameof(Moderator);

    public const string Operator = nameof(Operator);

    /// <summary>A program with an API key that may push packages.</summary>
    public const string Push = nameof(Push);

    /// <summary>A person, or a program with an API key that may read.</summary>
    public const string ReadSites = nameof(ReadSites);

    /// <summary>A program with an API key that may change the organization's sites.</summary>
    public const string Install = nameof(Install);

    /// <summary>A program with an API key that may change what the organization buys for a term.</summary>
    public const string Billing = nameof(Billing);

    /// <summary>The agent of a site, by the site's token.</summary>
    public const string Agent = nameof(Agent);
}
