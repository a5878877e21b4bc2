namespace Marketplace.Modules;

/// <summary>What came of asking for the right to change a site.</summary>
public abstract record BeginOutcome
{
    /// <summary>The caller is the one writer, until it disposes the operation.</summary>
    public sealed record Begun(StoreOperation Operation) : BeginOutcome;

    /// <summary>Another operation is at work; try again when it has ended.</summary>
    public sealed record Busy(string? OperationId) : BeginOutcome;

    /// <summary>The site is not in the revision that the caller planned for; make a new plan.</summary>
    public sealed record Stale(int Current) : BeginOutcome;
}

/// <summary>What was found when looking for an interrupted operation.</summary>
public abstract record RecoverOutcome
{
    /// <summary>Nothing had been interrupted.</summary>
    public sealed record Whole : RecoverOutcome;

    /// <summary>An operation had been interrupted before its commit; the site is in the revision that was active before it.</summary>
    public sealed record Undone(string OperationId, int Current) : RecoverOutcome;

    /// <summary>An operation is at work in a living process, so there is nothing to recover.</summary>
    public sealed record Busy(string? OperationId) : RecoverOutcome;
}

/// <summary>
/// A site's modules on disk. The site is always in exactly one revision, whatever process is killed at whatever moment.
/// Safe to use from any number of processes on one folder; one of them writes at a time.
/// </summary>
public sealed class ModuleStore
{
    private readonly TimeProvider _clock;
    private readonly Disk _disk;
    private readonly Unpack _unpack;

    /// <param name="folder">The site's module folder; made when the first operation begins.</param>
    /// <param name="clock">The time for revisions; the system's by default.</param>
    public ModuleStore(string folder, TimeProvider? clock = null)
        : this(folder, clock ?? TimeProvider.System, new Disk(), Unpacking.UnpackAsync)
    {
    }

    internal ModuleStore(string folder, TimeProvider clock, Disk disk, Unpack unpack)
    {
        Layout = new StoreLayout(Path.GetFullPath(folder));
        (_clock, _disk, _unpack) = (clock, disk, unpack);
    }

    /// <summary>The full path of the module folder.</summary>
    public string Folder => Layout.Root;

    internal StoreLayout Layout { get; }

