using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Modules;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Licensing.Metering;

/// <param name="Use">What was used of the quantity so far; null where it does not count.</param>
/// <param name="Refusal">Why it does not count, where the verdict alone does not say it.</param>
public sealed record KeyUsageAnswer(LicenseVerdict Verdict, QuantityUse? Use, string? Refusal);

/// <summary>Takes down what programs say they have used that a license key is used for; for anyone who holds the key.</summary>
public sealed class KeyUsage(IDbContextFactory<MarketplaceDb> databases, LicenseKeys keys, UsageReports reports, UsageQueries queries)
{
    /// <param name="entry">Its module is that of the license.</param>
    public async Task<KeyUsageAnswer> RecordAsync(string key, UsageEntry entry, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var answer = await keys.ValidateAsync(db, new(key, null, null), LicenseStage.Disabled, cancel);
        // What was used is owed though the license has ended meanwhile; what was revoked counts for nobody.
        if (answer.License is not { License: { Id: var id, PackageId: var module } } || answer.Verdict is LicenseVerdict.Revoked)
        {
            return new(answer.Verdict, null, null);
        }

        var license = await db.Licenses.Where(l => l.Id == id).Select(l => new { l.OrganizationId, l.ModuleId }).SingleAsync(cancel);
        var receipt = await reports.RecordAsync(license.OrganizationId, $"license/{id}", [entry with { Module = module }], cancel);
        var uses = await queries.ReadAsync(db, license.OrganizationId, license.ModuleId, Module.Normalize(module), cancel);
        return new(answer.Verdict, uses.FirstOrDefault(use => use.Name == entry.Quantity), receipt.Refused.Select(one => one.Reason).FirstOrDefault());
    }
}
