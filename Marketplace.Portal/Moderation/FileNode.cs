using Marketplace.Publishing;

namespace Marketplace.Portal.Moderation;

/// <summary>A folder or a file of a package.</summary>
/// <param name="Path">From the package's root.</param>
/// <param name="File">Null for a folder.</param>
internal sealed record FileNode(string Name, string Path, Compared? File, IReadOnlyList<FileNode> Children)
{
    public int Files => File is null ? Children.Sum(child => child.Files) : 1;

    /// <summary>Folders first, then files, each by name. A folder that holds nothing but a folder is one with it.</summary>
    public static IReadOnlyList<FileNode> Of(IEnumerable<Compared> files) => Below("", [.. files.Select(file => (file.Name.Split('/'), file))]);

    private static List<FileNode> Below(string path, IReadOnlyList<(string[] Parts, Compared File)> files) =>
    [
        .. files.Where(file => file.Parts.Length > 1).GroupBy(file => file.Parts[0])
            .OrderBy(folder => folder.Key, StringComparer.OrdinalIgnoreCase)
            .Select(folder => Folder(folder.Key, path + folder.Key, [.. folder.Select(file => (file.Parts[1..], file.File))])),
        .. files.Where(file => file.Parts.Length == 1).OrderBy(file => file.Parts[0], StringComparer.OrdinalIgnoreCase)
            .Select(file => new FileNode(file.Parts[0], path + file.Parts[0], file.File, [])),
    ];

    private static FileNode Folder(string name, string path, IReadOnlyList<(string[] Parts, Compared File)> files) =>
        Below($"{path}/", files) is var children && children is [{ File: null } only]
            ? only with { Name = $"{name}/{only.Name}" }
            : new FileNode(name, path, null, children);
}
