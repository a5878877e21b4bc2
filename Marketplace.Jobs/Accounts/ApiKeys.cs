using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Accounts;

public abstract record CreateKeyOutcome
{
    /// <summary>The text is shown once, now.</summary>
    public sealed record Created(long Id, string Text) : CreateKeyOutcome;

    public sealed record NotOwner : CreateKeyOutcome;

    public sealed record Invalid(string Problem) : CreateKeyOutcome;
}

/// <summary>Makes, revokes and recognizes API keys.</summary>
public sealed class ApiKeys(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private static readonly TimeSpan TouchInterval = TimeSpan.FromMinutes(5);

    /// <summary>Owners make keys. An expiry lies ahead, at most two years.</summary>
    public async Task<CreateKeyOutcome> CreateAsync(
        Actor actor, long organizationId, string name, ApiKeyScopes scopes, DateTime? expiresAt, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        if (name.Trim().Length is 0 or > 100)
        {
            return new CreateKeyOutcome.Invalid("Give the key a name of at most 100 characters, such as the machine that uses it.");
        }

        if (scopes is ApiKeyScopes.None)
        {
            return new CreateKeyOutcome.Invalid("Choose at least one thing that the key may do.");
        }

        if (expiresAt <= now || expiresAt > now.AddYears(2))
        {
            return new CreateKeyOutcome.Invalid("Choose an expiry that lies ahead, at most two years.");
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.Organizations.OwnedBy(actor).AnyAsync(o => o.Id == organizationId, cancel))
        {
            return new CreateKeyOutcome.NotOwner();
        }

        var (key, text) = ApiKey.Create(organizationId, actor.UserId, name.Trim(), scopes, now, expiresAt);
        db.ApiKeys.Add(key);
        db.Audit(actor, "api-key.create", $"organization/{organizationId}", $"{key.Hint}… “{key.Name}” for {scopes}", now);
        db.Changed(LiveTopic.Organization(organizationId), now);
        await db.SaveChangesAsync(cancel);
        return new CreateKeyOutcome.Created(key.Id, text);
    }

    /// <summary>False if there is no such key that the actor may revoke, or it was revoked before.</summary>
    public async Task<bool> RevokeAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var owned = db.Organizations.OwnedBy(actor);
        var key = await db.ApiKeys.FirstOrDefaultAsync(k => k.Id == id && k.RevokedAt == null && owned.Any(o => o.Id == k.OrganizationId), cancel);
        if (key is null)
        {
            return false;
        }

        key.Revoke(clock.UtcNow);
        db.Audit(actor, "api-key.revoke", $"organization/{key.OrganizationId}", $"{key.Hint}… “{key.Name}”", clock.UtcNow);
        db.Changed(LiveTopic.Organization(key.OrganizationId), clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>Whether the key still works: for answers that go on after the request was let in.</summary>
    public async Task<bool> WorksAsync(long id, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.ApiKeys.AnyAsync(k => k.Id == id && k.RevokedAt == null && (k.ExpiresAt == null || k.ExpiresAt > now), cancel);
    }

    /// <summary>Who acts with this text and for what, or null: unknown, revoked, expired, or its creator has left.</summary>
    public async Task<(Actor Actor, ApiKeyScopes Scopes)?> AuthenticateAsync(string text, CancellationToken cancel)
    {
        if (!text.StartsWith(ApiKey.Prefix, StringComparison.Ordinal) || text.Length > 100)
        {
            return null;
        }

        var (hash, now) = (ApiKey.HashOf(text), clock.UtcNow);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var key = await db.ApiKeys.Where(k => k.Hash == hash && k.RevokedAt == null && (k.ExpiresAt == null || k.ExpiresAt > now)
                && k.Organization.Memberships.Any(m => m.UserId == k.CreatedById))
            .Select(k => new { k.Id, k.OrganizationId, k.CreatedById, k.Scopes, k.LastUsedAt })
            .FirstOrDefaultAsync(cancel);
        if (key is null)
        {
            return null;
        }

        if (key.LastUsedAt is null || now - key.LastUsedAt > TouchInterval)
        {
            await db.ApiKeys.Where(k => k.Id == key.Id).ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, now), cancel);
        }

        return (new Actor(key.CreatedById, key.OrganizationId, key.Id), key.Scopes);
    }
}
