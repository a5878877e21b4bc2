using System.Globalization;

namespace Marketplace.Modules;

/// <summary>Takes up one revision: everything is fetched first; then the site is switched, and put back if its host does not like it.</summary>
internal sealed class RevisionInstaller(ModuleStore store, MarketplaceClient marketplace, SiteAgentOptions options, TimeProvider clock)
{
    private readonly PackageTransfer _fetch = new(marketplace, store.Layout.Agent);

    /// <summary>How it ended; null if another process changes the site just now, so that it is to be tried again.</summary>
    public async Task<AgentResult?> TakeAsync(LockDocument document, CancellationToken cancel)
    {
        var report = new AgentReport(marketplace, document.Revision, clock);
        var result = await TryAsync(document, report, cancel);
        await report.TryTellAsync(cancel);
        return result;
    }

    private async Task<AgentResult?> TryAsync(LockDocument document, AgentReport report, CancellationToken cancel)
    {
        try
        {
            // Nothing of the site is touched, and nobody kept from it, while the line is slow.
            var missing = document.Modules.Where(module => Kept(module) is null).ToList();
            if (store.LackOfSpace(missing.Sum(module => (double)module.Size)) is { } lack)
            {
                return new AgentResult(AgentFailure.Disk, lack);
            }

            foreach (var module in missing)
            {
                await FetchAsync(module, report, cancel);
            }

            if (store.Begin(document.Operation, store.Current().Number, document.Revision) is not BeginOutcome.Begun { Operation: var change })
            {
                return null;
            }

            using (change)
            {
                await ChangeAsync(document, change, report, cancel);
            }

            _fetch.Clear();
            store.Collect(options.KeepRevisions, clock.GetUtcNow().UtcDateTime.AddDays(-options.KeepDays));
            return new AgentResult(null, null);
        }
        catch (NotTakenException failed)
        {
            return failed.Result;
        }
        catch (WithdrawnException withdrawn)
        {
            return new AgentResult(AgentFailure.Withdrawn, withdrawn.Message);
        }
        catch (NoPackageException refused)
        {
            return new AgentResult(AgentFailure.Verification, refused.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new AgentResult(AgentFailure.Disk, $"The module folder could not be written: {error.Message}");
        }
    }

    private async Task FetchAsync(LockedModule module, AgentReport report, CancellationToken cancel)
    {
        await report.BeginAsync(AgentStepKind.Download, module.Id, cancel);
        await using var package = await _fetch.FetchAsync(module, bytes => report.ProgressAsync(module.Id, bytes, cancel), cancel)
            ?? throw new NotTakenException(new(
                AgentFailure.Verification, $"The package of {module.Id} {module.Version} is not the file that the lock file names."));
        await report.EndAsync(AgentStepKind.Download, module.Id, string.Create(CultureInfo.InvariantCulture, $"{package.Length / 1024.0:#,0.0} KB"), cancel);
    }

    private async Task ChangeAsync(LockDocument document, StoreOperation change, AgentReport report, CancellationToken cancel)
    {
        var before = store.Current();
        var modules = new List<InstalledModule>();
        foreach (var module in document.Modules)
        {
            modules.Add(Kept(module) ?? await StageAsync(module, change, report, cancel));
        }

        await report.BeginAsync(AgentStepKind.Write, null, cancel);
        if (Restored(document) is not { } number || change.Restore(number) is null)
        {
            change.Write(modules, document.HostVersion, document.Forgets ?? []);
        }

        await report.EndAsync(AgentStepKind.Write, null, $"Revision {document.Revision} with {modules.Count} modules", cancel);
        await report.AskToSwitchAsync(cancel);
        change.Activate();
        await report.EndAsync(AgentStepKind.Activate, null, $"Revision {document.Revision} is active", cancel);
        await HealthAsync(document.Revision, [.. modules.Where(module => before.Modules.All(had => had.Sha256 != module.Sha256))], report, cancel);
        change.Commit();
        await report.EndAsync(AgentStepKind.Commit, null, $"Revision {document.Revision} is kept", cancel);
    }

    private async Task<InstalledModule> StageAsync(LockedModule module, StoreOperation change, AgentReport report, CancellationToken cancel)
    {
        await report.BeginAsync(AgentStepKind.Verify, module.Id, cancel);
        if (await change.ReceiveAsync((from, _) => Task.FromResult(_fetch.Open(module, from)), module.Sha256, null, cancel) is not ReceiveOutcome.Received)
        {
            throw Damaged(module);
        }

        await report.EndAsync(AgentStepKind.Verify, module.Id, "The hash matches the signed lock file", cancel);
        await report.BeginAsync(AgentStepKind.Unpack, module.Id, cancel);
        var staged = await change.UnpackAsync(module.Id, module.Version, cancel) switch
        {
            StageOutcome.Staged(var installed) => installed,
            StageOutcome.Refused refused => throw new NotTakenException(new(AgentFailure.Verification, refused.Message)),
            _ => throw new InvalidOperationException("A package is staged or refused."),
        };

        await report.EndAsync(AgentStepKind.Unpack, module.Id, null, cancel);
        return staged;
    }

    private async Task HealthAsync(int revision, IReadOnlyList<InstalledModule> added, AgentReport report, CancellationToken cancel)
    {
        var verdict = await RevisionVerdict.WaitAsync(store, revision, options.HealthWithin, needsHost: true, clock, cancel);
        if (verdict.Refusal is { } refusal)
        {
            throw new NotTakenException(refusal);
        }

        // All of them are asked before the verdict, so that everybody sees which ones it was.
        var modules = added.Select(module => (module.Id, Verdict: verdict.Of(module.Id))).ToList();
        foreach (var (id, module) in modules)
        {
            await TellAsync(AgentStepKind.Load, id, module.Loaded);
            await TellAsync(AgentStepKind.Health, id, module.Healthy);
        }

        if (modules.Select(module => module.Verdict.Problem).OfType<string>().ToList() is { Count: > 0 } problems)
        {
            throw new NotTakenException(RevisionVerdict.Unhealthy(problems));
        }

        Task TellAsync(AgentStepKind kind, string id, (bool IsFine, string Detail) seen) =>
            seen.IsFine ? report.EndAsync(kind, id, seen.Detail, cancel) : report.MissAsync(kind, id, seen.Detail, cancel);
    }

    // A module of any kept revision lies in the store already.
    private InstalledModule? Kept(LockedModule module) =>
        store.Revisions()
            .Select(store.Revision)
            .SelectMany(revision => revision?.Modules ?? [])
            .FirstOrDefault(had => had.Sha256 == module.Sha256 && Directory.Exists(store.FolderOf(had)));

    // The kept revision that a rollback takes up again, if it is the very same.
    private int? Restored(LockDocument document) =>
        document.Restores is { } number && (number is 0 ? SiteRevision.Empty : store.Revision(number)) is { } earlier
        && earlier.Modules.Select(module => module.Sha256).ToHashSet().SetEquals(document.Modules.Select(module => module.Sha256)) ? number : null;

    private static NotTakenException Damaged(LockedModule module) =>
        new(new(AgentFailure.Verification, $"The package of {module.Id} {module.Version} was damaged on the disk."));

    private sealed class NotTakenException(AgentResult result) : Exception(result.Sentence)
    {
        public AgentResult Result => result;
    }
}
