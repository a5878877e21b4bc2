namespace Marketplace.Tests.Support;

/// <summary>The hand-written source files of the repository.</summary>
public static class Source
{
    private static readonly string[] Folders = ["Marketplace.Jobs", "Marketplace.Portal", "Marketplace.Tests", "sdk", "bench"];
    private static readonly string[] Endings = [".cs", ".razor", ".css"];
    private static readonly string[] NotOurs = ["bin", "obj", "Migrations", "data", "artifacts"];

    public static IEnumerable<string> Files() => Files(Folders);

    public static IEnumerable<string> Files(params string[] folders) =>
        from folder in folders
        let path = Repository.Folder(folder)
        where Directory.Exists(path)
        from file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
        where Endings.Contains(Path.GetExtension(file))
        where !Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar).Intersect(NotOurs).Any()
        select file;
}
