using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing.Activations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Operations;

/// <summary>A site that a licensed module is on its way to. It counts until its operation ends; from then on the site's revision counts.</summary>
public sealed class LicenseSeat(long operationId, string packageId)
{
    public long OperationId { get; private set; } = operationId;
    public Operation Operation { get; private set; } = null!;
    public string PackageId { get; private set; } = packageId;
}

/// <summary>Takes the sites that a license counts for operations: as many as it has, however many operations ask at once.</summary>
public sealed class LicenseSeats(IDbContextFactory<MarketplaceDb> databases, PlanLicenses planLicenses, TimeProvider clock)
{
    /// <summary>Takes one for each licensed module that the plan adds. May be called again for the same operation. A rollback needs none.</summary>
    /// <returns>Null if all were taken, else why none was.</returns>
    internal async Task<string?> TakeAsync(long operationId, PlanDocument plan, CancellationToken cancel) => plan.Restores is null
        ? await databases.TransactAsync(db => TakeAsync(db, operationId, plan, cancel), cancel)
        : null;

    private async Task<string?> TakeAsync(MarketplaceDb db, long operationId, PlanDocument plan, CancellationToken cancel)
    {
        var ids = plan.Of(ChangeKind.Add).Select(change => Module.Normalize(change.Id)).ToList();
        var organization = await db.Sites.Where(s => s.Id == plan.SiteId).Select(s => s.OrganizationId).SingleAsync(cancel);
        await db.LockLicensesAsync(organization, ids, cancel);

        var licenses = await planLicenses.ReadAsync(db, plan.SiteId, plan.Changes, "", clock.UtcNow, cancel);
        if (licenses.Select(license => license.Problem).FirstOrDefault(problem => problem is not null) is { } missing)
        {
            return missing;
        }

        await db.LicenseSeats.Where(seat => seat.OperationId == operationId).ExecuteDeleteAsync(cancel);
        if (licenses.Count > 0)
        {
            // What is installed again is active again.
            var taken = licenses.Select(license => license.Id).ToList();
            await db.DeactivatedModules.Where(m => m.SiteId == plan.SiteId && taken.Contains(m.PackageId)).ExecuteDeleteAsync(cancel);
            db.LicenseSeats.AddRange(licenses.Select(license => new LicenseSeat(operationId, license.Id)));
            await db.SaveChangesAsync(cancel);
        }

        return null;
    }
}

internal sealed class LicenseSeatMapping : IEntityTypeConfiguration<LicenseSeat>
{
    public void Configure(EntityTypeBuilder<LicenseSeat> seat)
    {
        seat.ToTable("LicenseSeats");
        seat.Property(s => s.PackageId).HasMaxLength(100);
        seat.HasKey(s => new { s.OperationId, s.PackageId });
        seat.HasOne(s => s.Operation).WithMany().HasForeignKey(s => s.OperationId).OnDelete(DeleteBehavior.Cascade);
    }
}
