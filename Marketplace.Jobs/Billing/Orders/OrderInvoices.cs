using Marketplace.Billing.Invoices;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Orders;

/// <summary>The invoice of an order: with its payment, or before it where it is paid by transfer. There is one, however it is paid in the end.</summary>
public sealed class OrderInvoices(InvoiceIssue invoices, PaymentProviders providers, IOptions<BankOptions> bank)
{
    /// <summary>Issues what is to be paid by transfer; the order waits for as long as it may be on its way.</summary>
    internal async Task AskAsync(MarketplaceDb db, Order order, Payment payment, DateTime now, CancellationToken cancel)
    {
        if (await EnsureAsync(db, order, payment, now, cancel) is { Due: { } due })
        {
            order.WaitUntil(due.AddDays(1 + bank.Value.GraceDays).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        }
    }

    /// <summary>Writes down what the payment paid of it, but for the parts that were assigned as they arrived.</summary>
    /// <param name="payment">Null where credit pays all of it.</param>
    internal async Task PayAsync(MarketplaceDb db, Order order, Payment? payment, DateTime now, CancellationToken cancel)
    {
        if (payment?.Provider == PaymentProviders.Bank)
        {
            return;
        }

        if (await EnsureAsync(db, order, payment, now, cancel) is { } invoice)
        {
            if (payment is { Minor: > 0 })
            {
                db.Add(new InvoicePayment(invoice.Id, payment.Id, payment.Minor, now));
            }

            await db.PostAsync(invoice, "invoice.paid", now, cancel);
        }
    }

    // Null where there is nothing to invoice.
    private async Task<Invoice?> EnsureAsync(MarketplaceDb db, Order order, Payment? payment, DateTime now, CancellationToken cancel)
    {
        if (await db.Invoices.FirstOrDefaultAsync(i => i.OrderId == order.Id, cancel) is { } earlier)
        {
            return earlier;
        }

        var quote = QuoteDocument.Read(await db.Quotes.Where(q => q.Id == order.QuoteId).Select(q => q.Document).SingleAsync(cancel));
        var seller = await db.SellerEntities.AsNoTracking().Include(s => s.Registrations).SingleAsync(cancel);
        var buyer = await db.BillingProfiles.AsNoTracking().SingleAsync(p => p.OrganizationId == order.OrganizationId, cancel);
        var face = payment is null ? null : providers.Find(payment.Provider).Face;
        var isInvoiced = face?.IsInvoiced is true;
        var terms = new InvoiceTerms(
            isInvoiced ? DateOnly.FromDateTime(now).AddDays(bank.Value.DueDays) : null, Reference(order),
            isInvoiced && seller.Iban is { } iban ? new(iban, seller.Bic) : null,
            isInvoiced || payment is { Minor: 0 } ? null : payment?.Method, face?.IsTest ?? order.IsTestCredit);
        var draft = InvoiceDraft.Of(
            quote, Party(seller, quote), new InvoiceParty(buyer.Address, buyer.VatId), await OriginsAsync(db, order, cancel), terms, now);
        return draft is null ? null : await invoices.IssueAsync(
            db, await OrderCredits.UseAsync(db, order, draft, now, cancel), seller.InvoicePrefix, order.OrganizationId, order.Id, now, cancel);
    }

    /// <summary>By which an order is spoken of: short, and hard to mistype. A transfer names the invoice's own.</summary>
    private static string Reference(Order order) => $"MP-{order.Id.ToString("N")[..10].ToUpperInvariant()}";

    internal static InvoiceParty Party(SellerEntity seller, Quote quote)
    {
        var country = quote.Decision.Rates.Select(rate => rate.Country).FirstOrDefault() ?? seller.Address.Country;
        var registration = seller.Registrations.FirstOrDefault(r => r.Country == country) ?? seller.Registrations.FirstOrDefault(r => r.IsOneStopShop)
            ?? seller.Registrations.FirstOrDefault();
        return new(seller.Address, registration?.Number);
    }

    private static async Task<Dictionary<string, InvoiceOrigin>> OriginsAsync(MarketplaceDb db, Order order, CancellationToken cancel)
    {
        var ids = order.Lines.Select(line => line.ModuleId).Distinct().ToList();
        return await db.Modules.Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.NormalizedId, m => new InvoiceOrigin(m.Id, m.PublisherId), cancel);
    }
}

/// <summary>Implemented by the slice that credits: an order that ends unpaid leaves nothing to be paid.</summary>
public interface IUnpaidInvoices
{
    /// <summary>Credits what is left of the order's invoice, within the transaction that ends it; nothing where there is none.</summary>
    Task CreditAsync(MarketplaceDb db, Order order, string reason, CancellationToken cancel);
}
