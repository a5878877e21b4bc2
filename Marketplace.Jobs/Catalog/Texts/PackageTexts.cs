using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog.Texts;

/// <summary>Renders what publishers wrote once for each file; pages and feeds only read it.</summary>
public sealed class PackageTexts(IDbContextFactory<MarketplaceDb> databases)
{
    /// <summary>Does nothing where it is rendered already.</summary>
    public async Task KeepAsync(string packageHash, string readme, string notes, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.RenderedTexts.AnyAsync(t => t.PackageHash == packageHash, cancel))
        {
            return;
        }

        var text = await db.Set<PackageText>().FirstOrDefaultAsync(t => t.PackageHash == packageHash, cancel) ?? db.Add(new PackageText(packageHash)).Entity;
        await text.RenderAsync(readme, notes, cancel);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Two workers render the same text to the same result; the first one kept it.
            await using var again = await databases.CreateDbContextAsync(cancel);
            if (!await again.RenderedTexts.AnyAsync(t => t.PackageHash == packageHash, cancel))
            {
                throw;
            }
        }
    }
}
