namespace Marketplace.Modules;

/// <summary>
/// Counts what the modules of a site use. It is written down every few seconds in one file, which is closed after a while: the agent sends closed files, or the
/// marketplace's worker fetches them from a folder that it writes, and deletes them. Each entry has a number of its own, so one that is told twice counts once.
/// </summary>
internal sealed class UsageBook(StoreLayout layout, Disk disk, TimeProvider clock, TimeSpan closeAfter)
{
    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(5);
    private readonly Lock _counting = new(), _writing = new();
    private readonly Dictionary<(string Module, string Quantity), Counted> _counted = [];
    private List<UsageEntry> _open = [];
    private DateTime _openedAt, _writtenAt;

    private sealed record Counted(long Count, DateTime From, DateTime Until);

    /// <summary>Costs no more than a look into a table; nothing is written here.</summary>
    public void Add(string module, string quantity, long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentException.ThrowIfNullOrWhiteSpace(quantity);
        var now = clock.GetUtcNow().UtcDateTime;
        lock (_counting)
        {
            var before = _counted.GetValueOrDefault((module, quantity)) ?? new(0, now, now);
            _counted[(module, quantity)] = before with { Count = checked(before.Count + count), Until = now };
        }
    }

    /// <summary>Writes down what was counted since, if it is time to, and closes what is old enough.</summary>
    /// <param name="ends">It is the last time: what there is is written and closed now.</param>
    public void Write(bool ends)
    {
        lock (_writing)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            // What a process before this one left open is complete.
            if (_openedAt == default && Close(now))
            {
                (_openedAt, _writtenAt) = (now, DateTime.MinValue);
            }

            if (_openedAt == default)
            {
                return;
            }

            if (ends || now - _writtenAt >= WriteEvery)
            {
                _writtenAt = now;
                Save();
            }

            if ((ends || now - _openedAt >= closeAfter) && Close(now))
            {
                (_openedAt, _open) = (now, []);
            }
        }
    }

    /// <summary>Closed files, the oldest first.</summary>
    public static IEnumerable<UsageBatch> Batches(StoreLayout layout, int most) => !Directory.Exists(layout.Usage) ? []
        : Directory.EnumerateFiles(layout.Usage, "*" + StoreLayout.ClosedUsage).Order(StringComparer.Ordinal).Take(most)
            .Select(file => new UsageBatch(file, Read(file)));

    private static List<UsageEntry> Read(string file)
    {
        try
        {
            return Disk.Read<UsageEntry[]>(file)?.Where(entry => entry is { Module: not null, Quantity: not null }).ToList() ?? [];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    // What could not be written is counted on.
    private void Save()
    {
        KeyValuePair<(string Module, string Quantity), Counted>[] counted;
        lock (_counting)
        {
            counted = [.. _counted];
            _counted.Clear();
        }

        if (counted.Length == 0)
        {
            return;
        }

        var entries = new List<UsageEntry>(_open);
        foreach (var ((module, quantity), more) in counted)
        {
            var at = entries.FindIndex(entry => entry.Module == module && entry.Quantity == quantity);
            if (at < 0)
            {
                entries.Add(new(Guid.NewGuid(), module, quantity, more.Count, more.From, more.Until));
            }
            else
            {
                entries[at] = entries[at] with { Count = entries[at].Count + more.Count, Until = more.Until };
            }
        }

        try
        {
            disk.Write(layout.OpenUsage, entries);
            _open = entries;
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            lock (_counting)
            {
                foreach (var (key, more) in counted)
                {
                    var since = _counted.GetValueOrDefault(key);
                    _counted[key] = new(more.Count + (since?.Count ?? 0), more.From, since?.Until ?? more.Until);
                }
            }
        }
    }

    // False where it could not be closed, so that it is added to for longer.
    private bool Close(DateTime now)
    {
        try
        {
            if (File.Exists(layout.OpenUsage))
            {
                disk.Rename(layout.OpenUsage, Path.Combine(layout.Usage, $"{now:yyyyMMddHHmmss}-{Guid.NewGuid():N}{StoreLayout.ClosedUsage}"));
            }

            return true;
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
