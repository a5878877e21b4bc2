using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Accounts;

/// <summary>What verifying the chain found. Null means that every entry is sealed as it was written.</summary>
public sealed record AuditBreak(long Number, string Problem);

/// <summary>Seals audit entries into a hash chain and verifies it. Many processes may seal at once: the number is unique, so one of them wins.</summary>
public sealed class AuditTrail(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int Batch = 200;

    /// <summary>Sealing follows within a minute where a worker runs.</summary>
    private static readonly TimeSpan SealedWithin = TimeSpan.FromHours(1);

    /// <summary>Seals what is not sealed yet.</summary>
    public async Task SealAsync(CancellationToken cancel)
    {
        while (await SealSomeAsync(cancel) == Batch)
        {
        }
    }

    /// <summary>Walks the chain from its start. A changed, missing or foreign entry breaks it at its number.</summary>
    public async Task<AuditBreak?> VerifyAsync(CancellationToken cancel)
    {
        // Not sealed first: whoever took the newest seals away would have what they changed sealed anew.
        var (previous, number) = ("", 0L);
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var after = number;
            var entries = db.AuditEntries;
            var some = await db.AuditSeals.AsNoTracking().Where(s => s.Number > after).OrderBy(s => s.Number).Take(Batch)
                .Select(s => new { Seal = s, Entry = entries.FirstOrDefault(e => e.Id == s.EntryId) }).ToListAsync(cancel);
            foreach (var row in some)
            {
                number++;
                if (row.Seal.Number != number)
                {
                    return new(number, $"The seal number {number} is missing.");
                }

                if (row.Entry is null)
                {
                    return new(number, $"Entry {row.Seal.EntryId} is missing.");
                }

                if (row.Entry.SealAfter(previous) != row.Seal.Hash)
                {
                    return new(number, $"Entry {row.Entry.Id} ({row.Entry.Action} on {row.Entry.Subject}) is not what was sealed.");
                }

                previous = row.Seal.Hash;
            }

            if (some.Count < Batch)
            {
                return await UnsealedAsync(db, number + 1, cancel);
            }
        }
    }

    private async Task<AuditBreak?> UnsealedAsync(MarketplaceDb db, long next, CancellationToken cancel)
    {
        var (seals, since) = (db.AuditSeals, clock.UtcNow - SealedWithin);
        var late = await db.AuditEntries.AsNoTracking().Where(e => e.At < since && !seals.Any(s => s.EntryId == e.Id)).OrderBy(e => e.Id).FirstOrDefaultAsync(cancel);
        return late is null ? null : new(next, $"Entry {late.Id} ({late.Action} on {late.Subject}) has had no seal for over an hour.");
    }

    private async Task<int> SealSomeAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var last = await db.AuditSeals.AsNoTracking().OrderByDescending(s => s.Number).FirstOrDefaultAsync(cancel);
        var seals = db.AuditSeals;
        var open = await db.AuditEntries.AsNoTracking().Where(e => !seals.Any(s => s.EntryId == e.Id)).OrderBy(e => e.Id).Take(Batch).ToListAsync(cancel);
        var (number, previous) = (last?.Number ?? 0, last?.Hash ?? "");
        foreach (var entry in open)
        {
            previous = entry.SealAfter(previous);
            db.AuditSeals.Add(new AuditSeal(++number, entry.Id, previous));
        }

        try
        {
            await db.SaveChangesAsync(cancel);
            return open.Count;
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Another process sealed the same numbers a moment earlier; what it left is sealed by the next run.
            return 0;
        }
    }
}

/// <summary>Seals the audit entries of the last moments. Safe to run twice: a sealed entry is not sealed again.</summary>
public sealed class SealAuditJob(AuditTrail trail)
{
    public Task RunAsync(CancellationToken cancel) => trail.SealAsync(cancel);
}

public static class Auditing
{
    extension(MarketplaceDb db)
    {
        /// <summary>Adds an entry to what the context will save, beside the act itself.</summary>
        public void Audit(Actor? actor, string action, string subject, string details, DateTime now)
        {
            db.Add(new AuditEntry(now, actor?.UserId, actor?.ApiKeyId, action, subject, details.Clip(1000)));
            db.Tell(LiveTopic.Work, now);
        }
    }

    extension(IDbContextFactory<MarketplaceDb> databases)
    {
        /// <summary>Writes down an act that left nothing else to save, or whose rows Identity saves.</summary>
        public async Task AuditAsync(Actor? actor, string action, string subject, string details, DateTime now, CancellationToken cancel = default)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            db.Audit(actor, action, subject, details, now);
            await db.SaveChangesAsync(cancel);
        }
    }
}
