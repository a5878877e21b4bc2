using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Marketplace.Modules.Packages;

/// <summary>Decides whether an entry's name is safe on Windows, Linux and macOS alike.</summary>
internal static partial class PackagePath
{
    private static readonly SearchValues<char> NotEverywhere = SearchValues.Create("\\<>\"|?*");

    /// <summary>The path that the name stands for, without a folder's trailing slash. NuGet escapes special characters in names as in URIs.</summary>
    public static string Check(string name)
    {
        var path = name.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(name) : name;
        if (Whole(path) is var (code, what))
        {
            throw Refuse(code, path, what);
        }

        // Readers of zips that aren't NuGet's see one name where NuGet sees a folder.
        if (path.Count('/') != name.Count('/'))
        {
            throw Refuse("path.character", name, "holds an escaped slash");
        }

        path = path.EndsWith('/') ? path[..^1] : path;
        var parts = path.Split('/');
        if (parts.Length > PackageLimits.PathDepth)
        {
            throw Refuse("path.too-deep", path, $"lies deeper than {PackageLimits.PathDepth} levels");
        }

        foreach (var part in parts)
        {
            if (Part(part) is var (partCode, partWhat))
            {
                throw Refuse(partCode, path, partWhat);
            }
        }

        return path;
    }

    /// <summary>Replaces what could deceive a reader's eye or terminal.</summary>
    public static string Show(string path)
    {
        var shown = new StringBuilder();
        foreach (var rune in path.EnumerateRunes().Take(PackageLimits.PathLength))
        {
            shown.Append(Unprintable(rune) ? $"\\u{rune.Value:x4}" : rune.ToString());
        }

        return shown.ToString();
    }

    private static (string, string)? Whole(string path) =>
        path.Length == 0 ? ("path.empty", "is empty")
        : path.Length > PackageLimits.PathLength ? ("path.too-long", $"is longer than {PackageLimits.PathLength} characters")
        : path.EnumerateRunes().Any(Unprintable) ? ("path.control", "holds control, direction or unpaired characters")
        : path.StartsWith(@"\\", StringComparison.Ordinal) || path.StartsWith("//", StringComparison.Ordinal) ? ("path.unc", "names another machine")
        : path[0] is '/' or '\\' ? ("path.absolute", "begins at the root")
        : path.Length > 1 && char.IsAsciiLetter(path[0]) && path[1] == ':' ? ("path.drive", "names a drive")
        : path.Contains(':', StringComparison.Ordinal) ? ("path.stream", "holds a colon, which names a hidden stream on Windows")
        : path.Split('/', '\\').Contains("..") ? ("path.parent", "climbs out of its folder")
        : path.AsSpan().ContainsAny(NotEverywhere) ? ("path.character", "holds a character that not every system allows in names")
        : null;

    private static (string, string)? Part(string part) =>
        part is "" or "." ? ("path.empty", "has an empty part")
        : part[^1] is '.' or ' ' ? ("path.trailing", "has a part that ends with a dot or a blank")
        : Reserved().IsMatch(part) ? ("path.reserved", "uses a name that Windows reserves for devices")
        : null;

    private static bool Unprintable(Rune rune) => rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static PackageRefusedException Refuse(string code, string path, string what)
    {
        var shown = Show(path);
        return new(code, $"The name {shown} {what}.", "Rename the file in the project and pack it again.", shown);
    }

    [GeneratedRegex(@"^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reserved();
}
