using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Dunning;

/// <summary>Chooses the campaign of a period that fails: of those that are for its client, the one with the lowest priority.</summary>
internal static class DunningChoice
{
    private const int MaxCampaigns = 200;

    /// <summary>A new installation has one campaign, which does what it did before there were any.</summary>
    public static async Task<DunningVersion> EnsureDefaultAsync(MarketplaceDb db, DateTime now, CancellationToken cancel)
    {
        if (await db.DunningVersions.Current().FirstOrDefaultAsync(v => v.Campaign.IsDefault, cancel) is { } known)
        {
            return known;
        }

        var campaign = new DunningCampaign("Default", isDefault: true, DunningPlan.Default, null, now);
        db.Add(campaign);
        await db.SaveChangesAsync(cancel);
        return campaign.Versions.Single();
    }

    public static async Task<DunningCase> EnterAsync(MarketplaceDb db, SubscriptionPeriod period, DateTime now, CancellationToken cancel)
    {
        var (organization, invoice, module) = (period.Subscription.OrganizationId, period.InvoiceId, period.Subscription.ModuleId);
        var package = await db.Subscriptions.Where(s => s.Id == period.SubscriptionId).Select(s => s.Module.PackageId).SingleAsync(cancel);
        var country = await db.BillingProfiles.Where(p => p.OrganizationId == organization).Select(p => p.Address.Country).FirstOrDefaultAsync(cancel) ?? "";
        var since = await db.Orders.Where(o => o.OrganizationId == organization).MinAsync(o => (DateTime?)o.PlacedAt, cancel) ?? now;
        var rest = await db.Invoices.Where(i => i.Id == invoice).WithRest().Select(one => one.Minor).SingleAsync(cancel);
        var version = await ChooseAsync(db, new(package, period.Subscription.Tier, country, Months(since, now)), now, cancel);
        var document = period.Document;
        var waited = await db.Payments.AnyAsync(p => p.Document == document && p.Provider == PaymentProviders.Bank, cancel);
        var entered = new DunningCase(period, version, rest, country, now, waited ? now : null);
        db.Add(entered);
        return entered;
    }

    private static async Task<DunningVersion> ChooseAsync(MarketplaceDb db, DunningClient client, DateTime now, CancellationToken cancel)
    {
        var open = await db.DunningVersions.Current().Where(v => v.Campaign.RetiredAt == null && !v.Campaign.IsDefault)
            .OrderBy(v => v.CampaignId).Take(MaxCampaigns).ToListAsync(cancel);
        return open.Where(version => version.Plan.Rule.Takes(client)).MinBy(version => version.Plan.Priority) ?? await EnsureDefaultAsync(db, now, cancel);
    }

    private static int Months(DateTime since, DateTime now) =>
        ((now.Year - since.Year) * 12) + now.Month - since.Month - (now.Day < since.Day ? 1 : 0);
}