    /// <summary>The text of the license file of a module; <see langword="null"/> if there is none that can be read.</summary>
    public string? LicenseText(string module)
    {
        try
        {
            return File.ReadAllText(Layout.License(module));
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Puts a license file where the site's host reads it. Whether it counts there the host decides.</summary>
    public void PutLicense(string module, string text) => _disk.WriteText(Layout.License(module), text);

    /// <summary>What the modules of the site have used and nobody has fetched yet, the oldest first. Delete a file once it counts.</summary>
    /// <param name="most">So many files at most.</param>
    public IEnumerable<UsageBatch> UsageBatches(int most) => UsageBook.Batches(Layout, most);

    /// <summary>The active revision; <see cref="SiteRevision.Empty"/> before the first operation.</summary>
    public SiteRevision Current()
    {
        while (true)
        {
            var number = ReadCurrent().Revision;
            if (number is 0)
            {
                return SiteRevision.Empty;
            }

            if (Revision(number) is { } revision)
            {
                return revision;
            }

            // An undo may have switched back and deleted the file between the two reads; otherwise it is truly lost.
            if (ReadCurrent().Revision == number)
            {
                throw new InvalidDataException($"{Layout.Revision(number)} is missing. Restore the file from a backup.");
            }
        }
    }

    /// <summary>A kept revision, or <see langword="null"/>.</summary>
    public SiteRevision? Revision(int number) => SiteRevision.Read(Layout.Revision(number));

    /// <summary>The numbers of all kept revisions, the newest first.</summary>
    public IReadOnlyList<int> Revisions() => !Directory.Exists(Layout.Revisions) ? [] :
    [
        .. from file in Directory.EnumerateFiles(Layout.Revisions, "*.json")
           where StoreLayout.NumberOf(file) is not null
           let number = StoreLayout.NumberOf(file)!.Value
           orderby number descending
           select number
    ];

    /// <summary>The highest number that a revision of this site ever had while it was active, or has in the folder; no number up to it is used again.</summary>
    public int Highest() => Revisions().Append(ReadCurrent().Highest).Max();

    /// <summary>The folder that a module of a revision was unpacked into. Nothing in it ever changes.</summary>
    public string FolderOf(InstalledModule module) => Layout.Module(module);

    /// <summary>Undoes an operation whose process died, and clears what it left behind. Call it at start; it may run at any time.</summary>
    public RecoverOutcome Recover()
    {
        if (!Directory.Exists(Folder))
        {
            return new RecoverOutcome.Whole();
        }

        using var writer = StoreLock.TryTake(Layout.Lock);
        if (writer is null)
        {
            return new RecoverOutcome.Busy(ReadJournal()?.OperationId);
        }

        var recovery = new StoreRecovery(Layout, _disk);
        return recovery.Undo() is { } undone
            ? new RecoverOutcome.Undone(undone.OperationId, ReadCurrent().Revision)
            : new RecoverOutcome.Whole();
    }

    /// <summary>
    /// Begins to change the site, after undoing an operation whose process died. Nothing the operation does is kept
    /// unless it commits; disposing it earlier undoes it.
    /// </summary>
    /// <param name="operationId">Named in the journal and in the revision, so that both can be traced to their cause.</param>
    /// <param name="expected">The number of the revision that the change was planned for.</param>
    public BeginOutcome Begin(string operationId, int expected) => Begin(operationId, expected, null);

    /// <summary>The same for a revision that has its number from elsewhere.</summary>
    /// <param name="operationId">Named in the journal and in the revision, so that both can be traced to their cause.</param>
    /// <param name="expected">The number of the revision that the change was planned for.</param>
    /// <param name="number">Higher than <see cref="Highest"/>; one that is not is <see cref="BeginOutcome.Stale"/>.</param>
    public BeginOutcome Begin(string operationId, int expected, int? number)
    {
        Directory.CreateDirectory(Folder);
        var writer = StoreLock.TryTake(Layout.Lock);
        if (writer is null)
        {
            return new BeginOutcome.Busy(ReadJournal()?.OperationId);
        }

        try
        {
            new StoreRecovery(Layout, _disk).Undo();
            var current = ReadCurrent();
            var free = Highest() + 1;
            if (current.Revision != expected || number < free)
            {
                writer.Dispose();
                return new BeginOutcome.Stale(current.Revision);
            }

            var journal = new Journal(operationId, current.Revision, number ?? free, _clock.GetUtcNow().UtcDateTime);
            _disk.Write(Layout.Journal, journal);
            return new BeginOutcome.Begun(new StoreOperation(this, journal, writer, _disk, _unpack, _clock));
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Deletes revisions that are neither among the newest nor young enough, and every unpacked module that only they name.
    /// The active one stays.</summary>
    /// <param name="keep">How many of the newest stay at least.</param>
    /// <param name="since">Revisions written at or after this stay.</param>
    /// <returns>Whether it was done; false while an operation is at work, so try again later.</returns>
    public bool Collect(int keep, DateTime since)
    {
        if (!Directory.Exists(Folder))
        {
            return true;
        }

        using var writer = StoreLock.TryTake(Layout.Lock);
        if (writer is null)
        {
            return false;
        }

        // An interrupted operation is put right first: its revision is not one to keep.
        var recovery = new StoreRecovery(Layout, _disk);
        recovery.Undo();
        var current = ReadCurrent().Revision;
        foreach (var number in Revisions().Skip(keep).Where(number => number != current && Revision(number)!.CreatedAt < since))
        {
            _disk.Delete(Layout.Revision(number));
        }

        recovery.Sweep();
        return true;
    }

    /// <summary>
    /// Replaces what this folder has with a rebuilt one: revisions, modules, and what it says is active. The data of modules stays.
    /// </summary>
    /// <param name="rebuilt">A folder beside this one, in the revision that this one shall have; it is empty afterwards.</param>
    /// <param name="aside">A folder beside this one that does not exist, for what was here before.</param>
    /// <param name="isCurrent">Asked while no operation can begin: whether the rebuilt revision is still the one that this folder shall have.</param>
    /// <returns>False while an operation is at work, or where one has ended since the folder was rebuilt, so try again later.</returns>
    public bool Replace(ModuleStore rebuilt, string aside, Func<bool> isCurrent) => new StoreRepair(Layout, _disk).Replace(rebuilt.Layout, aside, isCurrent);

    private CurrentRevision ReadCurrent() => Disk.Read<CurrentRevision>(Layout.Current) ?? new CurrentRevision(0, 0);

    private Journal? ReadJournal() => Disk.Read<Journal>(Layout.Journal);
}
