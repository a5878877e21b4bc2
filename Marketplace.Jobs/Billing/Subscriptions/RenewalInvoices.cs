using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing.Metering;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Tax;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Subscriptions;

/// <summary>Writes the invoice of a period: the price that was agreed on, less promotions that go on, what was used before, and the tax of the day.</summary>
public sealed class RenewalInvoices(
    QuoteBaskets baskets, InvoiceIssue invoices, PaymentProviders providers, IOptions<BankOptions> bank, IOptions<SubscriptionOptions> options)
{
    private const int MaxPeriods = 500, UpcomingCharges = 3;

    /// <summary>Who buys, from whom, and how it is taxed today. It may ask others for the tax, so it is done outside of any transaction.</summary>
    /// <returns>The basket that has no lines yet, or why a person has to look.</returns>
    /// <exception cref="TimeoutException">The tax service does not answer: the next run retries.</exception>
    internal async Task<(OpenBasket? Open, string? Problem)> OpenAsync(MarketplaceDb db, long organizationId, string currency, CancellationToken cancel)
    {
        var (open, refused) = await baskets.OpenAsync(db, organizationId, currency, cancel);
        return open is not null ? (open, null)
            : refused is QuoteOutcome.Invalid { Problem: TaxDecision.NoAnswer } ? throw new TimeoutException(TaxDecision.NoAnswer)
            : (null, refused is QuoteOutcome.Invalid invalid ? invalid.Problem : "The client has no billing details any more.");
    }

    /// <summary>What is billed next costs so much if it is billed today.</summary>
    /// <param name="next">Null for what was used alone.</param>
    internal Quote Price(OpenBasket open, Subscription subscription, NextPeriod? next, IReadOnlyList<UsedQuantity> used)
    {
        var (line, zone) = (next?.Line ?? subscription.Terms.Line, subscription.Terms.Zone);
        return Price(open, subscription, line, next is null ? null : new(next.Turn, next.Portion(zone, options.Value.ProrateBy)), used);
    }

    /// <summary>What is billed next costs so much, without tax and without what is used.</summary>
    internal Money NetOf(Subscription subscription, NextPeriod next) => Quoting.OfPeriod(
        subscription.Basket.With(subscription.Line, next.Line), subscription.Line,
        new(next.Turn, next.Portion(subscription.Terms.Zone, options.Value.ProrateBy)), []).Net;

    /// <param name="line">What is bought instead of what the subscription has.</param>
    internal static Quote Price(OpenBasket open, Subscription subscription, BasketLine line, PricedPeriod? period, IReadOnlyList<UsedQuantity> used)
    {
        var at = subscription.Line;
        var basket = subscription.Basket.With(at, line) with { Tax = open.Basket.Tax, ShowsGross = open.Basket.ShowsGross };
        return open.Name(Quoting.OfPeriod(basket, at, period, used));
    }

    /// <summary>The next charges of such terms as they would be today, without what is used.</summary>
    internal IReadOnlyList<UpcomingCharge> Upcoming(OpenBasket open, Subscription subscription, BillingTerms terms)
    {
        var charges = new List<UpcomingCharge>();
        while (charges.Count < UpcomingCharges)
        {
            var (next, after) = terms.Next();
            var quote = Price(open, subscription, next, []);
            charges.Add(new(next.From, quote.Net, quote.Total));
            terms = after;
        }

        return charges;
    }

    /// <summary>By what it is paid, and whether that is the sandbox. What began there stays there until it is paid by something real.</summary>
    internal async Task<(SavedMethod? Method, bool IsTest)> PayerAsync(MarketplaceDb db, Subscription subscription, CancellationToken cancel)
    {
        var methods = await db.MethodsOf(subscription.OrganizationId).AsNoTracking().ToListAsync(cancel);
        if (methods.Payer(subscription.MethodId) is { } method)
        {
            return (method, providers.Find(method.Provider).Face.IsTest);
        }

        var (id, documents) = (subscription.Id, db.Invoices);
        return (null, await db.SubscriptionPeriods.Where(p => p.SubscriptionId == id && p.InvoiceId != null).OrderByDescending(p => p.Number)
            .Select(p => documents.Where(i => i.Id == p.InvoiceId).Select(i => (bool?)i.IsTest).FirstOrDefault()).FirstOrDefaultAsync(cancel)
            ?? providers.On.All(one => one.Face.IsTest));
    }

    /// <summary>Issues one for all of them, in the transaction that bills the periods.</summary>
    /// <param name="open">Who sells and who buys, as the quotes say.</param>
    /// <param name="bills">Their subscriptions with the license and that one's module; all have the same payer.</param>
    /// <returns>Null where nothing is due.</returns>
    internal async Task<Invoice?> IssueAsync(
        MarketplaceDb db, OpenBasket open, IReadOnlyList<BilledPeriod> bills, DateTime now, CancellationToken cancel)
    {
        var (subscription, seller, buyer) = (bills[0].Subscription, open.Seller, open.Buyer);
        // What is charged at once asks nobody to pay it too.
        var (method, isTest) = await PayerAsync(db, subscription, cancel);
        var hasMethod = method is not null;
        var terms = new InvoiceTerms(
            hasMethod ? null : DateOnly.FromDateTime(now).AddDays(bank.Value.DueDays), $"MP-{bills[0].Period.Id.ToString("N")[..10].ToUpperInvariant()}",
            !hasMethod && !isTest && seller.Iban is { } iban && providers.On.Any(one => one.Face.IsInvoiced) ? new(iban, seller.Bic) : null, null,
            isTest);
        var origins = bills.Select(bill => bill.Subscription.License.Module).DistinctBy(module => module.NormalizedId)
            .ToDictionary(module => module.NormalizedId, module => new InvoiceOrigin(module.Id, module.PublisherId));
        var draft = InvoiceDraft.Of(
            [.. bills.Select(bill => (bill.Quote, bill.Days))], OrderInvoices.Party(seller, bills[0].Quote), new InvoiceParty(buyer.Address, buyer.VatId),
            origins, terms, now);
        if (draft is null)
        {
            return null;
        }

        // Credit is used first.
        var credit = await ClientBalances.OfAsync(db, subscription.OrganizationId, draft.Net.Currency, isTest, cancel);
        draft = credit.Minor > 0 ? draft with { CreditUsed = credit < draft.Total ? credit : draft.Total } : draft;
        return await invoices.IssueAsync(db, draft, seller.InvoicePrefix, subscription.OrganizationId, null, now, cancel);
    }

    /// <summary>
    /// What was used until the end of a period and is not billed yet, each month of the subscription on its own, as its offer said then. What is billed is
    /// marked with the bill, so that of several subscriptions of a module none bills it again, and what is told late is billed with the next.
    /// </summary>
    internal static async Task<IReadOnlyList<UsedQuantity>> UsedAsync(MarketplaceDb db, Subscription subscription, CancellationToken cancel)
    {
        // Nearly always nothing is metered, nor was.
        if (subscription.Period < 0 || (subscription.Terms.Line.Offer.Meters.Count == 0 && subscription.License is { FormerOffers.Count: 0 }))
        {
            return [];
        }

        var (id, organization, module) = (subscription.Id, subscription.OrganizationId, subscription.ModuleId);
        var late = subscription.BilledUntil.AddDays(-UsageReports.MaxAge - (31 * subscription.Model.Months()));
        var rows = await db.SubscriptionPeriods.Where(p => p.SubscriptionId == id && p.Until > late).OrderBy(p => p.Number).Take(MaxPeriods)
            .ToListAsync(cancel);
        var months = UsageMonths.Of(rows, subscription.Terms.Zone).Where(month => month.Names.Any()).ToList();
        if (months.Count == 0)
        {
            return [];
        }

        var (names, since, until) = (months.SelectMany(month => month.Names).Distinct().ToList(), months[0].From, months[^1].Until);
        var days = await db.UsageDays
            .Where(d => d.OrganizationId == organization && d.ModuleId == module && names.Contains(d.Quantity) && d.Day >= since && d.Day < until)
            .ToListAsync(cancel);
        return [.. names.SelectMany(name => months.SelectMany(month => month.Bill(name, [.. days.Where(day => day.Quantity == name)])))];
    }
}

/// <summary>A period that is billed, and what it costs.</summary>
internal sealed record BilledPeriod(Subscription Subscription, SubscriptionPeriod Period, Quote Quote)
{
    /// <summary>How many lines of the invoice are for it.</summary>
    public int Lines => InvoiceDraft.DueOf(Quote).Count;

    /// <summary>By the client's calendar.</summary>
    public InvoicePeriod? Days => new(Proration.Day(Period.From, Subscription.Terms.Zone), Proration.Day(Period.Until, Subscription.Terms.Zone));
}
