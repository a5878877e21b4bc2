using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Modules.Packages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Scanning.Checks;

/// <summary>The container is safe, its paths are, and every file in it is what its directory says.</summary>
internal sealed class ArchiveCheck : PackageCheck
{
    public override string Name => "archive";

    protected override async Task<CheckResult> LookAsync(PackageArchive package, ScanSubject subject, CancellationToken cancel) =>
        await package.VerifyAsync(cancel) is { } refusal ? Failed([refusal]) : Passed;

    protected override CheckResult Refused(IReadOnlyList<PackageRefusal> reasons) =>
        reasons.Where(r => !ManifestCheck.Concerns(r)).ToList() is { Count: > 0 } own ? Failed(own) : Passed;
}

/// <summary>module.json and the nuspec say everything that is needed, and the class that they name exists.</summary>
internal sealed class ManifestCheck(IDbContextFactory<MarketplaceDb> databases) : PackageCheck
{
    public override string Name => "manifest";

    public static bool Concerns(PackageRefusal reason) =>
        reason.Code.StartsWith("manifest.", StringComparison.Ordinal) || reason.Code.StartsWith("nuspec.", StringComparison.Ordinal);

    protected override async Task<CheckResult> LookAsync(PackageArchive package, ScanSubject subject, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return new(Verdict.Passed, await PackageAdvice.ReadAsync(db, package, cancel));
    }

    protected override CheckResult Refused(IReadOnlyList<PackageRefusal> reasons) =>
        reasons.Where(Concerns).ToList() is { Count: > 0 } own ? Failed(own) : base.Refused(reasons);
}

/// <summary>The module says from which version of the host on it runs.</summary>
internal sealed class HostCheck : PackageCheck
{
    public override string Name => "host";

    protected override Task<CheckResult> LookAsync(PackageArchive package, ScanSubject subject, CancellationToken cancel) =>
        Task.FromResult(package.Manifest.Host.HasLowerBound
            ? Passed
            : Failed(
                "host.no-lower-bound",
                $"host is {package.Manifest.Host.OriginalString}, which includes hosts older than any.",
                ModuleManifest.FileName,
                "Name the oldest host version that the module was tried on, such as [2.0,4.0)."));
}
