using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Scanning;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Delivery;

/// <summary>What one attempt does, in order.</summary>
public sealed class RevisionInstall(
    PackageIntegrity packages, Preflight preflight, FolderLicenses licenses, IOptions<InstallsOptions> options, TimeProvider clock)
{
    internal async Task DoAsync(OperationLease lease, ModuleStore store, PlanDocument plan, StoreOperation change, CancellationToken cancel)
    {
        var steps = new StepRecorder(lease, TimeSpan.FromSeconds(options.Value.StepSeconds), clock);
        await steps.DoAsync(StepKind.Preflight, null, async (_, stop) => await preflight.CheckAsync(lease, store, plan, stop), cancel);
        // Before a module starts its license is there.
        await licenses.WriteAsync(lease.Operation.SiteId, store, plan.Incoming.Select(change => change.Id), cancel);
        var modules = plan.Restores is null ? await StageAsync(steps, store, plan, change, cancel) : [];
        var revision = default(SiteRevision);
        await steps.DoAsync(StepKind.Inspect, null, () => RequireFiles(
            store, plan.Restores is { } restored ? store.Revision(restored)?.Modules ?? [] : modules), cancel);
        await steps.DoAsync(StepKind.Write, null, () =>
        {
            revision = (plan.Restores is { } earlier ? change.Restore(earlier) : change.Write(modules, plan.HostVersion, plan.Forgets ?? []))
                ?? throw OperationStoppedException.With(FailureCategory.SiteMoved, $"Revision {plan.Restores} is no longer kept in the site's folder.");
            return $"Revision {revision.Number} with {revision.Modules.Count} modules";
        }, cancel);
        // Saved as the step begins: whoever asked to cancel before is heard now, and nobody can ask after.
        lease.Operation.Switch(clock.UtcNow);
        await steps.DoAsync(StepKind.Activate, null, () =>
        {
            change.Activate();
            return $"Revision {revision!.Number} is active";
        }, cancel);
        await LoadAsync(steps, store, plan, revision!.Number, cancel);
        await steps.DoAsync(StepKind.Commit, null, () =>
        {
            change.Commit();
            return $"Revision {revision.Number} is kept";
        }, cancel);
    }

    private static string RequireFiles(ModuleStore store, IEnumerable<InstalledModule> modules) =>
        modules.FirstOrDefault(module => !Directory.Exists(store.FolderOf(module))) is { } absent
            ? throw new OperationStoppedException(OperationFailure.Missing(absent))
            : "All module files are present";

    private async Task<IReadOnlyList<InstalledModule>> StageAsync(
        StepRecorder steps, ModuleStore store, PlanDocument plan, StoreOperation change, CancellationToken cancel)
    {
        var modules = new List<InstalledModule>();
        foreach (var incoming in plan.Incoming)
        {
            modules.Add(await StageAsync(steps, incoming, change, cancel));
        }

        var kept = plan.Of(ChangeKind.Keep).Select(c => c.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        modules.AddRange(store.Current().Modules.Where(module => kept.Contains(module.Id)));
        return [.. modules.OrderBy(m => m.Id, StringComparer.OrdinalIgnoreCase)];
    }

    private async Task<InstalledModule> StageAsync(StepRecorder steps, PlanChange incoming, StoreOperation change, CancellationToken cancel)
    {
        await steps.DoAsync(StepKind.Download, incoming.Id, async (step, stop) =>
        {
            step.Expect(incoming.Size);
            return await change.ReceiveAsync(
                (from, either) => OpenAsync(incoming, from, either),
                incoming.Hash,
                bytes => steps.ProgressAsync(step, bytes, cancel),
                stop) switch
            {
                ReceiveOutcome.Received received => $"{received.Bytes / 1024.0:#,0.0} KB",
                ReceiveOutcome.HashDiffers differs => throw OperationStoppedException.With(
                    FailureCategory.Verification,
                    $"The package of {incoming.Id} {incoming.To} is damaged: its hash is {differs.Actual[..12]}…"),
                ReceiveOutcome.Interrupted broken => throw OperationStoppedException.With(
                    FailureCategory.Network,
                    $"The package of {incoming.Id} {incoming.To} broke off after {broken.Bytes} bytes: {broken.Reason}"),
                _ => throw new InvalidOperationException("An unknown outcome."),
            };
        }, cancel);
        await steps.DoAsync(StepKind.Verify, incoming.Id, async (_, stop) => await IsAvailableAsync(steps.Lease, incoming, stop)
            ? "The hash matches, and all required checks passed"
            : throw OperationStoppedException.With(FailureCategory.Verification, $"{incoming.Id} {incoming.To} is no longer available."), cancel);
        InstalledModule? module = null;
        await steps.DoAsync(StepKind.Unpack, incoming.Id, async (_, stop) =>
        {
            module = await change.UnpackAsync(incoming.Id, incoming.To!, stop) switch
            {
                StageOutcome.Staged(var staged) => staged,
                StageOutcome.Refused refused => throw OperationStoppedException.With(FailureCategory.Verification, refused.Message),
                _ => throw new InvalidOperationException("An unknown outcome."),
            };
            return null;
        }, cancel);
        return module!;
    }

    private async Task<Stream> OpenAsync(PlanChange incoming, long from, CancellationToken cancel)
    {
        var package = await packages.OpenAsync(incoming.Hash, cancel)
            ?? throw OperationStoppedException.With(
                FailureCategory.Verification,
                $"The package of {incoming.Id} {incoming.To} is damaged or missing in the package store.");
        package.Position = from;
        return package;
    }

    // Asked again for each module: a release may be suspended while others are fetched.
    private static Task<bool> IsAvailableAsync(OperationLease lease, PlanChange incoming, CancellationToken cancel) =>
        lease.Db.AvailableReleasesFor(lease.Operation.Site.OrganizationId).AnyAsync(r => r.PackageHash == incoming.Hash, cancel);

    private async Task LoadAsync(StepRecorder steps, ModuleStore store, PlanDocument plan, int revision, CancellationToken cancel)
    {
        var verdict = await RevisionVerdict.WaitAsync(
            store, revision, TimeSpan.FromSeconds(options.Value.HealthSeconds), needsHost: false, clock, cancel);
        if (verdict.Refusal is { } refusal)
        {
            throw new OperationStoppedException(OperationFailure.Of(refusal));
        }

        // All of them are asked before the verdict, so that everybody sees which ones it was.
        var modules = plan.Incoming.Select(incoming => (incoming.Id, Verdict: verdict.Of(incoming.Id))).ToList();
        foreach (var (id, module) in modules)
        {
            await RecordAsync(StepKind.Load, id, module.Loaded);
            await RecordAsync(StepKind.Health, id, module.Healthy);
        }

        if (modules.Select(module => module.Verdict.Problem).OfType<string>().ToList() is { Count: > 0 } problems)
        {
            throw new OperationStoppedException(OperationFailure.Of(RevisionVerdict.Unhealthy(problems)));
        }

        Task RecordAsync(StepKind kind, string id, (bool IsFine, string Detail) seen) =>
            steps.DoAsync(kind, id, (step, _) => Task.FromResult<string?>(seen.IsFine ? seen.Detail : step.Miss(seen.Detail, clock.UtcNow)), cancel);
    }
}
