using System.Security.Cryptography;
using Marketplace.Catalog;
using Marketplace.Modules.Packages;
using Marketplace.Storage;

namespace Marketplace.Publishing;

/// <summary>Takes a package's screenshots out of it, so that pages need not open the package. Their content was checked when it was read.</summary>
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
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            using var file = quarantine.New();
            await File.WriteAllBytesAsync(file.Path, bytes, cancel);
            await packages.KeepAsync(hash, file.Path, cancel);
            release.Images.Add(new ReleaseImage(at, hash, bytes[0] == 0x89 ? "image/png" : "image/jpeg", screenshot.Text));
        }
    }
}
