namespace Marketplace.Accounts;

/// <summary>
/// Who acts. Rights are never carried along: each query asks the database what this user may do now.
/// With an API key, acts are limited to the key's organisation.
/// </summary>
public readonly record struct Actor(long UserId, long? OnlyOrganizationId = null, long? ApiKeyId = null);
