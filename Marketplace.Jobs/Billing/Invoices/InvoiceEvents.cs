using Marketplace.Data;
using Marketplace.Updates;

namespace Marketplace.Billing.Invoices;

internal static class InvoiceEvents
{
    extension(MarketplaceDb db)
    {
        /// <summary>Posts to the organization's webhook what happened to an invoice or credit note.</summary>
        /// <param name="type">Such as <c>invoice.issued</c>.</param>
        public Task PostAsync(Invoice invoice, string type, DateTime now, CancellationToken cancel) => db.PostAsync(
            invoice.OrganizationId,
            new OrganizationEvent(type, "invoice", new
            {
                invoice.Number, Kind = $"{invoice.Kind}", Net = invoice.NetMinor, Tax = invoice.TaxMinor, Total = invoice.Total.Minor, invoice.Currency,
                invoice.Due, Order = invoice.OrderId, invoice.IsTest,
            }),
            now, cancel);
    }
}
