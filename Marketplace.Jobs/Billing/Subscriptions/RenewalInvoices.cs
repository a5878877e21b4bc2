using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing.Metering;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Tax;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Subscriptions;

/// <summary>Writes the invoice of a period: the price that was agreed on, less promotions that go on, what was used before, and the tax of the day.</summary>
public sealed class RenewalInvoices(QuoteBaskets baskets, InvoiceIssue invoices, PaymentProviders providers, IOptions<BankOptions> bank)
{
    /// <summary>Who buys, from whom, and how it is taxed today. It may ask others for the tax, so it is done outside of any transaction.</summary>
    /// <returns>The basket that has no lines yet, or why a person has to look.</returns>
    /// <exception cref="TimeoutException">The tax service does not answer: the next run retries.</exception>
    internal async Task<(OpenBasket? Open, string? Problem)> OpenAsync(MarketplaceDb db, Subscription subscription, CancellationToken cancel)
    {
        var (open, refused) = await baskets.OpenAsync(db, subscription.OrganizationId, subscription.Currency, cancel);
        return open is not null ? (open, null)
            : refused is QuoteOutcome.Invalid { Problem: TaxDecision.NoAnswer } ? throw new TimeoutException(TaxDecision.NoAnswer)
            : (null, refused is QuoteOutcome.Invalid invalid ? invalid.Problem : "The client has no billing details any more.");
    }

    /// <summary>What a period costs if it is billed today.</summary>
    /// <param name="period">Null for what was used alone.</param>
    internal static Quote Price(OpenBasket open, Subscription subscription, int? period, IReadOnlyList<UsedQuantity> used)
    {
        var basket = subscription.Basket with { Tax = open.Basket.Tax, ShowsGross = open.Basket.ShowsGross };
        return Quoting.OfPeriod(basket, subscription.Line, period, used) with { Seller = open.Seller, Buyer = open.Buyer };
    }

    /// <summary>Issues it, in the transaction that bills the period.</summary>
    /// <returns>Null where nothing is due.</returns>
    public async Task<Invoice?> IssueAsync(
        MarketplaceDb db, Subscription subscription, SubscriptionPeriod period, Quote quote, DateTime now, CancellationToken cancel)
    {
        // What is charged at once asks nobody to pay it too.
        var hasMethod = await db.MethodsOf(subscription.OrganizationId).AnyAsync(cancel);
        var seller = await db.SellerEntities.AsNoTracking().Include(s => s.Registrations).SingleAsync(cancel);
        var buyer = await db.BillingProfiles.AsNoTracking().SingleAsync(p => p.OrganizationId == subscription.OrganizationId, cancel);
        var origin = await db.Modules.Where(m => m.Id == subscription.ModuleId)
            .Select(m => new { m.NormalizedId, Origin = new InvoiceOrigin(m.Id, m.PublisherId) }).SingleAsync(cancel);
        var terms = new InvoiceTerms(
            hasMethod ? null : DateOnly.FromDateTime(now).AddDays(bank.Value.DueDays), $"MP-{period.Id.ToString("N")[..10].ToUpperInvariant()}",
            !hasMethod && seller.Iban is { } iban && providers.On.Any(one => one.Face.IsInvoiced) ? new(iban, seller.Bic) : null, null,
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
    /// What was used until the end of a period and is not billed yet, each month of the subscription on its own, as its offer says. What is billed is marked
    /// with the bill, so that of several subscriptions of a module none bills it again, and what is told late is billed with the next.
    /// </summary>
    internal static async Task<IReadOnlyList<UsedQuantity>> UsedAsync(MarketplaceDb db, Subscription subscription, CancellationToken cancel)
    {
        var meters = subscription.Basket.Lines[subscription.Line].Offer.Meters;
        if (subscription.Period < 0 || meters.Count == 0)
        {
            return [];
        }

        var (organization, module, cycle) = (subscription.OrganizationId, subscription.ModuleId, subscription.Cycle.Monthly(0));
        // Days are those of UTC, as they are counted; each is in exactly one month.
        var months = Enumerable.Range(0, ((subscription.Period + 1) * subscription.Cycle.Months) + 1)
            .Select(month => DateOnly.FromDateTime(cycle.StartOf(month))).ToList();
        var (names, until) = (meters.Select(meter => meter.Name).ToList(), months[^1]);
        var late = until.AddDays(-UsageReports.MaxAge - (31 * subscription.Cycle.Months));
        var since = months.Last(month => month <= late || month == months[0]);
        var days = await db.UsageDays
            .Where(d => d.OrganizationId == organization && d.ModuleId == module && names.Contains(d.Quantity) && d.Day >= since && d.Day < until)
            .ToListAsync(cancel);
        List<UsedQuantity> used =
        [
            .. from meter in meters
               from month in Enumerable.Range(0, months.Count - 1).Where(month => months[month] >= since)
               let own = days.Where(day => day.Quantity == meter.Name && day.Day >= months[month] && day.Day < months[month + 1]).ToList()
               let count = own.Sum(day => day.Count)
               let billed = own.Sum(day => day.Billed)
               where count > billed
               select new UsedQuantity(
                   $"{count - billed:#,0} {meter.Unit} from {months[month]:yyyy-MM-dd}, {meter.Included:#,0} included", meter.Of(count) - meter.Of(billed)),
        ];
        days.ForEach(day => day.Bill());
        return used;
    }
}
