using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Operations;

public sealed record BatchRow(long Id, string Title, BatchState State, string CreatedBy, DateTime CreatedAt, int Operations, int Done, int Failed);

/// <param name="Failure">Why it failed.</param>
public sealed record BatchOperation(
    long Id, long SiteId, string Site, int Ring, OperationState State, int Steps, int StepsDone, string? Failure,
    DateTime? StartedAt, DateTime? EndedAt);

public sealed record BatchDetail(
    long Id, string Title, string Organization, long OrganizationId, BatchState State, string? Reason, int Rings, int Ring,
    int MostFailures, string CreatedBy, DateTime CreatedAt, DateTime? EndedAt,
    IReadOnlyList<BatchOperation> Operations)
{
    /// <summary>Sites on which it did not come to the end, for another try.</summary>
    public IEnumerable<BatchOperation> Left => Operations.Where(o => o.EndedAt is not null && o.State is not OperationState.Done);

    /// <summary>What it was made for.</summary>
    public required ChangeRequest? Request { get; init; }
}

/// <summary>What members see of their organizations' batches.</summary>
public sealed class BatchQueries(IDbContextFactory<MarketplaceDb> databases)
{
    public static readonly ListColumns<Batch> Columns = new ListColumns<Batch>(b => b.Id, "-started")
        .Text("batch", b => b.Title).Choice("state", b => b.State).Number("sites", b => b.Operations.Count)
        .Number("done", b => b.Operations.Count(o => o.State == OperationState.Done))
        .Number("failed", b => b.Operations.Count(o => o.State == OperationState.Failed))
        .Text("by", b => b.CreatedBy.DisplayName).Time("started", b => b.CreatedAt);

    public async Task<Page<BatchRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, actor, query).PageAsync(query, cancel);
    }

    /// <summary>All of them, as they are read.</summary>
    public IAsyncEnumerable<BatchRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, actor, query), cancel);

    /// <summary>The ids of modules on any of the actor's sites, at most 200.</summary>
    public async Task<IReadOnlyList<string>> InstalledAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Sites.Of(actor).SelectMany(s => s.Revisions.Where(r => r.Number == s.CurrentRevision)).SelectMany(r => r.Modules)
            .Select(m => m.PackageId).Distinct().OrderBy(id => id).Take(200).ToListAsync(cancel);
    }

    /// <summary>Null if there is none that the actor may see.</summary>
    public async Task<BatchDetail?> ReadAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var batch = await db.Batches.AsNoTracking().Of(actor).Where(b => b.Id == id)
            .Select(b => new
            {
                b,
                Organization = b.Organization.Name,
                By = b.CreatedBy.DisplayName,
                Request = b.Operations.OrderBy(o => o.Id).Select(o => o.Plan.Request).FirstOrDefault()
            })
            .FirstOrDefaultAsync(cancel);
        if (batch is not { b: var row })
        {
            return null;
        }

        var operations = await db.Operations.Where(o => o.BatchId == id).OrderBy(o => o.Ring).ThenBy(o => o.Id)
            .Select(o => new
            {
                o.Id, o.SiteId, Site = o.Site.Name, o.Ring, o.State, Steps = o.Steps.Count,
                Done = o.Steps.Count(s => s.State == StepState.Done), o.Failure, o.StartedAt, o.EndedAt,
            }).Take(BatchPlans.MaxSites).ToListAsync(cancel);
        return new(
            row.Id, row.Title, batch.Organization, row.OrganizationId, row.State, row.Reason, row.Rings, row.Ring, row.MostFailures,
            batch.By, row.CreatedAt, row.EndedAt,
            operations.ConvertAll(o => new BatchOperation(
                o.Id, o.SiteId, o.Site, o.Ring ?? 1, o.State, o.Steps, o.Done, o.Failure?.Sentence, o.StartedAt, o.EndedAt)))
        {
            Request = batch.Request is { } request ? ChangeRequestText.Read(request) : null,
        };
    }

    private static IQueryable<BatchRow> Rows(MarketplaceDb db, Actor actor, ListQuery query) => Columns.Apply(db.Batches.Of(actor), query)
        .Select(b => new BatchRow(b.Id, b.Title, b.State, b.CreatedBy.DisplayName, b.CreatedAt, b.Operations.Count,
            b.Operations.Count(o => o.State == OperationState.Done), b.Operations.Count(o => o.State == OperationState.Failed)));
}
