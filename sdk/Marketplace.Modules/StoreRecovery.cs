namespace Marketplace.Modules;

/// <summary>Takes a module folder back to the revision before an uncommitted operation. Each step may run twice.</summary>
internal sealed class StoreRecovery(StoreLayout layout, Disk disk)
{
    public Journal? Undo()
    {
        var journal = Disk.Read<Journal>(layout.Journal);
        if (journal is not null)
        {
            // The order matters: the site must never point at a revision file that is gone.
            if (Disk.Read<CurrentRevision>(layout.Current)?.Revision == journal.To)
            {
                disk.Write(layout.Current, new CurrentRevision(journal.From, journal.To));
            }

            disk.Delete(layout.Revision(journal.To));
        }

        Sweep();
        disk.Delete(layout.Journal);
        return journal;
    }

    /// <summary>Deletes drafts, every unpacked module that no kept revision names, and data that was given up and that none of them would need.</summary>
    public void Sweep()
    {
        disk.DeleteFolder(layout.Incoming);
        foreach (var folder in new[] { layout.Root, layout.Revisions }.Where(Directory.Exists))
        {
            foreach (var draft in Directory.EnumerateFiles(folder, "*.tmp").Where(file => file != layout.Status + ".tmp"))
            {
                disk.Delete(draft);
            }
        }

        var revisions = Kept();
        SweepData(revisions);
        var used = revisions.SelectMany(revision => revision.Modules).Select(layout.Module).ToHashSet();
        foreach (var id in Folders(layout.Store))
        {
            foreach (var module in Folders(id).Where(folder => !used.Contains(folder)))
            {
                disk.DeleteFolder(module);
            }

            if (!Directory.EnumerateFileSystemEntries(id).Any())
            {
                disk.DeleteFolder(id);
            }
        }
    }

    private void SweepData(List<SiteRevision> revisions)
    {
        var active = Disk.Read<CurrentRevision>(layout.Current)?.Revision;
        if (revisions.Find(revision => revision.Number == active) is not { } current)
        {
            return;
        }

        var needed = revisions.SelectMany(revision => revision.Modules.Select(module => revision.DataOf(module.Id))).ToHashSet();
        foreach (var folder in Folders(layout.AllData))
        {
            var name = Path.GetFileName(folder);
            if (current.DataOf(name.Split('@')[0]) != name && !needed.Contains(name))
            {
                disk.DeleteFolder(folder);
            }
        }
    }

    private List<SiteRevision> Kept() =>
        Directory.Exists(layout.Revisions)
            ? [.. Directory.EnumerateFiles(layout.Revisions, "*.json").Where(file => StoreLayout.NumberOf(file) is not null)
                .Select(file => SiteRevision.Read(file)!)]
            : [];

    private static string[] Folders(string folder) => Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
}
