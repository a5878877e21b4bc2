using Marketplace.Catalog.Texts;
using Marketplace.Modules.Packages;
using Marketplace.Scanning;

namespace Marketplace.Publishing;

/// <summary>Has what the publisher of a package wrote rendered, before a moderator or a visitor reads it.</summary>
public sealed class SubmissionTexts(PackageIntegrity packages, PackageTexts texts)
{
    public async Task KeepAsync(string packageHash, CancellationToken cancel)
    {
        await using var file = await packages.OpenAsync(packageHash, cancel)
            ?? throw new FileNotFoundException($"The package {packageHash} is not kept whole.");
        if (await PackageArchive.OpenAsync(file, cancel) is PackageOutcome.Opened { Archive: var package })
        {
            await texts.KeepAsync(packageHash, await ReadmeAsync(package, cancel), package.Nuspec.ReleaseNotes ?? "", cancel);
        }
    }

    internal static async Task<string> ReadmeAsync(PackageArchive package, CancellationToken cancel) =>
        package.Nuspec.ReadmePath is { } readme ? await TextAsync(package, readme, cancel) : "";

    internal static async Task<string> TextAsync(PackageArchive package, string path, CancellationToken cancel)
    {
        using var reader = new StreamReader(package.OpenEntry(path));
        return await reader.ReadToEndAsync(cancel);
    }
}
