using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Modules;
using Marketplace.Storage;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Installs;

/// <summary>Ends an attempt in good order: with a failure, or without one because a person cancelled.</summary>
internal sealed class OperationStoppedException(OperationFailure? failure) : Exception(failure?.Sentence ?? "Cancelled.")
{
    public OperationFailure? Failure => failure;
}

/// <summary>The steps of one attempt, in order. Each is a row that is saved when it starts and when it ends.</summary>
public sealed class OperationWork(IPackageStore packages, HostWatch host, TimeProvider clock)
{
    internal static IReadOnlyList<OperationStep> Steps(PlanDocument document) => OperationStep.For(
        document.Restores is null ? [.. document.Incoming.Select(change => change.Id)] : [],
        [.. document.Incoming.Select(change => change.Id)]);

    internal async Task DoAsync(OperationLease lease, ModuleStore store, PlanDocument document, StoreOperation change, CancellationToken cancel)
    {
        var revision = document.Restores is { } earlier
            ? await WriteAsync(lease, () => change.Restore(earlier), cancel)
            : await WriteNewAsync(lease, store, document, change, cancel);
        // Saved as the step begins: whoever asked to cancel before is heard now, and nobody can ask after.
        lease.Operation.Switch(clock.UtcNow);
        await StepAsync(lease, StepKind.Switch, null, () =>
        {
            change.Activate();
            return Task.FromResult<string?>($"Revision {revision.Number} is active");
        }, cancel);
        await LoadAsync(lease, store, document, revision, cancel);
        await StepAsync(lease, StepKind.Keep, null, () =>
        {
            change.Commit();
            return Task.FromResult<string?>($"Revision {revision.Number} is kept");
        }, cancel);
    }

    private async Task<SiteRevision> WriteNewAsync(OperationLease lease, ModuleStore store, PlanDocument document, StoreOperation change, CancellationToken cancel)
    {
        var modules = new List<InstalledModule>();
        foreach (var incoming in document.Incoming)
        {
            modules.Add(await StageAsync(lease, incoming, change, cancel));
        }

        var kept = document.Of(ChangeKind.Keep).Select(c => c.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        modules.AddRange(store.Current().Modules.Where(module => kept.Contains(module.Id)));
        return await WriteAsync(lease, () => change.Write([.. modules.OrderBy(m => m.Id, StringComparer.OrdinalIgnoreCase)], document.HostVersion), cancel);
    }

    private async Task<InstalledModule> StageAsync(OperationLease lease, PlanChange incoming, StoreOperation change, CancellationToken cancel)
    {
        Stream? package = null;
        try
        {
            await StepAsync(lease, StepKind.Fetch, incoming.Id, async () =>
            {
                package = await packages.OpenAsync(incoming.Hash, cancel)
                    ?? throw Failed(FailureCategory.Verification, $"The package of {incoming.Id} {incoming.To} is not in the package store.");
                return $"{package.Length / 1024.0:#,0.0} KB";
            }, cancel);
            await StepAsync(lease, StepKind.Verify, incoming.Id, async () => await lease.Db.AvailableReleasesFor(lease.Operation.Site.OrganizationId).AnyAsync(r => r.PackageHash == incoming.Hash, cancel)
                ? "Every required check passed for this file"
                : throw Failed(FailureCategory.Verification, $"{incoming.Id} {incoming.To} is not available any more. Make a new plan."), cancel);
            InstalledModule? module = null;
            await StepAsync(lease, StepKind.Unpack, incoming.Id, async () =>
            {
                module = await change.StageAsync(package!, incoming.Hash, cancel) switch
                {
                    StageOutcome.Staged staged => staged.Module,
                    StageOutcome.HashDiffers differs => throw Failed(FailureCategory.Verification, $"The package of {incoming.Id} {incoming.To} is damaged: its hash is {differs.Actual[..12]}…"),
                    StageOutcome.Refused refused => throw Failed(FailureCategory.Verification, $"{incoming.Id} {incoming.To} may not be unpacked: {refused.Message}"),
                    _ => throw new InvalidOperationException("An unknown outcome."),
                };
                return null;
            }, cancel);
            return module!;
        }
        finally
        {
            if (package is not null)
            {
                await package.DisposeAsync();
            }
        }
    }

    private async Task<SiteRevision> WriteAsync(OperationLease lease, Func<SiteRevision?> write, CancellationToken cancel)
    {
        SiteRevision? revision = null;
        await StepAsync(lease, StepKind.Write, null, () =>
        {
            revision = write() ?? throw Failed(FailureCategory.Disk, "The revision is not kept in the site's folder any more.");
            return Task.FromResult<string?>($"Revision {revision.Number} with {revision.Modules.Count} modules");
        }, cancel);
        return revision!;
    }

    private async Task LoadAsync(OperationLease lease, ModuleStore store, PlanDocument document, SiteRevision revision, CancellationToken cancel)
    {
        HostSight? seen = null;
        foreach (var id in document.Incoming.Select(c => c.Id))
        {
            await StepAsync(lease, StepKind.Load, id, async () =>
            {
                seen ??= await WaitAsync();
                return seen.Loaded(id) ?? throw Failed(FailureCategory.HealthCheck, seen.Problem(id));
            }, cancel);
            await StepAsync(lease, StepKind.Health, id, () => Task.FromResult<string?>(seen!.Healthy(id) ?? throw Failed(FailureCategory.HealthCheck, seen.Problem(id))), cancel);
        }

        seen ??= await WaitAsync();
        if (seen.SiteProblem is { } problem)
        {
            throw Failed(FailureCategory.HealthCheck, problem);
        }

        Task<HostSight> WaitAsync() => host.WaitAsync(store.Folder, revision.Number, () => lease.SaveAsync(cancel), cancel);
    }

    private async Task StepAsync(OperationLease lease, StepKind kind, string? id, Func<Task<string?>> act, CancellationToken cancel)
    {
        var operation = lease.Operation;
        var step = operation.Steps.Single(s => s.Kind == kind && s.PackageId == id);
        step.Start(clock.UtcNow);
        await lease.SaveAsync(cancel);
        if (operation.CancelRequestedAt is not null)
        {
            throw new OperationStoppedException(null);
        }

        var detail = await act();
        step.Finish(detail, clock.UtcNow);
        operation.Say($"{Words(kind)}{(id is null ? "" : $" {id}")}{(detail is null ? "" : $": {detail}")}", clock.UtcNow);
    }

    private static OperationStoppedException Failed(FailureCategory category, string sentence) => new(new OperationFailure(category, sentence));

    private static string Words(StepKind kind) => kind switch
    {
        StepKind.Fetch => "Fetched",
        StepKind.Verify => "Verified",
        StepKind.Unpack => "Unpacked",
        StepKind.Write => "Wrote the revision",
        StepKind.Switch => "Switched",
        StepKind.Load => "Loaded",
        StepKind.Health => "Health of",
        _ => "Kept",
    };
}
