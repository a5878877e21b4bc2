using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Modules.Packages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Scanning.Checks;

/// <summary>The id is the publisher's own or free, and cannot be mistaken for someone else's module.</summary>
internal sealed class IdentityCheck(IDbContextFactory<MarketplaceDb> databases) : PackageCheck
{
    private const int MaxCandidates = 1000;

    public override string Name => "identity";

    protected override async Task<CheckResult> LookAsync(PackageArchive package, ScanSubject subject, CancellationToken cancel)
    {
        var id = Module.Normalize(package.Nuspec.Id);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var owner = await db.Modules.Where(m => m.NormalizedId == id).Select(m => (long?)m.PublisherId).FirstOrDefaultAsync(cancel);
        if (owner is not null)
        {
            return owner == subject.PublisherId
                ? Passed
                : Failed("identity.taken", $"The id {package.Nuspec.Id} belongs to another publisher.", "", "Choose an id that begins with your own name.");
        }

        var like = await LookalikeAsync(db, id, subject.PublisherId, cancel);
        return like is null
            ? Passed
            : Failed(
                "identity.confusable",
                $"The id {package.Nuspec.Id} could be mistaken for {like}, a module of another publisher.",
                "", "Choose an id that differs in more than one letter.");
    }

    // One edit leaves the first or the last half of an id as it is, so the database narrows down before letters are compared.
    private static async Task<string?> LookalikeAsync(MarketplaceDb db, string id, long publisherId, CancellationToken cancel)
    {
        var half = Math.Max(1, (id.Length - 1) / 2);
        var (start, end) = (id[..half], id[^half..]);
        var near = await db.Modules
            .Where(m => m.PublisherId != publisherId && m.NormalizedId.Length >= id.Length - 2 && m.NormalizedId.Length <= id.Length + 2
                && (m.NormalizedId.StartsWith(start) || m.NormalizedId.EndsWith(end)))
            .OrderBy(m => m.Id).Select(m => m.PackageId).Take(MaxCandidates + 1).ToListAsync(cancel);
        if (near.Count > MaxCandidates)
        {
            throw new InvalidOperationException($"More than {MaxCandidates} ids are near {id}.");
        }

        return near.FirstOrDefault(other => Lookalike.Confusable(id, Module.Normalize(other)));
    }
}
