using System.Text;
using System.Text.RegularExpressions;

namespace Marketplace.Modules.Packages;

/// <summary>Looks at what visitors of the marketplace will see. Pages clean it again; what tries anything is refused outright.</summary>
internal static partial class Presentation
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static PackageRefusal? Icon(string path, byte[] image) =>
        IsImage(path, image)
            ? null
            : new("nuspec.icon", $"The icon {path} is not the PNG or JPEG image that its name claims.",
                "Use a PNG or JPEG file with the fitting ending.", path);

    /// <summary>Notes what is wrong with the files that the manifest names as screenshots.</summary>
    public static void Screenshots(PackageArchive archive, ModuleManifest manifest, List<PackageRefusal> problems)
    {
        foreach (var path in manifest.Screenshots.Select(screenshot => screenshot.File))
        {
            var problem = archive.Find(path) switch
            {
                null => "is not in the package",
                { Length: > PackageLimits.Presentation } => $"is larger than {PackageLimits.Presentation / 1024} KB",
                { } entry => IsImage(path, archive.ReadAll(entry)) ? null : "is not the PNG or JPEG image that its name claims",
            };
            if (problem is not null)
            {
                problems.Add(new(
                    "manifest.screenshot", $"The screenshot {PackagePath.Show(path)} {problem}.",
                    $"Pack a PNG or JPEG file of at most {PackageLimits.Presentation / 1024} KB with the fitting ending.",
                    ModuleManifest.FileName));
            }
        }
    }

    private static bool IsImage(string path, byte[] image)
    {
        var start = image.AsSpan();
        var png = start.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
        var jpeg = start.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]);
        return Path.GetExtension(path).ToUpperInvariant() switch { ".PNG" => png, ".JPG" or ".JPEG" => jpeg, _ => false };
    }

    public static PackageRefusal? Readme(string path, byte[] markdown)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(markdown);
        }
        catch (DecoderFallbackException)
        {
            return new("nuspec.readme-encoding", $"The readme {path} is not UTF-8 text.", "Save it as UTF-8.", path);
        }

        return Script().Match(WithoutCode(text)) is { Success: true } script
            ? new(
                "nuspec.readme-script", $"The readme {path} holds “{PackagePath.Show(script.Value)}”, which could run in a reader's browser.",
                "Leave it out, or show it between backticks.", path)
            : null;
    }

    // What stands between backticks is shown, not run.
    private static string WithoutCode(string markdown)
    {
        var (text, fenced) = (new StringBuilder(markdown.Length), false);
        foreach (var line in markdown.Split('\n'))
        {
            var fence = Fence().IsMatch(line);
            if (!fenced && !fence)
            {
                text.Append(InlineCode().Replace(line, "")).Append('\n');
            }

            fenced ^= fence;
        }

        return text.ToString();
    }

    [GeneratedRegex("^ {0,3}```[^`]*$")]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex InlineCode();

    // Without backtracking, so that no readme makes it slow.
    [GeneratedRegex(
        @"<\s*(script|iframe|object|embed|applet)\b|<[a-z][^>]*[\s/""']on[a-z]{3,20}\s*=|(j\s*a\s*v\s*a|v\s*b)\s*s\s*c\s*r\s*i\s*p\s*t\s*:|data:\s*text/html",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Script();
}
