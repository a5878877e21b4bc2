namespace Marketplace.Accounts;

/// <summary>
/// Who acts, and by what. Rights are never carried along: each query asks the database what this user may do now, and whether the session or
/// the key still stands (<see cref="Gate"/>). Without a session and a key, the marketplace itself carries out what the user ordered earlier.
/// </summary>
/// <param name="OnlyOrganizationId">The organization that an API key is limited to.</param>
/// <param name="SessionId">The session of a person in a browser.</param>
/// <param name="HasSecondFactor">The person proved a second factor in this session; staff rights need it.</param>
public readonly record struct Actor(long UserId, long? OnlyOrganizationId = null, long? ApiKeyId = null, long? SessionId = null, bool HasSecondFactor = false)
{
    /// <summary>Someone to whom something is mailed: the role counts alone, as no session is there in which a second factor could be proved.</summary>
    public static Actor Mailed(long userId) => new(userId, HasSecondFactor: true);
}
