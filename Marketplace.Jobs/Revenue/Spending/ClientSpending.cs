using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing.Parties;
using Marketplace.Revenue.Measures;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue.Spending;

/// <summary>What was invoiced for a module, without tax.</summary>
/// <param name="Before">In the twelve months before.</param>
/// <param name="Sites">The names of the production sites that have it.</param>
public sealed record ModuleSpending(string PackageId, string Name, decimal Amount, decimal Before, IReadOnlyList<string> Sites);

/// <param name="SiteId">Null for what no production site has.</param>
/// <param name="Modules">How many of them cost something.</param>
public sealed record SiteSpending(long? SiteId, string Name, decimal Amount, int Modules);

/// <summary>What an organization spends.</summary>
/// <param name="Months">The last twelve, this one last.</param>
/// <param name="Modules">Over these months, that of most first.</param>
/// <param name="Sites">The same: what a module costs is shared evenly by the sites that have it now.</param>
public sealed record SpendingReport(
    long OrganizationId, string Organization, string Currency, IReadOnlyList<(DateOnly Month, decimal Amount)> Months,
    IReadOnlyList<ModuleSpending> Modules, IReadOnlyList<SiteSpending> Sites, IReadOnlyList<RenewalAhead> Renewals, IReadOnlyList<UnusedLicense> Unused)
{
    public decimal Total => Modules.Sum(module => module.Amount);

    public decimal Before => Modules.Sum(module => module.Before);
}

/// <summary>What a client spends on which module and site, what it will spend, and on what in vain: for its members.</summary>
public sealed class ClientSpending(IDbContextFactory<MarketplaceDb> databases, RenewalInvoices invoices, TimeProvider clock)
{
    /// <summary>A license is unused that neither a site nor a key has used for so many days.</summary>
    public const int UnusedDays = UnusedLicenses.Days;

    private const int Shown = 12;

    /// <param name="organizationId">Null for the first of the actor's that was invoiced something, or else the first.</param>
    /// <returns>Null where the actor is a member of none, or not of that one.</returns>
    public async Task<SpendingReport?> ReadAsync(Actor actor, long? organizationId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var items = db.InvoiceItems;
        if (await db.Organizations.Of(actor).Where(o => organizationId == null || o.Id == organizationId)
            .OrderByDescending(o => items.Any(i => i.OrganizationId == o.Id)).ThenBy(o => o.Id).Select(o => new { o.Id, o.Name })
            .FirstOrDefaultAsync(cancel) is not { } organization)
        {
            return null;
        }

        var today = DateOnly.FromDateTime(clock.UtcNow);
        var first = RevenueSpan.MonthStart(today).AddMonths(1 - Shown);
        var sums = await items.AsNoTracking().Where(i => i.OrganizationId == organization.Id && i.Day >= first.AddMonths(-Shown) && i.Day <= today)
            .GroupBy(i => new { i.Module.PackageId, i.Module.DisplayName, i.Day, i.Currency })
            .Select(g => new { g.Key, Minor = g.Sum(i => i.IsCredit ? -i.NetMinor : i.NetMinor) }).ToListAsync(cancel);
        var ahead = await RenewalsAhead.ReadAsync(db, invoices, organization.Id, clock.UtcNow, cancel);
        var wasted = await UnusedLicenses.ReadAsync(db, organization.Id, clock.UtcNow, cancel);
        var currency = await db.BillingProfiles.Where(p => p.OrganizationId == organization.Id).Select(p => p.Currency).FirstOrDefaultAsync(cancel)
            ?? sums.FirstOrDefault()?.Key.Currency ?? RevenueRates.Euro;
        var rates = await RevenueReads.RatesAsync(
            db, currency, [.. sums.Select(sum => sum.Key.Currency).Distinct()], first.AddMonths(-Shown), today, null, cancel);
        var spent = sums.Where(sum => rates.Has(sum.Key.Currency)).Select(sum =>
            (sum.Key.PackageId, sum.Key.DisplayName, sum.Key.Day, Amount: rates.Convert(sum.Minor, sum.Key.Currency, sum.Key.Day))).ToList();
        var sites = await SiteModules.ReadAsync(db, organization.Id, cancel);
        var modules = spent.GroupBy(one => (one.PackageId, one.DisplayName)).Select(module => new ModuleSpending(
            module.Key.PackageId, module.Key.DisplayName, module.Where(one => one.Day >= first).Sum(one => one.Amount),
            module.Where(one => one.Day < first).Sum(one => one.Amount), [.. sites.Having(module.Key.PackageId).Select(site => site.Name)]))
            .OrderByDescending(module => module.Amount).ThenByDescending(module => module.Before).ToList();
        return new(
            organization.Id, organization.Name, currency,
            [
                .. Enumerable.Range(0, Shown).Select(first.AddMonths).Select(month => (
                    month, spent.Where(one => one.Day >= month && one.Day < month.AddMonths(1)).Sum(one => one.Amount))),
            ],
            modules, sites.Share(modules), ahead, wasted);
    }
}
