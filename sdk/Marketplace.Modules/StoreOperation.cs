namespace Marketplace.Modules;

/// <summary>What came of unpacking a package into the store.</summary>
public abstract record StageOutcome
{
    /// <summary>The package is unpacked and ready to stand in a revision.</summary>
    public sealed record Staged(InstalledModule Module) : StageOutcome;

    /// <summary>The package may not be unpacked.</summary>
    /// <param name="Code">Stable, for programs.</param>
    /// <param name="Message">For people.</param>
    public sealed record Refused(string Code, string Message) : StageOutcome;
}

/// <summary>Unpacks a package into an empty folder and tells what it is.</summary>
internal delegate Task<StageOutcome> Unpack(Stream package, string sha256, string folder, CancellationToken cancel);

/// <summary>
/// One change of a site, step by step: stage each package, write the revision, activate it, then commit or undo.
/// Not for use by several threads at once.
/// </summary>
public sealed class StoreOperation : IDisposable
{
    private enum Step { Staging, Written, Activated, Ended }

    private readonly ModuleStore _store;
    private readonly Journal _journal;
    private readonly FileStream _lock;
    private readonly Disk _disk;
    private readonly Unpack _unpack;
    private readonly TimeProvider _clock;
    private Step _step;
    private string? _received;

    internal StoreOperation(
        ModuleStore store, Journal journal, FileStream writer, Disk disk, Unpack unpack, TimeProvider clock) =>
        (_store, _journal, _lock, _disk, _unpack, _clock) = (store, journal, writer, disk, unpack, clock);

    /// <summary>The id given at its beginning.</summary>
    public string Id => _journal.OperationId;

    /// <summary>The revision that was active when it began, and is again after <see cref="Undo"/>.</summary>
    public int From => _journal.From;

    /// <summary>The number of the revision that it writes.</summary>
    public int Number => _journal.To;

    private string Received => Path.Combine(_store.Layout.Incoming, "package");

    /// <summary>Fetches a package into the site's folder, to be unpacked next. Only the package received last is kept.</summary>
    /// <param name="open">Opens the <c>.nupkg</c> from a byte on. Asked again, after a pause, where the source breaks off.</param>
    /// <param name="sha256">The SHA-256 that the bytes must have, in hex.</param>
    /// <param name="progress">Told how many bytes are there, after each block.</param>
    /// <param name="cancel">Stops the work; the operation may then be undone or the package received again.</param>
    public async Task<ReceiveOutcome> ReceiveAsync(OpenPackage open, string sha256, Func<long, Task>? progress, CancellationToken cancel)
    {
        Require(Step.Staging);
        _received = null;
        _disk.DeleteFolder(_store.Layout.Incoming);
        Directory.CreateDirectory(_store.Layout.Incoming);
        await using var file = new FileStream(Received, FileMode.Create, FileAccess.Write, FileShare.None, 65536, FileOptions.Asynchronous);
        var outcome = await new PackageReceiver(open, _clock).ReceiveAsync(file, sha256.ToLowerInvariant(), progress, cancel);
        _received = outcome is ReceiveOutcome.Received ? sha256.ToLowerInvariant() : null;
        return outcome;
    }

    /// <summary>Unpacks the package received last into the store. One that is there already is left as it is.</summary>
    /// <exception cref="InvalidOperationException">None was received.</exception>
    public async Task<StageOutcome> UnpackAsync(CancellationToken cancel)
    {
        Require(Step.Staging);
        var sha256 = _received ?? throw new InvalidOperationException("No package was received, so none can be unpacked.");
        var draft = Directory.CreateDirectory(Path.Combine(_store.Layout.Incoming, "unpacked")).FullName;
        await using var file = new FileStream(Received, FileMode.Open, FileAccess.Read, FileShare.Read, 65536, FileOptions.Asynchronous);
        var outcome = await _unpack(file, sha256, draft, cancel);
        if (outcome is StageOutcome.Staged(var module) && !Directory.Exists(_store.Layout.Module(module)))
        {
            _disk.Publish(draft, _store.Layout.Module(module));
        }

        return outcome;
    }

    /// <summary>Writes the lock file of the next revision. It takes effect with <see cref="Activate"/>.</summary>
    /// <param name="modules">All modules that the site shall have: staged now, or kept from a revision.</param>
    /// <param name="hostVersion">The version of the host that they were chosen for.</param>
    public SiteRevision Write(IReadOnlyList<InstalledModule> modules, string hostVersion) => Write(modules, hostVersion, []);

