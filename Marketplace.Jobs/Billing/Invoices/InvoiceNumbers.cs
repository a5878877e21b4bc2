using System.Globalization;
using Marketplace.Data;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Invoices;

/// <summary>Numbers without a gap: each is taken in the transaction that issues its document, so one that fails gives its number back.</summary>
internal static class InvoiceNumbers
{
    extension(MarketplaceDb db)
    {
        /// <summary>With what the seller's numbers begin.</summary>
        public Task<string> SellerPrefixAsync(CancellationToken cancel) => db.SellerEntities.Select(s => s.InvoicePrefix).SingleAsync(cancel);

        /// <summary>The next number, as <c>INV-2026-000017</c>. A concurrent call for the same series waits for this transaction.</summary>
        public async Task<string> NextNumberAsync(string prefix, int year, CancellationToken cancel)
        {
            var series = db.Set<InvoiceSeries>().Where(s => s.Prefix == prefix && s.Year == year);
            if (await series.ExecuteUpdateAsync(set => set.SetProperty(s => s.Last, s => s.Last + 1), cancel) == 0)
            {
                // Two first ones at once: one of them finds the row taken, and its transaction is tried once more.
                db.Add(new InvoiceSeries(prefix, year));
                await db.SaveChangesAsync(cancel);
                await series.ExecuteUpdateAsync(set => set.SetProperty(s => s.Last, s => s.Last + 1), cancel);
            }

            var last = await series.Select(s => s.Last).SingleAsync(cancel);
            return string.Create(CultureInfo.InvariantCulture, $"{prefix}{year}-{last:D6}");
        }
    }
}
