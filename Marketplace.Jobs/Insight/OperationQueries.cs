using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Delivery;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Insight;

/// <summary>An operation in a list.</summary>
public sealed record OperationRow(
    long Id, string Title, long SiteId, string Site, string RequestedBy, OperationState State, DateTime QueuedAt, DateTime? EndedAt);

/// <param name="Bytes">How many have come, of <paramref name="TotalBytes"/>; 0 where a step moves none.</param>
public sealed record StepRow(
    StepKind Kind, string? PackageId, StepState State, string? Detail,
    DateTime? StartedAt, DateTime? EndedAt, long Bytes = 0, long TotalBytes = 0);

public sealed record LogRow(DateTime At, bool IsWarning, string Text);

public sealed record OperationAhead(long Id, string Title, string RequestedBy);

/// <summary>Why an operation failed, or its last attempt did, and what comes next.</summary>
/// <param name="RetryAt">When it is retried.</param>
/// <param name="ChangeRequest">What a new plan would be made for; null for a rollback.</param>
/// <param name="Unwell">The modules that it failed for.</param>
public sealed record OperationTrouble(
    FailureCategory Category, string Sentence, DateTime? RetryAt, ChangeRequest? Request,
    IReadOnlyList<string> Unwell, long? ContinuedById, string? ContinuedBy)
{
    public string Remedy => Recovery.Of(Category).Remedy;

    /// <summary>What a plan that leaves the unwell modules out would be made for.</summary>
    public ChangeRequest? Without =>
        Request is not null && Unwell.Count > 0 && Request.Less(Unwell).Holding(Unwell) is var rest
        && rest is not { Targets.Count: 0, Remove.Count: 0, Everything: false }
            ? rest
            : null;
}

/// <summary>An operation on its page; the log holds its newest 200 lines.</summary>
public sealed record OperationDetail(
    long Id, string Title, long SiteId, string Site, int FromRevision, int? ToRevision, string RequestedBy, OperationState State,
    DateTime QueuedAt, DateTime? StartedAt, DateTime? EndedAt, DateTime? CancelRequestedAt, DateTime? SwitchedAt, OperationTrouble? Failure,
    PlanDocument Plan, IReadOnlyList<StepRow> Steps, IReadOnlyList<LogRow> Log)
{
    /// <summary>The revision in which the site is now.</summary>
    public int SiteRevision { get; init; }

    /// <summary>Where people open the running site, if its members have said so.</summary>
    public string? SiteAddress { get; init; }

    /// <summary>How long the whole is likely to take; null once it has ended, or where nobody can say.</summary>
    public TimeSpan? Estimate { get; init; }

    /// <summary>What a new plan would be made for; null for a rollback.</summary>
    public ChangeRequest? Request { get; init; }

    /// <summary>The other member who approved it, where the site asks for that.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>The reader may approve it.</summary>
    public bool CanApprove { get; init; }

    /// <summary>The operation of the same site that has to end first.</summary>
    public OperationAhead? Ahead { get; init; }

    /// <summary>
    /// Since when nothing was heard of the site's agent, which was switching the site; null where that is not so. Which revision the site
    /// is in shows when it comes back.
    /// </summary>
    public DateTime? AgentSilentSince { get; init; }

    /// <summary>The icons of the modules in its plan.</summary>
    public IconHashes Icons { get; init; } = IconHashes.None;

    public bool CanCancel => EndedAt is null && SwitchedAt is null && CancelRequestedAt is null;
}

