using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Licensing.Activations;
using Marketplace.Licensing.Metering;
using Marketplace.Modules;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Portal.Demo;

/// <summary>Where the demo's client uses its licenses beside its sites, and how much.</summary>
internal sealed class DemoLicenses(
    IDbContextFactory<MarketplaceDb> databases, DemoPeople people, LicenseKeys keys, KeyActivations activations, UsageReports usage, TimeProvider clock)
{
    private const string Client = "Wide World Importers";

    /// <summary>Does nothing where something was activated.</summary>
    public async Task EnsureAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Activations.AnyAsync(cancel))
        {
            return;
        }

        await ActivateAsync(db, "Northwind.EInvoice", [("7b1e0c55d2f94a8e", "Accounting server")], cancel);
        await ActivateAsync(db, "Fabrikam.Signatures", [("0f3a9c1d77b24e60", "Front desk Berlin"), ("c4d81f2e90ab4375", "Front desk Vienna")], cancel);
        var (now, month) = (clock.UtcNow, new DateTime(clock.UtcNow.Year, clock.UtcNow.Month, 1, 0, 0, 0, DateTimeKind.Utc));
        await usage.RecordAsync(
            await people.OrganizationAsync(Client, cancel), "demo", [Documents(420, month.AddDays(-9)), Documents(138, now)], cancel);
    }

    private static UsageEntry Documents(long count, DateTime at) => new(Guid.NewGuid(), "Northwind.EInvoice", "documents", count, at, at);

    private async Task ActivateAsync(MarketplaceDb db, string module, (string Fingerprint, string Name)[] machines, CancellationToken cancel)
    {
        var owner = await people.ActorAsync(DemoPeople.All.Single(person => person.Organization == Client), cancel);
        var license = await db.Licenses.Where(l => l.Organization.Name == Client && l.Module.PackageId == module && l.RevokedAt == null)
            .OrderByDescending(l => l.Id).Select(l => (long?)l.Id).FirstOrDefaultAsync(cancel);
        if (license is { } id && await keys.ShowAsync(owner, id, cancel) is { } key)
        {
            foreach (var (fingerprint, name) in machines)
            {
                await activations.ActivateAsync(new(new(key, null, null), fingerprint, name), cancel);
            }
        }
    }
}
