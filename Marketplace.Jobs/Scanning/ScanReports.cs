using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Scanning;

/// <summary>A check as people read it. Without a verdict it runs; without a start it waits.</summary>
public sealed record CheckReport(string Name, Verdict? Verdict, DateTime? StartedAt, DateTime? EndedAt, IReadOnlyList<FindingDraft> Findings)
{
    public TimeSpan? Took => EndedAt - StartedAt;
}

/// <summary>Reads what the checks of a file said. Whoever asks must be allowed to see the file.</summary>
public sealed class ScanReports(IDbContextFactory<MarketplaceDb> databases)
{
    /// <summary>Every required check of the current rule set, in its order.</summary>
    public async Task<IReadOnlyList<CheckReport>> ReadAsync(string packageHash, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var checks = await db.Checks.AsNoTracking().Where(c => c.PackageHash == packageHash && c.RuleSet == RuleSet.Version).ToListAsync(cancel);
        var ids = checks.ConvertAll(c => c.Id);
        var findings = (await db.Findings.AsNoTracking().Where(f => ids.Contains(f.CheckId))
            .OrderBy(f => f.Id).Take(500).ToListAsync(cancel)).ToLookup(f => f.CheckId);
        return [.. RuleSet.Required.Select(name => checks.Find(c => c.Name == name) is { } check
            ? new CheckReport(
                name, check.Verdict, check.StartedAt, check.EndedAt,
                [.. findings[check.Id].Select(f => new FindingDraft(f.Rule, f.Severity, f.Message, f.Place, f.Remedy))])
            : new CheckReport(name, null, null, null, []))];
    }
}
