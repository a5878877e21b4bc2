using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Operations;
using Marketplace.Publishing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Insight;

/// <summary>What the installation does now, and what went wrong in the last 24 hours.</summary>
/// <param name="Retrying">Operations that failed and wait for another attempt.</param>
/// <param name="Done">Operations of the last 24 hours.</param>
/// <param name="Failed">Operations of the last 24 hours.</param>
/// <param name="Checking">Submissions whose package is being checked.</param>
/// <param name="Unchecked">Submissions whose checks could not be finished and are retried.</param>
/// <param name="Mails">That have not left.</param>
/// <param name="Refused">Of those, the ones that the mail server did not take when they were tried.</param>
public sealed record InstallationGlance(
    int Running, int Queued, int Retrying, int Done, int Failed, int Checking, int Unchecked, int Mails, int Refused)
{
    /// <summary>Since when the operation waits longest for a worker whose turn it is; null where none does.</summary>
    public DateTime? OperationDueSince { get; init; }

    /// <summary>The same of a submission that should be checked.</summary>
    public DateTime? SubmissionDueSince { get; init; }

    public DateTime? MailDueSince { get; init; }

    /// <summary>Why operations failed in the last 24 hours, the most frequent cause first.</summary>
    public IReadOnlyList<CauseFigure> Causes { get; init; } = [];
}

public sealed class InstallationGlances(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int MaxDue = 100;

    /// <summary>Null if the actor is no operator.</summary>
    public async Task<InstallationGlance?> ReadAsync(Actor actor, CancellationToken cancel)
    {
        var (now, since) = (clock.UtcNow, clock.UtcNow.AddDays(-1));
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        // Counts of a set without a condition would be asked one by one before the rest.
        var (operations, submissions, mails) = (db.Operations, db.Submissions, db.Set<OutgoingMail>().Where(_ => operators.Any()));
        var due = db.Submissions.Due(now);
        var glance = await operators.OrderBy(g => g.Role).Select(_ => new InstallationGlance(
            operations.Count(o => o.State == OperationState.Running),
            operations.Count(o => o.State == OperationState.Queued),
            operations.Count(o => o.State == OperationState.Queued && o.RetryAt > now),
            operations.Count(o => o.State == OperationState.Done && o.EndedAt >= since),
            operations.Count(o => o.State == OperationState.Failed && o.EndedAt >= since),
            submissions.Count(s => s.State == SubmissionState.Scanning),
            submissions.Count(s => s.State == SubmissionState.Received && s.LeaseUntil != null),
            mails.Count(),
            mails.Count(m => m.Attempts > 0))
        {
            SubmissionDueSince = due.Min(s => s.LeaseUntil ?? (DateTime?)s.ReceivedAt),
            MailDueSince = mails.Where(m => m.DueAt <= now).Min(m => (DateTime?)m.DueAt),
        }).FirstOrDefaultAsync(cancel);
        if (glance is null)
        {
            return null;
        }

        var causes = await operations.Where(o => operators.Any() && o.State == OperationState.Failed && o.EndedAt >= since && o.Failure != null)
            .GroupBy(o => o.Failure!.Category).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        return glance with
        {
            OperationDueSince = await OperationDueAsync(db, operators, now, cancel),
            Causes = [.. causes.OrderByDescending(c => c.Count).ThenBy(c => c.Key).Select(c => new CauseFigure(c.Key, c.Count))],
        };
    }

    // An operation waits for a worker only since the one before it on its site has ended.
    private static async Task<DateTime?> OperationDueAsync(MarketplaceDb db, IQueryable<StaffGrant> operators, DateTime now, CancellationToken cancel)
    {
        var others = db.Operations;
        var due = await db.OperationsToTake(now).Where(o => operators.Any()).OrderBy(o => o.Id).Take(MaxDue)
            .Select(o => new { o.QueuedAt, o.RetryAt, o.LeaseUntil, Before = others.Where(other => other.SiteId == o.SiteId).Max(other => other.EndedAt) })
            .ToListAsync(cancel);
        return due.Count == 0 ? null : due.Min(o => new[] { o.QueuedAt, o.RetryAt, o.LeaseUntil, o.Before }.Max());
    }
}
