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

    /// <summary>Deletes drafts and every unpacked module that no kept revision names.</summary>
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

        var used = KeptModules().Select(layout.Module).ToHashSet();
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

    private IEnumerable<InstalledModule> KeptModules() =>
        !Directory.Exists(layout.Revisions) ? [] :
            from file in Directory.EnumerateFiles(layout.Revisions, "*.json")
            from module in Disk.Read<SiteRevision>(file)!.Modules
            select module;

    private static string[] Folders(string folder) => Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
}
