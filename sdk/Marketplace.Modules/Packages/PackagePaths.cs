using System.Text;

namespace Marketplace.Modules.Packages;

/// <summary>Refuses names that are one on some system, and files that are also folders.</summary>
internal sealed class PackagePaths
{
    private readonly Dictionary<string, (string Path, bool Folder)> _spellings = [];
    private readonly HashSet<string> _folders = [];

    public static void RefuseCollisions(IEnumerable<ZipRecord> records)
    {
        var paths = new PackagePaths();
        var named = new HashSet<(string, bool)>();
        foreach (var record in records)
        {
            if (!named.Add((record.Path, record.IsFolder)))
            {
                throw new PackageRefusedException(
                    "archive.duplicate-name", $"{record.Path} stands in the archive twice.", "Pack the module with `dotnet pack`.", record.Path);
            }

            paths.Add(record.Path, record.IsFolder);
            paths.AddFolders(record.Path);
        }
    }

    private void AddFolders(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash >= 0; slash = path.LastIndexOf('/'))
        {
            path = path[..slash];
            if (!_folders.Add(path))
            {
                // Known, and so are those above it.
                return;
            }

            // An entry names up to 16 folders, so that few entries could fill the memory with names.
            if (_folders.Count > PackageLimits.Folders)
            {
                throw new PackageRefusedException(
                    "archive.too-many-folders", $"The package holds more than {PackageLimits.Folders} folders.",
                    "Ship fewer files, for instance by bundling or embedding assets.");
            }

            Add(path, folder: true);
        }
    }

    private void Add(string path, bool folder)
    {
        var key = path.Normalize(NormalizationForm.FormKC).ToUpperInvariant();
        if (key.Length > PackageLimits.PathLength)
        {
            throw new PackageRefusedException(
                "path.too-long", $"The name {path} is longer than {PackageLimits.PathLength} characters once its letters are spelled out.",
                "Rename the file in the project and pack it again.", path);
        }

        if (!_spellings.TryAdd(key, (path, folder)))
        {
            Compare(_spellings[key], path, folder);
        }
    }

    private static void Compare((string Path, bool Folder) earlier, string path, bool folder)
    {
        if (earlier.Folder != folder)
        {
            throw new PackageRefusedException("path.file-and-folder", $"{path} is both a file and a folder.", "Rename one of them.", path);
        }

        if (earlier.Path != path)
        {
            throw new PackageRefusedException(
                "path.collision", $"{path} and {earlier.Path} are one name on systems that ignore case or Unicode form.",
                "Rename one of them.", path);
        }
    }
}