/// <summary>What clients see of operations: only those on sites of their organizations.</summary>
public sealed class OperationQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private static readonly TimeSpan PaceFor = TimeSpan.FromMinutes(1);
    private volatile Pace? _pace;

    private sealed record Pace(TimeSpan? PerStep, DateTime At);

    public static readonly ListColumns<Operation> Columns = new ListColumns<Operation>(o => o.Id, "-started")
        .Text("operation", o => o.Title).Text("site", o => o.Site.Name).Choice("state", o => o.State)
        .Text("by", o => o.IsByPolicy ? "Update policy" : o.RequestedBy.DisplayName).Time("started", o => o.QueuedAt).Time("ended", o => o.EndedAt);

    public async Task<Page<OperationRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, actor, query).PageAsync(query, cancel);
    }

    /// <summary>All of them, as they are read.</summary>
    public IAsyncEnumerable<OperationRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, actor, query), cancel);

    /// <summary>Every line, oldest first. Null if there is no such operation that the actor may see.</summary>
    public async Task<Page<LogRow>?> LogAsync(Actor actor, long id, int page, int size, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operations = db.Operations.Of(actor).Where(o => o.Id == id);
        return !await operations.AnyAsync(cancel) ? null
            : await db.Set<OperationLogLine>()
                .Where(l => l.OperationId == id && operations.Any())
                .OrderBy(l => l.Id)
                .Select(l => new LogRow(l.At, l.IsWarning, l.Text))
                .PageAsync(page, size, cancel);
    }

    /// <summary>How long carrying out a plan is likely to take, by the pace of the newest operations; null while there are too few to say.</summary>
    public async Task<TimeSpan?> EstimateAsync(PlanDocument plan, CancellationToken cancel)
    {
        // A page asks at each step of an operation, and the pace of fifty does not change that fast.
        if (_pace is not { } known || clock.UtcNow - known.At >= PaceFor || clock.UtcNow < known.At)
        {
            _pace = known = new(await PaceAsync(cancel), clock.UtcNow);
        }

        return known.PerStep is { } pace ? pace * OperationStep.For(plan).Count : null;
    }

    private async Task<TimeSpan?> PaceAsync(CancellationToken cancel)
    {
        const int Enough = 5;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var newest = await db.Operations.Where(o => o.State == OperationState.Done && o.StartedAt != null).OrderByDescending(o => o.Id).Take(50)
            .Select(o => new { o.StartedAt, o.EndedAt, Steps = o.Steps.Count }).ToListAsync(cancel);
        var paces = newest.Where(o => o.Steps > 0).Select(o => (o.EndedAt!.Value - o.StartedAt!.Value) / o.Steps).Order().ToList();
        return paces.Count < Enough ? null : paces[paces.Count / 2];
    }

    /// <summary>Null if there is none that the actor may see.</summary>
    public async Task<OperationDetail?> ReadAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operation = await db.Operations.AsNoTracking().Of(actor).Where(o => o.Id == id)
            .Select(o => new
            {
                o, Site = o.Site.Name, o.Site.CurrentRevision, o.Site.Address,
                By = o.IsByPolicy ? "Update policy" : o.RequestedBy.DisplayName, o.Plan.Json, o.Plan.Request,
                ContinuedBy = o.ContinuedBy == null ? null : o.ContinuedBy.Title, ApprovedBy = o.ApprovedBy == null ? null : o.ApprovedBy.DisplayName,
            }).FirstOrDefaultAsync(cancel);
        if (operation is not { o: var row })
        {
            return null;
        }

        var steps = await db.Set<OperationStep>().Where(s => s.OperationId == id).OrderBy(s => s.Ordinal)
            .Select(s => new StepRow(s.Kind, s.PackageId, s.State, s.Detail, s.StartedAt, s.EndedAt, s.Bytes, s.TotalBytes)).ToListAsync(cancel);
        var log = await db.Set<OperationLogLine>().Where(l => l.OperationId == id).OrderByDescending(l => l.Id).Take(200)
            .Select(l => new LogRow(l.At, l.IsWarning, l.Text)).ToListAsync(cancel);
        log.Reverse();
        var ahead = row.State is not OperationState.Queued
            ? null
            : await db.Operations
                .Where(o => o.SiteId == row.SiteId && o.Id < id
                    && (o.State == OperationState.Queued || o.State == OperationState.Running))
                .OrderByDescending(o => o.Id)
                .Select(o => new OperationAhead(o.Id, o.Title, o.RequestedBy.DisplayName)).FirstOrDefaultAsync(cancel);
        var (plan, request) = (PlanDocument.Parse(operation.Json), ChangeRequestText.Read(operation.Request));
        var unwell = steps.Where(s => s is { State: StepState.Failed, PackageId: not null }).Select(s => s.PackageId!).Distinct().ToList();
        var trouble = row.Failure is not { } failure ? null
            : new OperationTrouble(failure.Category, failure.Sentence, row.RetryAt, request, unwell, row.ContinuedById, operation.ContinuedBy);
        return new(
            row.Id, row.Title, row.SiteId, operation.Site, row.FromRevision, row.ToRevision, operation.By, row.State, row.QueuedAt, row.StartedAt, row.EndedAt,
            row.CancelRequestedAt, row.SwitchedAt, trouble, plan, steps, log)
        {
            Ahead = ahead,
            SiteRevision = operation.CurrentRevision,
            AgentSilentSince = await db.Silent(clock.UtcNow).Where(d => d.OperationId == id).Select(d => d.SwitchedAt).FirstOrDefaultAsync(cancel),
            Request = request,
            SiteAddress = operation.Address,
            ApprovedBy = operation.ApprovedBy,
            Icons = await db.IconsAsync(actor, plan.Changes.Select(change => change.Id), cancel),
            CanApprove = row.State is OperationState.AwaitingApproval && row.RequestedById != actor.UserId,
            Estimate = row.EndedAt is null && row.State is not OperationState.AwaitingApproval ? await EstimateAsync(plan, cancel) : null,
        };
    }

    private static IQueryable<OperationRow> Rows(MarketplaceDb db, Actor actor, ListQuery query) => Columns.Apply(db.Operations.Of(actor), query).AsRows();
}

internal static class OperationRows
{
    extension(IQueryable<Operation> operations)
    {
        /// <summary>As lists show them.</summary>
        public IQueryable<OperationRow> AsRows() => operations.Select(o => new OperationRow(
            o.Id, o.Title, o.SiteId, o.Site.Name, o.IsByPolicy ? "Update policy" : o.RequestedBy.DisplayName, o.State, o.QueuedAt, o.EndedAt));
    }
}
