using System.Security.Cryptography;
using Marketplace.Catalog;
using Marketplace.Modules.Packages;
using Marketplace.Scanning;
using Marketplace.Storage;

namespace Marketplace.Publishing;

/// <summary>Takes a package's icon and screenshots out of it, so that pages need not open it. Their content was checked when it was read.</summary>
internal sealed class ReleaseImages(IPackageStore packages, Quarantine quarantine)
{
    public async Task KeepAsync(PackageArchive package, Release release, CancellationToken cancel)
    {
        foreach (var (at, screenshot) in package.Manifest.Screenshots.Index())
        {
            var image = new MemoryStream();
            await using (var entry = package.OpenEntry(screenshot.File))
            {
                await entry.CopyToAsync(image, cancel);
            }

            var bytes = image.ToArray();
            release.Images.Add(new ReleaseImage(at, await KeepAsync(bytes, cancel), bytes[0] == 0x89 ? "image/png" : "image/jpeg", screenshot.Text));
        }
    }

    /// <summary>The icon's hash; null if there is none to show.</summary>
    public async Task<string?> KeepIconAsync(PackageArchive package, CancellationToken cancel) =>
        await PackageIcon.ReadAsync(package, cancel) is { } icon ? await KeepAsync(icon, cancel) : null;

    private async Task<string> KeepAsync(byte[] image, CancellationToken cancel)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(image));
        using var file = quarantine.New();
        await File.WriteAllBytesAsync(file.Path, image, cancel);
        await packages.KeepAsync(hash, file.Path, cancel);
        return hash;
    }
}
