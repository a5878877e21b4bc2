using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Operations;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Delivery;

/// <summary>The agent of a site, as its token says.</summary>
public readonly record struct AgentCaller(long SiteId, long TokenId);

/// <summary>Makes, rotates, revokes and recognizes the tokens of sites.</summary>
public sealed class SiteTokens(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>How long an earlier token still works after a rotation, unless the new one is used before.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private static readonly TimeSpan TouchInterval = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A new token, shown once, now. The earlier one ends when the new one is first used, a day from now at the latest. Null if the
    /// actor has no such site.
    /// </summary>
    public async Task<string?> MakeAsync(Actor actor, long siteId, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await OwnAsync(db, actor, siteId, cancel))
        {
            return null;
        }

        var earlier = await NotEndedAsync(db, siteId, now, cancel);
        earlier.ForEach(token => token.End(now + Overlap));
        var (made, text) = SiteToken.Create(siteId, actor.UserId, now);
        db.SiteTokens.Add(made);
        db.Audit(actor, earlier.Count == 0 ? "site-token.create" : "site-token.rotate", $"site/{siteId}", $"{made.Hint}…", now);
        db.Changed(LiveTopic.Site(siteId), now);
        await db.SaveChangesAsync(cancel);
        return text;
    }

    /// <summary>Ends every token of the site at once; an agent that waits is sent away. False if there is none that the actor may end.</summary>
    public async Task<bool> RevokeAsync(Actor actor, long siteId, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await OwnAsync(db, actor, siteId, cancel) || await NotEndedAsync(db, siteId, now, cancel) is not { Count: > 0 } tokens)
        {
            return false;
        }

        tokens.ForEach(token => token.End(now));
        db.Audit(actor, "site-token.revoke", $"site/{siteId}", string.Join(", ", tokens.Select(token => $"{token.Hint}…")), now);
        db.Changed(LiveTopic.Site(siteId), now);
        db.Changed(LiveTopic.Delivery(siteId), now);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>Whose agent this is, or null: unknown, ended, or its creator has left.</summary>
    public async Task<AgentCaller?> AuthenticateAsync(string text, CancellationToken cancel)
    {
        if (!text.StartsWith(SiteToken.Prefix, StringComparison.Ordinal) || text.Length > 100)
        {
            return null;
        }

        var (hash, now) = (ApiKey.HashOf(text), clock.UtcNow);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var token = await db.SiteTokens.Working(now).Where(t => t.Hash == hash).Select(t => new { t.Id, t.SiteId, t.LastUsedAt }).FirstOrDefaultAsync(cancel);
        if (token is null)
        {
            return null;
        }

        if (token.LastUsedAt is null || now - token.LastUsedAt > TouchInterval)
        {
            await db.SiteTokens.Where(t => t.Id == token.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.LastUsedAt, now), cancel);
            // Whoever holds the newer token has no need of the ones before.
            await db.SiteTokens.Where(t => t.SiteId == token.SiteId && t.Id < token.Id && (t.EndsAt == null || t.EndsAt > now))
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.EndsAt, now), cancel);
        }

        return new AgentCaller(token.SiteId, token.Id);
    }

    // A program with an API key cannot make itself a lasting way in.
    private static Task<bool> OwnAsync(MarketplaceDb db, Actor actor, long siteId, CancellationToken cancel) =>
        db.Sites.Of(actor).AnyAsync(s => s.Id == siteId && actor.ApiKeyId == null, cancel);

    private static Task<List<SiteToken>> NotEndedAsync(MarketplaceDb db, long siteId, DateTime now, CancellationToken cancel) =>
        db.SiteTokens.Where(t => t.SiteId == siteId && (t.EndsAt == null || t.EndsAt > now)).ToListAsync(cancel);
}
