using Marketplace.Modules.Packages;
using Marketplace.Publishers;

namespace Marketplace.Scanning;

/// <summary>The icon of a package as pages show it.</summary>
public static class PackageIcon
{
    /// <summary>Without anything but the picture; null if there is none, or none that is shown.</summary>
    public static async Task<byte[]?> ReadAsync(PackageArchive package, CancellationToken cancel)
    {
        if (package.Nuspec.IconPath is not { } path || package.Find(path) is not { Length: <= PngIcon.MaxBytes } entry)
        {
            return null;
        }

        var file = new byte[entry.Length];
        await using var content = package.OpenEntry(path);
        await content.ReadExactlyAsync(file, cancel);
        return PngIcon.Clean(file) ?? JpegIcon.Clean(file);
    }

    /// <summary>Of an icon that was read here.</summary>
    public static string ContentType(byte first) => first == 0x89 ? "image/png" : "image/jpeg";
}
