using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Modules.Packages;
using Marketplace.Publishers;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Scanning;

/// <summary>What a publisher probably did not mean. It stops nothing; the push prints it and the check shows it.</summary>
public static class PackageAdvice
{
    private const int MaxCategories = 500;

    public static async Task<IReadOnlyList<FindingDraft>> ReadAsync(MarketplaceDb db, PackageArchive package, CancellationToken cancel)
    {
        var advice = new List<FindingDraft>();
        var category = package.Manifest.Category;
        var known = await db.Set<Category>().OrderBy(c => c.Slug).Select(c => c.Slug).Take(MaxCategories).ToListAsync(cancel);
        if (known.Count > 0 && !known.Contains(category))
        {
            advice.Add(new("advice.category-unknown", Severity.Medium,
                $"This marketplace has no category {category}, so the module would stand alone in a category of its own.",
                ModuleManifest.FileName, $"Use one of {string.Join(", ", known)}."));
        }

        if (package.Nuspec.ReadmePath is null)
        {
            advice.Add(new("advice.readme-missing", Severity.Low, "The package has no readme, so the page of the module says little.", "",
                "Add README.md with Pack=\"true\" and set <PackageReadmeFile>README.md</PackageReadmeFile>."));
        }

        if (package.Nuspec.IconPath is { } icon && await PackageIcon.ReadAsync(package, cancel) is null)
        {
            advice.Add(new("advice.icon-not-shown", Severity.Low,
                $"The icon {icon} is not shown: it is no square PNG or JPEG of {PngIcon.LeastSide} to {PngIcon.MaxSide} pixels and at most "
                    + $"{PngIcon.MaxBytes / 1024} KB, or holds more than a picture.",
                icon, "Pack a plain PNG of 128 by 128 pixels, not interlaced."));
        }

        return advice;
    }
}
