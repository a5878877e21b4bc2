using System.Globalization;

namespace Marketplace.Modules;

/// <summary>Takes up one revision: everything is fetched first; then the site is switched, and put back if its host does not like it.</summary>
internal sealed class RevisionInstaller(ModuleStore store, MarketplaceClient marketplace, SiteAgentOptions options, TimeProvider clock)
{
    // A package lies there packed and unpacked, and the file system has its own needs.
    private const int SpaceFor = 3;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
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
            LookForSpace(missing);
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

    private void LookForSpace(IReadOnlyList<LockedModule> missing)
    {
        var (free, needed) = (
            new DriveInfo(Directory.CreateDirectory(store.Folder).FullName).AvailableFreeSpace,
            SpaceFor * missing.Sum(module => (double)module.Size));
        if (free < needed)
        {
            throw new NotTakenException(
                AgentFailure.Disk,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The module folder has {free / 1048576.0:#,0.#} MB free, and this needs {needed / 1048576.0:#,0.#} MB."));
        }
    }

    private async Task FetchAsync(LockedModule module, AgentReport report, CancellationToken cancel)
    {
        await report.BeginAsync(AgentStepKind.Download, module.Id, cancel);
        await using var package = await _fetch.FetchAsync(module, bytes => report.ProgressAsync(module.Id, bytes, cancel), cancel)
            ?? throw new NotTakenException(AgentFailure.Verification, $"The package of {module.Id} {module.Version} is not the file that the lock file names.");
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

        await report.EndAsync(AgentStepKind.Verify, module.Id, "It is the file that was signed for", cancel);
        await report.BeginAsync(AgentStepKind.Stage, module.Id, cancel);
        var staged = await change.UnpackAsync(cancel) switch
        {
            StageOutcome.Staged(var installed) => installed,
            StageOutcome.Refused refused => throw new NotTakenException(
                AgentFailure.Verification, $"{module.Id} {module.Version} may not be unpacked: {refused.Message}"),
            _ => throw new InvalidOperationException("A package is staged or refused."),
        };
        if (!string.Equals(staged.Id, module.Id, StringComparison.OrdinalIgnoreCase)
            || !string.Equals(staged.Version, module.Version, StringComparison.OrdinalIgnoreCase))
        {
            throw new NotTakenException(AgentFailure.Verification, $"The package of {module.Id} {module.Version} is {staged.Id} {staged.Version}.");
        }

        await report.EndAsync(AgentStepKind.Stage, module.Id, null, cancel);
        return staged;
    }

    private async Task HealthAsync(int revision, IReadOnlyList<InstalledModule> added, AgentReport report, CancellationToken cancel)
    {
        var until = clock.GetUtcNow() + options.HealthWithin;
        HostStatus? status;
        while ((status = HostStatus.Read(store.Folder))?.Revision != revision || status.Problem is not null)
        {
            if (clock.GetUtcNow() >= until)
            {
                throw new NotTakenException(
                    AgentFailure.HealthCheck,
                    $"The host did not take up revision {revision} "
                        + $"within {options.HealthWithin.TotalSeconds:0} s{(status?.Problem is { } problem ? $": {problem}" : "")}. "
                        + "The earlier revision is active again.");
            }

            // The host is woken by the file system and says so in a file; there is nothing to be woken by in turn.
            await Task.Delay(PollInterval, clock, cancel);
        }

        // All of them are asked before the verdict, so that everybody sees which ones it was.
        var problems = new List<string>();
        foreach (var module in added)
        {
            var seen = status.Modules.FirstOrDefault(m => string.Equals(m.Id, module.Id, StringComparison.OrdinalIgnoreCase));
            if (seen is not { State: ModuleState.Loaded })
            {
                problems.Add($"{module.Id} could not be loaded: {seen?.Error ?? "the host does not report it."}");
                await report.MissAsync(AgentStepKind.Load, module.Id, problems[^1], cancel);
                continue;
            }

            await report.EndAsync(AgentStepKind.Load, module.Id, "By the running host", cancel);
            if (seen.IsHealthy)
            {
                await report.EndAsync(
                    AgentStepKind.Health, module.Id,
                    seen.Health is { } health ? $"Answered {health.StatusCode}" : "Names no health path", cancel);
                continue;
            }

            problems.Add($"{module.Id} fails its health check: it answered "
                + $"{seen.Health!.StatusCode?.ToString(CultureInfo.InvariantCulture) ?? seen.Health.Error}.");
            await report.MissAsync(AgentStepKind.Health, module.Id, problems[^1], cancel);
        }

        if (problems.Count > 0)
        {
            throw new NotTakenException(AgentFailure.HealthCheck, $"{string.Join(' ', problems)} The earlier revision is active again.");
        }
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
        new(AgentFailure.Verification, $"The package of {module.Id} {module.Version} was damaged on the disk.");

    private sealed class NotTakenException(AgentFailure failure, string sentence) : Exception(sentence)
    {
        public AgentResult Result { get; } = new(failure, sentence);
    }
}
