namespace Marketplace.Modules;

/// <summary>Exchanges what is damaged in a module folder. Each step may run again after a crash: only <c>current</c>, at the end, makes it count.</summary>
internal sealed class StoreRepair(StoreLayout layout, Disk disk)
{
    public bool Replace(StoreLayout rebuilt, string aside, Func<bool> isCurrent)
    {
        if (File.Exists(layout.Root))
        {
            Move(layout.Root, aside);
        }

        Directory.CreateDirectory(layout.Root);
        if (Directory.Exists(layout.Lock))
        {
            Move(layout.Lock, aside);
        }

        using var writer = StoreLock.TryTake(layout.Lock);
        if (writer is null || !isCurrent())
        {
            return false;
        }

        if (Disk.Read<CurrentRevision>(rebuilt.Current) is { Revision: var number } && SiteRevision.Read(rebuilt.Revision(number)) is { } revision)
        {
            disk.Write(rebuilt.Revision(number), revision with { Data = DataIn(number) });
        }

        var highest = Highest();
        foreach (var path in new[] { layout.Journal, layout.Incoming, layout.Revisions, layout.Store })
        {
            Move(path, aside);
        }

        foreach (var (from, to) in new[] { (rebuilt.Store, layout.Store), (rebuilt.Revisions, layout.Revisions) }.Where(pair => Directory.Exists(pair.Item1)))
        {
            Directory.Move(from, to);
        }

        // A host that finds no file here would take the site to be empty, so a file that is there is replaced in one step.
        if (Directory.Exists(layout.Current) || !File.Exists(rebuilt.Current))
        {
            Move(layout.Current, aside);
        }

        if (Disk.Read<CurrentRevision>(rebuilt.Current) is { } current)
        {
            disk.Write(layout.Current, current with { Highest = Math.Max(current.Highest, highest) });
        }

        disk.DeleteFolder(rebuilt.Root);
        return true;
    }

    // A number that was active and undone is never given out again, as far as the folder still says which that was.
    private int Highest()
    {
        try
        {
            return Disk.Read<CurrentRevision>(layout.Current)?.Highest ?? 0;
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    // As the damaged revision says, if it can be read; else the newest folder of each module whose data was given up before.
    private IReadOnlyDictionary<string, string>? DataIn(int number)
    {
        try
        {
            if (SiteRevision.Read(layout.Revision(number)) is { } known)
            {
                return known.Data;
            }
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // It says nothing.
        }

        var newest = (Directory.Exists(layout.AllData) ? Directory.GetDirectories(layout.AllData) : [])
            .Select(folder => Path.GetFileName(folder).Split('@'))
            .Where(parts => parts is [_, var given] && int.TryParse(given, out var since) && since <= number)
            .GroupBy(parts => parts[0])
            .ToDictionary(same => same.Key, same => $"{same.Key}@{same.Max(parts => int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture))}");
        return newest.Count > 0 ? newest : null;
    }

    private static void Move(string path, string aside)
    {
        if (!Path.Exists(path))
        {
            return;
        }

        Directory.CreateDirectory(aside);
        Directory.Move(path, Path.Combine(aside, Path.GetFileName(path)));
    }
}