    /// <summary>The same, giving up the data of modules that go. It stays for rollbacks, and goes with the last revision that had the module.</summary>
    /// <param name="modules">All modules that the site shall have: staged now, or kept from a revision.</param>
    /// <param name="hostVersion">The version of the host that they were chosen for.</param>
    /// <param name="forgets">The ids of removed modules whose data is deleted, so that they start afresh if they are reinstalled.</param>
    public SiteRevision Write(IReadOnlyList<InstalledModule> modules, string hostVersion, IReadOnlyCollection<string> forgets) =>
        Write(modules, hostVersion, null, forgets);

    /// <summary>Writes the next revision with the modules of an earlier one: a rollback.</summary>
    /// <returns>The new revision, or <see langword="null"/> when the earlier one is not kept.</returns>
    public SiteRevision? Restore(int number) => (number is 0 ? SiteRevision.Empty : _store.Revision(number)) is { } earlier
        ? Write(earlier.Modules, earlier.HostVersion, earlier with { Number = number }, [])
        : null;

    /// <summary>Makes the written revision the site's, by one atomic rename. Hosts that watch the folder load it now.</summary>
    public void Activate()
    {
        Require(Step.Written);
        _disk.Write(_store.Layout.Current, new CurrentRevision(Number, Number));
        _step = Step.Activated;
    }

    /// <summary>Keeps the active revision. From here on a crash leaves the new revision, not the earlier one.</summary>
    public void Commit()
    {
        Require(Step.Activated);
        try
        {
            _disk.Delete(_store.Layout.Journal);
        }
        catch (IOException) when (!File.Exists(_store.Layout.Journal))
        {
            // Deleted, but the folder could not be flushed: whoever looks sees the commit, so it is one.
        }

        _step = Step.Ended;
        try
        {
            new StoreRecovery(_store.Layout, _disk).Sweep();
        }
        catch (IOException)
        {
            // The change is committed whether or not its leftovers go now; the next operation sweeps again.
        }
    }

    /// <summary>Takes the site back to the revision before this operation, as if nothing had been tried.</summary>
    public void Undo()
    {
        if (_step is not Step.Ended)
        {
            new StoreRecovery(_store.Layout, _disk).Undo();
            _step = Step.Ended;
        }
    }

    /// <summary>Undoes what was not committed, and lets the next writer in.</summary>
    public void Dispose()
    {
        try
        {
            Undo();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A disk that fails now cannot be helped here: the journal stays, and the next start or operation undoes it.
        }
        finally
        {
            _lock.Dispose();
        }
    }

    private SiteRevision Write(IReadOnlyList<InstalledModule> modules, string hostVersion, SiteRevision? restored, IReadOnlyCollection<string> forgets)
    {
        Require(Step.Staging);
        if (modules.FirstOrDefault(module => !Directory.Exists(_store.FolderOf(module))) is { } absent)
        {
            throw new InvalidOperationException($"{absent.Id} {absent.Version} was not staged, so no revision can name it.");
        }

        if (modules.GroupBy(module => module.Id, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException($"{twice.Key} stands twice in the revision.");
        }

        var revision = new SiteRevision(Number, Id, hostVersion, _clock.GetUtcNow().UtcDateTime, modules, restored?.Number, Data(modules, restored, forgets));
        _disk.Write(_store.Layout.Revision(Number), revision);
        _step = Step.Written;
        return revision;
    }

    // Data folders are never moved: a revision names those of its modules, so going back to it finds them as they were.
    private SortedDictionary<string, string>? Data(IReadOnlyList<InstalledModule> modules, SiteRevision? restored, IReadOnlyCollection<string> forgets)
    {
        var data = new SortedDictionary<string, string>(_store.Current().Data?.ToDictionary() ?? [], StringComparer.Ordinal);
        foreach (var module in restored?.Modules ?? [])
        {
            data[module.Id.ToLowerInvariant()] = restored!.DataOf(module.Id);
        }

        foreach (var id in forgets.Where(id => !modules.Any(module => string.Equals(module.Id, id, StringComparison.OrdinalIgnoreCase))))
        {
            data[id.ToLowerInvariant()] = $"{id.ToLowerInvariant()}@{Number}";
        }

        foreach (var (id, _) in data.Where(entry => entry.Key == entry.Value).ToList())
        {
            data.Remove(id);
        }

        return data.Count > 0 ? data : null;
    }

    private void Require(Step step)
    {
        if (_step != step)
        {
            throw new InvalidOperationException($"Operation {Id} is {_step}, but this needs it {step}.");
        }
    }
}
