using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Accounts;

public sealed record SessionRow(long Id, string Device, string Address, DateTime StartedAt, DateTime SeenAt);

/// <summary>Where people are signed in. A session that ended opens nothing any more.</summary>
public sealed class Sessions(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>A session's last request is written down at most this often: reading pages must not become writing rows.</summary>
    public static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);

    /// <summary>Longer than any cookie lives unused; what is older is deleted.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <param name="how">By what the person proved who it is, for the audit trail.</param>
    /// <param name="device">Browser and system in words.</param>
    /// <param name="address">The network address of the browser.</param>
    public async Task<long> StartAsync(long userId, string how, string device, string address, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var session = new Session(userId, device, address, clock.UtcNow);
        db.Sessions.Add(session);
        db.Audit(new Actor(userId), "sign-in", $"user/{userId}", $"by {how}, {device}, from {address}", clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return session.Id;
    }

    /// <summary>Whether the session of this person has not ended. Notes that it was seen.</summary>
    public async Task<bool> IsOpenAsync(long userId, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var session = db.Sessions.Where(s => s.Id == id && s.UserId == userId && s.EndedAt == null);
        var seenAt = await session.Select(s => (DateTime?)s.SeenAt).FirstOrDefaultAsync(cancel);
        var now = clock.UtcNow;
        if (seenAt < now - SeenEvery)
        {
            await session.ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenAt, now), cancel);
        }

        return seenAt is not null;
    }

    /// <summary>The person's open sessions, the one seen last first.</summary>
    public async Task<IReadOnlyList<SessionRow>> ListAsync(long userId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Sessions.Where(s => s.UserId == userId && s.EndedAt == null).OrderByDescending(s => s.SeenAt).ThenByDescending(s => s.Id)
            .Select(s => new SessionRow(s.Id, s.Device, s.Address, s.StartedAt, s.SeenAt)).Take(Paging.MaxSize).ToListAsync(cancel);
    }

    /// <summary>Ends one session of this person; false if there is none such.</summary>
    public Task<bool> EndAsync(long userId, long id, CancellationToken cancel) =>
        EndAsync(userId, "session.end", $"session/{id}", sessions => sessions.Where(s => s.Id == id), cancel);

    /// <summary>Ends every session of this person but one; false if there is no other.</summary>
    public Task<bool> EndOthersAsync(long userId, long kept, CancellationToken cancel) =>
        EndAsync(userId, "session.end-others", $"user/{userId}", sessions => sessions.Where(s => s.Id != kept), cancel);

    /// <summary>Deletes what was seen last a month ago.</summary>
    public async Task PurgeAsync(CancellationToken cancel)
    {
        var before = clock.UtcNow - Kept;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Sessions.Where(s => s.SeenAt < before).ExecuteDeleteAsync(cancel);
    }

    private Task<bool> EndAsync(long userId, string action, string subject, Func<IQueryable<Session>, IQueryable<Session>> which, CancellationToken cancel) =>
        databases.TransactAsync(
            async db =>
            {
                var now = clock.UtcNow;
                var ended = await which(db.Sessions.Where(s => s.UserId == userId && s.EndedAt == null))
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancel);
                if (ended > 0)
                {
                    db.Audit(new Actor(userId), action, subject, ended == 1 ? "1 session" : $"{ended} sessions", now);
                    await db.SaveChangesAsync(cancel);
                }

                return ended > 0;
            },
            cancel);
}

/// <summary>Deletes sessions that nobody can use any more. Safe to run twice.</summary>
public sealed class PurgeSessionsJob(Sessions sessions)
{
    public Task RunAsync(CancellationToken cancel) => sessions.PurgeAsync(cancel);
}
