using Marketplace.Modules;

namespace Marketplace.Tests.Sdk;

/// <summary>Judges a module folder from outside, by its files.</summary>
internal static class SiteFolder
{
    /// <summary>Every file with its content, as text; two folders that say the same are the same.</summary>
    public static string Read(string folder) => string.Join('\n',
        from file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(folder, file)
        where path is not ("lock" or "status.json")
        orderby path
        select $"{path} {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}");

    /// <summary>No operation is left, nothing half-made lies about, and each kept revision has all of its modules in full.</summary>
    public static void AssertWhole(ModuleStore store)
    {
        Assert.False(File.Exists(Path.Combine(store.Folder, "journal")), "The journal of an operation is left.");
        Assert.False(Directory.Exists(Path.Combine(store.Folder, "incoming")), "A download is left.");
        Assert.Empty(Directory.EnumerateFiles(store.Folder, "*.tmp", SearchOption.AllDirectories));
        Assert.All(store.Revisions(), number => Assert.True(number <= store.Current().Number, $"Revision {number} is left from an operation that was undone."));

        var named = store.Revisions().SelectMany(number => store.Revision(number)!.Modules).Select(store.FolderOf).Distinct().ToList();
        Assert.All(named, folder => Assert.Empty(
            new[] { ".dll", ".json", ".md", ".nuspec" }.Except(
                from file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                where new FileInfo(file).Length > 0
                select Path.GetExtension(file))));
        var kept = Path.Combine(store.Folder, "store");
        Assert.Equal(
            named.Order(StringComparer.Ordinal),
            Directory.Exists(kept) ? Directory.EnumerateDirectories(kept).SelectMany(Directory.EnumerateDirectories).Order(StringComparer.Ordinal) : []);
    }
}
