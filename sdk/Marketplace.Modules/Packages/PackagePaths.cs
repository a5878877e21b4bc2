using System.Text;

namespace Marketplace.Modules.Packages;

/// <summary>Refuses names that are one on some system, and files that are also folders.</summary>
internal static class PackagePaths
{
    public static void RefuseCollisions(IEnumerable<ZipRecord> records)
    {
        var spellings = new Dictionary<string, (string Path, bool Folder)>();
        var named = new HashSet<string>();
        foreach (var record in records)
        {
            if (!named.Add(record.Path))
            {
                throw new PackageRefusedException("archive.duplicate-name", $"{record.Path} stands in the archive twice.", "Pack the module with `dotnet pack`.", record.Path);
            }

            for (var slash = record.Path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = record.Path.IndexOf('/', slash + 1))
            {
                Add(record.Path[..slash], folder: true);
            }

            Add(record.Path, record.IsFolder);
        }

        void Add(string path, bool folder)
        {
            var key = path.Normalize(NormalizationForm.FormKC).ToUpperInvariant();
            if (!spellings.TryAdd(key, (path, folder)))
            {
                Compare(spellings[key], path, folder);
            }
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
            throw new PackageRefusedException("path.collision", $"{path} and {earlier.Path} are one name on systems that ignore case or Unicode form.", "Rename one of them.", path);
        }
    }
}
