using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Accounts;

/// <summary>What verifying the chain found. Null means that every entry is sealed as it was written.</summary>
public sealed record AuditBreak(long Number, string Problem);

/// <summary>
/// Seals audit entries into a hash chain, anchors its newest seal outside the database, and verifies both. Many processes may seal at once: the number is
/// unique, so one of them wins.
/// </summary>
public sealed partial class AuditTrail(IDbContextFactory<MarketplaceDb> databases, AuditAnchor anchor, TimeProvider clock, ILogger<AuditTrail> log)
{
    private const int Batch = 200;

    /// <summary>How far behind the newest sealed entry one may still turn up: ids are given before their transactions commit.</summary>
    private const int CommitWindow = 1000;

    /// <summary>Sealing follows within a minute where a worker runs.</summary>
    private static readonly TimeSpan SealedWithin = TimeSpan.FromHours(1);

    /// <summary>Seals what is not sealed yet.</summary>
    public async Task SealAsync(CancellationToken cancel)
    {
        while (await SealSomeAsync(cancel) == Batch)
        {
        }
    }

    /// <summary>Anchors the trail as it is now, whatever was anchored before: after the database was restored from a backup, say.</summary>
    public async Task<AuditHead> AnchorAsync(CancellationToken cancel)
    {
        await databases.AuditAsync(null, "audit.anchor", "audit", $"after {anchor.Read()?.Number ?? 0}, by the command line", clock.UtcNow, cancel);
        await SealAsync(cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var head = await db.AuditSeals.OrderByDescending(s => s.Number).Select(s => new AuditHead(s.Number, s.Hash)).FirstAsync(cancel);
        anchor.Write(head);
        return head;
    }

    /// <summary>
    /// Walks the chain from its start. A changed, missing or foreign entry breaks it at its number, as does a chain that is not the anchored one.
    /// </summary>
    /// <param name="sent">An anchor that was kept elsewhere, from a mail say.</param>
    public async Task<AuditBreak?> VerifyAsync(CancellationToken cancel, AuditHead? sent = null)
    {
        var anchored = anchor.Read();
        if (anchored is not null && !anchor.IsGenuine(anchored))
        {
            return new(anchored.Number, $"{AuditAnchor.FileName} was not signed with the key of this marketplace.");
        }

        AuditHead[] heads = [.. new[] { anchored, sent }.OfType<AuditHead>()];

        // Not sealed first: whoever took the newest seals away would have what they changed sealed again.
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

                if (heads.Any(head => head.Number == number && head.Hash != row.Seal.Hash))
                {
                    return new(number, "The trail was rewritten: this seal is not the one that was anchored.");
                }

                previous = row.Seal.Hash;
            }

            if (some.Count < Batch)
            {
                return heads.FirstOrDefault(head => head.Number > number) is { } longer
                    ? new(number + 1, $"The trail ends here, but number {longer.Number} was anchored.")
                    : anchored is null && number > 0 ? new(number, $"{AuditAnchor.FileName} is missing, so nothing says how long the trail was.")
                    : await UnsealedAsync(db, number + 1, cancel);
            }
        }
    }

    private async Task<AuditBreak?> UnsealedAsync(MarketplaceDb db, long next, CancellationToken cancel)
    {
        var (seals, since) = (db.AuditSeals, clock.UtcNow - SealedWithin);
        var late = await db.AuditEntries.AsNoTracking().Where(e => e.At < since && !seals.Any(s => s.EntryId == e.Id))
            .OrderBy(e => e.Id).FirstOrDefaultAsync(cancel);
        return late is null ? null : new(next, $"Entry {late.Id} ({late.Action} on {late.Subject}) has had no seal for over an hour.");
    }

    private async Task<int> SealSomeAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var last = await db.AuditSeals.AsNoTracking().OrderByDescending(s => s.Number).FirstOrDefaultAsync(cancel);
        var seals = db.AuditSeals;
        var from = (await seals.MaxAsync(s => (long?)s.EntryId, cancel) ?? 0) - CommitWindow;
        var open = await db.AuditEntries.AsNoTracking().Where(e => e.Id > from && !seals.Any(s => s.EntryId == e.Id))
            .OrderBy(e => e.Id).Take(Batch).ToListAsync(cancel);
        if (open.Count == 0)
        {
            return 0;
        }

        var (number, previous) = (last?.Number ?? 0, last?.Hash ?? "");
        foreach (var entry in open)
        {
            previous = entry.SealAfter(previous);
            db.AuditSeals.Add(new AuditSeal(++number, entry.Id, previous));
        }

        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Another process sealed the same numbers a moment earlier; what it left is sealed by the next run.
            return 0;
        }

        await MoveAnchorAsync(db, new(number, previous), isFirst: last is null, cancel);
        return open.Count;
    }

    // Only along the chain that was anchored: otherwise the next act would overwrite the proof that a tail was cut.
    private async Task MoveAnchorAsync(MarketplaceDb db, AuditHead head, bool isFirst, CancellationToken cancel)
    {
        var before = anchor.Read();
        if (before is null ? !isFirst
            : !anchor.IsGenuine(before) || !await db.AuditSeals.AnyAsync(s => s.Number == before.Number && s.Hash == before.Hash, cancel))
        {
            LogContradicted(before?.Number ?? 0);
        }
        else if (before is null || before.Number < head.Number)
        {
            anchor.Write(head);
        }
    }

    [LoggerMessage(1501, LogLevel.Critical, "The audit trail does not continue what was anchored as number {Number}. Run: audit verify.")]
    private partial void LogContradicted(long number);
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
