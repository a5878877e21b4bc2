using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Modules.Packages;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Scanning.Checks;

/// <summary>Each module that this one needs is in the catalog with an available release in the range.</summary>
internal sealed class DependenciesCheck(IDbContextFactory<MarketplaceDb> databases) : PackageCheck
{
    public override string Name => "dependencies";

    protected override async Task<CheckResult> LookAsync(PackageArchive package, ScanSubject subject, CancellationToken cancel)
    {
        if (package.Nuspec.Dependencies.Count == 0)
        {
            return Passed;
        }

        var ids = package.Nuspec.Dependencies.Select(d => Module.Normalize(d.Id)).ToList();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var releases = await db.AvailableReleasesFor(subject.PublisherId).Where(r => ids.Contains(r.Module.NormalizedId))
            .Select(r => new { r.Module.NormalizedId, r.Version }).ToListAsync(cancel);
        var versions = releases.ToLookup(r => r.NormalizedId, r => NuGetVersion.Parse(r.Version));
        FindingDraft[] problems =
        [
            .. package.Nuspec.Dependencies.Select(need => Problem(need, [.. versions[Module.Normalize(need.Id)]])).OfType<FindingDraft>(),
        ];

        // A set of new modules comes in any order, so what is missing may be on its way: who submitted it judges that.
        return new(problems.Length == 0 ? Verdict.Passed : Verdict.Waiting, problems);
    }

    private static FindingDraft? Problem(ModuleDependency need, IReadOnlyList<NuGetVersion> available)
    {
        if (available.Count == 0)
        {
            return new(
                "dependencies.unknown", Severity.High, $"No module {need.Id} is available.", need.Id,
                "Depend on modules of this marketplace only. Bundle other libraries in lib/net10.0, with PrivateAssets=\"all\" on their references.");
        }

        return available.Any(need.Range.Satisfies)
            ? null
            : new(
                "dependencies.range", Severity.High,
                $"No available release of {need.Id} is in {need.Range.ToNormalizedString()}; the newest is {available.Max()}.",
                need.Id, "Widen the range to a release that exists.");
    }
}
