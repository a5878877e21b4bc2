using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing.Metering;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Subscriptions;

/// <summary>Writes the invoice of a period: the price that was agreed on, less promotions that go on, what was used before, and the tax of the day.</summary>
public sealed class RenewalInvoices(QuoteBaskets baskets, InvoiceIssue invoices, PaymentProviders providers, IOptions<BankOptions> bank)
{
    /// <summary>What a period costs if it were billed now.</summary>
    /// <param name="period">Null for what was used alone.</param>
    /// <returns>The quote, or why there can be none.</returns>
    public async Task<(Quote? Quote, string? Problem)> PriceAsync(
        MarketplaceDb db, Subscription subscription, int? period, IReadOnlyList<UsedQuantity> used, CancellationToken cancel)
    {
        var (open, refused) = await baskets.OpenAsync(db, subscription.OrganizationId, subscription.Currency, cancel);
        if (open is null)
        {
            return (null, refused is QuoteOutcome.Invalid invalid ? invalid.Problem : "The client has no billing details any more.");
        }

        var basket = subscription.Basket with { Tax = open.Basket.Tax, ShowsGross = open.Basket.ShowsGross };
        return (Quoting.OfPeriod(basket, period, used) with { Seller = open.Seller, Buyer = open.Buyer }, null);
    }

    /// <summary>Issues it, in the transaction that bills the period.</summary>
    /// <returns>Null where nothing is due.</returns>
    public async Task<Invoice?> IssueAsync(
        MarketplaceDb db, Subscription subscription, SubscriptionPeriod period, Quote quote, DateTime now, CancellationToken cancel)
    {
        var seller = await db.SellerEntities.AsNoTracking().Include(s => s.Registrations).SingleAsync(cancel);
        var buyer = await db.BillingProfiles.AsNoTracking().SingleAsync(p => p.OrganizationId == subscription.OrganizationId, cancel);
        var origin = await db.Modules.Where(m => m.Id == subscription.ModuleId)
            .Select(m => new { m.NormalizedId, Origin = new InvoiceOrigin(m.Id, m.PublisherId) }).SingleAsync(cancel);
        var terms = new InvoiceTerms(
            DateOnly.FromDateTime(now).AddDays(bank.Value.DueDays), $"MP-{period.Id.ToString("N")[..10].ToUpperInvariant()}",
            seller.Iban is { } iban && providers.On.Any(one => one.Face.IsInvoiced) ? new(iban, seller.Bic) : null, null,
            providers.On.All(one => one.Face.IsTest))
        {
            Period = new(subscription.Cycle.DayOf(period.Number), subscription.Cycle.DayOf(period.Number + 1)),
        };
        var origins = new Dictionary<string, InvoiceOrigin> { [origin.NormalizedId] = origin.Origin };
        var draft = InvoiceDraft.Of(quote, OrderInvoices.Party(seller, quote), new InvoiceParty(buyer.Address, buyer.VatId), origins, terms, now);
        return draft is null ? null
            : await invoices.IssueAsync(db, draft, seller.InvoicePrefix, subscription.OrganizationId, null, now, cancel);
    }

    /// <summary>
    /// What was used in a period of what its offer meters, each month on its own, as the offer says. Of several subscriptions of a module the oldest is
    /// billed for it: use belongs to the organization, and is paid once.
    /// </summary>
    public static async Task<IReadOnlyList<UsedQuantity>> UsedAsync(MarketplaceDb db, Subscription subscription, int period, CancellationToken cancel)
    {
        var meters = subscription.Basket.Lines[0].Offer.Meters;
        var (organization, module, started) = (subscription.OrganizationId, subscription.ModuleId, subscription.StartedAt);
        if (period < 0 || meters.Count == 0 || await db.Subscriptions.AnyAsync(
            s => s.OrganizationId == organization && s.ModuleId == module && s.EndedAt == null && s.StartedAt < started, cancel))
        {
            return [];
        }

        var (months, cycle) = (subscription.Cycle.Months, subscription.Cycle.Monthly(period));
        // Days are those of UTC, as they are counted; each is in exactly one month.
        var days = Enumerable.Range(0, months + 1).Select(month => DateOnly.FromDateTime(cycle.StartOf(month))).ToList();
        var (from, until) = (days[0], days[^1]);
        var counts = await db.UsageDays.Where(d => d.OrganizationId == organization && d.ModuleId == module && d.Day >= from && d.Day < until)
            .Select(d => new { d.Quantity, d.Day, d.Count }).ToListAsync(cancel);
        return
        [
            .. from meter in meters
               from month in Enumerable.Range(0, months)
               let used = counts.Where(day => day.Quantity == meter.Name && day.Day >= days[month] && day.Day < days[month + 1]).Sum(day => day.Count)
               where used > 0
               select new UsedQuantity($"{used:#,0} {meter.Unit} from {days[month]:yyyy-MM-dd}, {meter.Included:#,0} included", meter.Of(used)),
        ];
    }
}
