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
        .. from folder in files.Where(file => file.Parts.Length > 1).GroupBy(file => file.Parts[0])
           orderby folder.Key
           let node = path + folder.Key
           select new FileNode(folder.Key, node, null, Below($"{node}/", [.. folder.Select(file => (file.Parts[1..], file.File))])) is var made
               && made.Children is [{ File: null } only]
               ? only with { Name = $"{made.Name}/{only.Name}" }
               : made,
        .. from file in files where file.Parts.Length == 1 orderby file.Parts[0] select new FileNode(file.Parts[0], path + file.Parts[0], file.File, []),
    ];
}
