using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Moderation;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Publishing;

/// <summary>A submission in a list.</summary>
public sealed record SubmissionRow(long Id, string PackageId, string Version, string Publisher, SubmissionState State, DateTime ReceivedAt, DateTime? DecidedAt)
{
    /// <summary>How often its checks were begun and could not be finished, and when they run again; null while nothing went wrong.</summary>
    public SubmissionRetry? Retry { get; init; }
}

public sealed record SubmissionRetry(int Attempts, DateTime At);

/// <summary>A submission on its page.</summary>
public sealed record SubmissionDetail(
    long Id, string PackageId, string Version, string PackageHash, long PackageSize,
    string Publisher, string SubmittedBy, string? ApiKey, SubmissionState State,
    DateTime ReceivedAt, DateTime? ScannedAt, DateTime? DecidedAt, DateTime? DueAt, int Before, IReadOnlyList<DecisionRow> Decisions)
{
    /// <summary>As in <see cref="SubmissionRow.Retry"/>.</summary>
    public SubmissionRetry? Retry { get; init; }

    /// <summary>The hash of the icon that its module has now; null if it has none.</summary>
    public string? Icon { get; init; }

    /// <summary>The ids of modules that must be available first; empty if it waits for none.</summary>
    public string WaitsFor { get; init; } = "";
}

/// <summary>A decision as the publisher reads it.</summary>
public sealed record DecisionRow(DecisionAction Action, string By, string Reason, string Message, DateTime At);

/// <summary>What publishers see of their submissions: only those of organizations in which they are members now.</summary>
public sealed class SubmissionQueries(IDbContextFactory<MarketplaceDb> databases)
{
    public static readonly ListColumns<Submission> Columns = By("-submitted");

    /// <summary>Of what is being checked; the oldest first.</summary>
    public static readonly ListColumns<Submission> ScanningColumns =
        By("submitted", SubmissionState.Received, SubmissionState.Scanning, SubmissionState.Waiting);

    public async Task<Page<SubmissionRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Own(db, actor, query).PageAsync(query, cancel);
    }

    /// <summary>All of them, as they are read.</summary>
    public IAsyncEnumerable<SubmissionRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Own(db, actor, query), cancel);

    /// <summary>Those that are not decided yet: what waits for the publisher first, then by age.</summary>
    public async Task<Page<SubmissionRow>> UnderWayAsync(Actor actor, int size, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var organizations = db.Organizations.Of(actor);
        return await Rows(db.Submissions.Open().Where(s => organizations.Any(o => o.Id == s.PublisherId))
                .OrderBy(s => s.State == SubmissionState.ChangesRequested ? 0 : 1).ThenBy(s => s.Id))
            .PageAsync(1, size, cancel);
    }

    /// <summary>What is being checked now, for staff.</summary>
    public async Task<Page<SubmissionRow>> ScanningAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(ScanningColumns.Apply(Scanning(db, actor), query)).PageAsync(query, cancel);
    }

    /// <summary>All of them, as they are read.</summary>
    public IAsyncEnumerable<SubmissionRow> StreamScanningAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(ScanningColumns.Apply(Scanning(db, actor), query)), cancel);

    public async Task<int> CountScanningAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Scanning(db, actor).CountAsync(cancel);
    }

    /// <summary>Null if there is none that the actor may see.</summary>
    public async Task<SubmissionDetail?> ReadAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (keys, reviews, organizations, modules) = (db.ApiKeys, db.Reviews, db.Organizations.Of(actor), db.Modules);
        return await db.Submissions.AsNoTracking().Where(s => s.Id == id && organizations.Any(o => o.Id == s.PublisherId))
            .Select(s => new
            {
                Submission = s,
                Publisher = s.Publisher.Name,
                Icon = modules.Where(m => m.NormalizedId == s.NormalizedId && m.PublisherId == s.PublisherId).Select(m => m.IconHash).FirstOrDefault(),
                By = s.SubmittedBy.DisplayName,
                Key = keys.Where(k => k.Id == s.ApiKeyId).Select(k => k.Name).FirstOrDefault(),
                Review = reviews.FirstOrDefault(r => r.Id == s.ReviewId),
                Before = reviews.Count(r => r.State == ReviewState.NeedsReview
                    && r.DueAt < reviews.Where(own => own.Id == s.ReviewId).Select(own => own.DueAt).FirstOrDefault()),
                Decisions = reviews.Where(r => r.Id == s.ReviewId).SelectMany(r => r.Decisions)
                    .Where(d => d.Action != DecisionAction.Escalate).OrderBy(d => d.Id)
                    .Select(d => new DecisionRow(d.Action, d.By.DisplayName, d.Reason, d.Message, d.At)).ToList(),
            })
            .AsSplitQuery()
            .Select(s => new SubmissionDetail(
                s.Submission.Id, s.Submission.PackageId, s.Submission.Version, s.Submission.PackageHash, s.Submission.PackageSize, s.Publisher, s.By, s.Key,
                s.Submission.State, s.Submission.ReceivedAt, s.Submission.ScannedAt, s.Submission.DecidedAt,
                s.Review == null ? null : s.Review.DueAt, s.Before, s.Decisions)
            {
                Retry = s.Submission.State == SubmissionState.Received && s.Submission.LeaseUntil != null
                    ? new SubmissionRetry(s.Submission.Attempts, s.Submission.LeaseUntil.Value)
                    : null,
                WaitsFor = s.Submission.WaitsFor,
                Icon = s.Icon,
            })
            .FirstOrDefaultAsync(cancel);
    }

    private static IQueryable<Submission> Scanning(MarketplaceDb db, Actor actor)
    {
        var grants = db.StaffGrants.Allowing(actor, StaffRole.Moderator);
        return db.Submissions.Where(s => grants.Any()
            && (s.State == SubmissionState.Received || s.State == SubmissionState.Scanning || s.State == SubmissionState.Waiting));
    }

    private static IQueryable<SubmissionRow> Own(MarketplaceDb db, Actor actor, ListQuery query)
    {
        var organizations = db.Organizations.Of(actor);
        return Rows(Columns.Apply(db.Submissions.Where(s => organizations.Any(o => o.Id == s.PublisherId)), query));
    }

    private static IQueryable<SubmissionRow> Rows(IQueryable<Submission> submissions) =>
        submissions.Select(s => new SubmissionRow(s.Id, s.PackageId, s.Version, s.Publisher.Name, s.State, s.ReceivedAt, s.DecidedAt)
        {
            Retry = s.State == SubmissionState.Received && s.LeaseUntil != null ? new SubmissionRetry(s.Attempts, s.LeaseUntil.Value) : null,
        });

    private static ListColumns<Submission> By(string order, params SubmissionState[] states) => new ListColumns<Submission>(s => s.Id, order)
        .Text("module", s => s.PackageId).Text("version", s => s.Version).Text("publisher", s => s.Publisher.Name).Choice("state", s => s.State, states)
        .Time("submitted", s => s.ReceivedAt).Time("decided", s => s.DecidedAt);
}
