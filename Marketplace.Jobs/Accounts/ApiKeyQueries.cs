using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Accounts;

public enum ApiKeyState
{
    Active,
    Expired,
    Revoked,
}

/// <summary>An API key as its page lists it.</summary>
public sealed record ApiKeyRow(
    long Id, string Name, string Hint, ApiKeyScopes Scopes, ApiKeyState State, string CreatedBy, DateTime CreatedAt,
    DateTime? ExpiresAt, DateTime? RevokedAt, DateTime? LastUsedAt);

/// <summary>The API keys of organizations, for their members.</summary>
public sealed class ApiKeyQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public static readonly IListColumns Columns = ColumnsAt(default);

    /// <summary>Empty if the actor is no member.</summary>
    public async Task<Page<ApiKeyRow>> ListAsync(Actor actor, long organizationId, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, actor, organizationId, query, clock.UtcNow).PageAsync(query, cancel);
    }

    /// <summary>All of them, as they are read.</summary>
    public IAsyncEnumerable<ApiKeyRow> StreamAsync(Actor actor, long organizationId, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, actor, organizationId, query, clock.UtcNow), cancel);

    private static IQueryable<ApiKeyRow> Rows(MarketplaceDb db, Actor actor, long organizationId, ListQuery query, DateTime now)
    {
        var own = db.Organizations.Of(actor);
        return ColumnsAt(now).Apply(db.ApiKeys.Where(k => k.OrganizationId == organizationId && own.Any(o => o.Id == k.OrganizationId)), query)
            .Select(k => new ApiKeyRow(
                k.Id, k.Name, k.Hint, k.Scopes,
                k.RevokedAt != null ? ApiKeyState.Revoked : k.ExpiresAt <= now ? ApiKeyState.Expired : ApiKeyState.Active,
                k.CreatedBy.DisplayName, k.CreatedAt, k.ExpiresAt, k.RevokedAt, k.LastUsedAt));
    }

    // What has expired depends on the moment.
    private static ListColumns<ApiKey> ColumnsAt(DateTime now) => new ListColumns<ApiKey>(k => k.Id, "-created")
        .Text("name", k => k.Name).Text("key", k => k.Hint).Sorted("scopes", k => k.Scopes).Text("by", k => k.CreatedBy.DisplayName)
        .Choice("state", k => k.RevokedAt != null ? ApiKeyState.Revoked : k.ExpiresAt <= now ? ApiKeyState.Expired : ApiKeyState.Active)
        .Time("created", k => k.CreatedAt).Time("expires", k => k.ExpiresAt).Time("used", k => k.LastUsedAt).Time("revoked", k => k.RevokedAt);
}
