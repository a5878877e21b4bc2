using Marketplace.Accounts;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Disputes;

/// <summary>
/// Assembles what is known of a disputed payment: the order, the invoice that it paid, the licenses and their use, what was written about it, and what was
/// given back.
/// </summary>
public sealed class DisputeRecords(TimeProvider clock) : IDisputeRecords
{
    private const int MaxLicenses = 100;

    public async Task<EvidenceFile> WriteAsync(MarketplaceDb db, Dispute dispute, CancellationToken cancel) =>
        dispute.RecordsOf(new DisputePdf(await ReadAsync(db, dispute, cancel), clock.UtcNow).Write());

    internal static async Task<DisputeRecord> ReadAsync(MarketplaceDb db, Dispute dispute, CancellationToken cancel)
    {
        var payment = dispute.Payment;
        var client = await db.Organizations.Where(o => o.Id == payment.OrganizationId).Select(o => o.Name).SingleAsync(cancel);
        var seller = await db.SellerEntities.Select(s => s.Address.Name).FirstOrDefaultAsync(cancel);
        var period = await PeriodAsync(db, payment, cancel);
        var orderId = period?.Subscription.OrderId ?? Order.IdOf(payment.Document);
        var invoice = await db.Invoices.AsNoTracking().Where(i => i.Payments.Any(p => p.PaymentId == payment.Id)).OrderBy(i => i.Id)
            .FirstOrDefaultAsync(cancel);
        var licenses = await LicensesAsync(db, orderId, period, cancel);
        var order = orderId is { } id ? await OrderedRecords.ReadAsync(db, id, cancel) : null;
        var since = order?.At ?? payment.At;
        return new(
            dispute, client, seller ?? "Marketplace", order, invoice?.Document, licenses,
            await UsedRecords.SitesAsync(db, payment.OrganizationId, licenses, since, cancel),
            await UsedRecords.UsageAsync(db, payment.OrganizationId, licenses, since, cancel),
            await MessageRecords.ReadAsync(db, payment, orderId, period, invoice, cancel),
            invoice is null ? [] : await CreditCases.EarlierAsync(db, invoice, cancel));
    }

    private static async Task<SubscriptionPeriod?> PeriodAsync(MarketplaceDb db, Payment payment, CancellationToken cancel) =>
        SubscriptionPeriod.IdOf(payment.Document) is { } id
            ? await db.SubscriptionPeriods.AsNoTracking().WithTogether().FirstOrDefaultAsync(p => p.Id == id, cancel) : null;

    private static async Task<IReadOnlyList<RecordedLicense>> LicensesAsync(
        MarketplaceDb db, Guid? orderId, SubscriptionPeriod? period, CancellationToken cancel)
    {
        var ids = period is not null ? [.. period.Together.Select(one => one.Subscription.LicenseId)]
            : await db.Orders.Where(o => o.Id == orderId).SelectMany(o => o.Lines).Where(l => l.LicenseId != null).Select(l => l.LicenseId!.Value)
                .ToListAsync(cancel);
        var found = await db.LicensesSoldWith(ids).OrderBy(l => l.Id).Take(MaxLicenses)
            .Select(l => new { l.Id, l.Module.DisplayName, l.Module.PackageId, l.Tier, l.Origin, l.Sites, l.IssuedAt, l.ExpiresAt, l.RevokedAt })
            .ToListAsync(cancel);
        return found.ConvertAll(
            l => new RecordedLicense(l.Id, l.DisplayName, l.PackageId, $"{l.Tier}", l.Origin, l.Sites, l.IssuedAt, l.ExpiresAt, l.RevokedAt));
    }
}
