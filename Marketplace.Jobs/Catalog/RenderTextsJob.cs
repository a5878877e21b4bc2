using Hangfire;
using Marketplace.Catalog.Texts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

/// <summary>
/// Renders the texts of releases that have none of the current renderer: those from before it, newest first. Until then pages show them as plain text.
/// Safe to run twice: what is rendered already is left alone.
/// </summary>
[AutomaticRetry(Attempts = 0)]
public sealed class RenderTextsJob(IDbContextFactory<MarketplaceDb> databases, PackageTexts texts)
{
    private const int BatchSize = 200;

    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var release in await DueAsync(cancel))
        {
            await texts.KeepAsync(release.PackageHash, release.Readme, release.ReleaseNotes, cancel);
        }
    }

    private async Task<IReadOnlyList<DueText>> DueAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rendered = db.RenderedTexts;
        return await db.Releases.Where(r => !rendered.Any(t => t.PackageHash == r.PackageHash)).OrderByDescending(r => r.Id)
            .Select(r => new DueText(r.PackageHash, r.Readme, r.ReleaseNotes)).Take(BatchSize).ToListAsync(cancel);
    }

    private sealed record DueText(string PackageHash, string Readme, string ReleaseNotes);
}
