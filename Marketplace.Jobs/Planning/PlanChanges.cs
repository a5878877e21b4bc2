using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Resolution;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Planning;

/// <summary>One module of a plan before its manifests are read.</summary>
/// <param name="Before">The package that the site has, or null.</param>
/// <param name="After">The package that it will have, or null.</param>
internal sealed record PlannedModule(Choice Choice, string? Before, string? After, long Size);

/// <summary>Adds to what a plan changes what that means: capabilities gained and lost, settings to look at.</summary>
internal static class PlanChanges
{
    public static async Task<IReadOnlyList<PlanChange>> WriteAsync(MarketplaceDb db, IReadOnlyCollection<PlannedModule> modules, CancellationToken cancel)
    {
        // What stays as it is says nothing new, and a big site keeps hundreds.
        var hashes = modules.Where(m => m.Before != m.After).SelectMany(m => new[] { m.Before, m.After }).OfType<string>().Distinct().ToList();
        var facts = await db.Releases
            .Where(r => hashes.Contains(r.PackageHash))
            .Select(r => new { r.PackageHash, r.ManifestJson })
            .ToDictionaryAsync(r => r.PackageHash, r => ManifestFacts.Read(r.ManifestJson), cancel);
        return [.. modules.Select(module =>
        {
            var (before, after) = (Of(module.Before), Of(module.After));
            var known = before.Settings.Select(setting => setting.Name).ToHashSet();
            return new PlanChange(
                module.Choice.Kind, module.Choice.Id, module.Choice.From?.ToNormalizedString(), module.Choice.To?.ToNormalizedString(),
                module.Choice.Reason, module.After ?? "", module.Size,
                [.. after.Capabilities.Except(before.Capabilities)],
                [.. before.Capabilities.Except(after.Capabilities)],
                [.. after.Settings.Where(setting => !known.Contains(setting.Name))]);
        })];

        ManifestFacts Of(string? hash) => hash is null ? ManifestFacts.None : facts.GetValueOrDefault(hash, ManifestFacts.None);
    }
}
