using System.Text;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Transfers;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Marketplace.Tests.Payments.Bank;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Billing.Transfers;

/// <summary>What tests of transfers do with a <see cref="Shop"/>.</summary>
internal static class BankShop
{
    public static readonly AccountKey Cash = AccountKey.ProviderCash(PaymentProviders.Bank);

    public static readonly (string, string) On = ("Payments:Providers:1", PaymentProviders.Bank);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    extension(Shop shop)
    {
        /// <summary>An order of 119.00 EUR that waits for a transfer.</summary>
        public async Task<(Guid Order, InvoiceDocument Invoice)> OrderAsync(string? offer = null)
        {
            var order = offer is null ? await shop.PlaceAsync() : await shop.PlaceOtherAsync(offer);
            var underway = Assert.IsType<Marketplace.Billing.Orders.PayOutcome.Underway>(await shop.PayAsync(order, way: new(PaymentProviders.Bank)));
            Assert.Null(underway.Url);
            return (order, shop.InvoiceOf(order).Document);
        }

        public Invoice InvoiceOf(Guid order) => shop.Read(db => db.Invoices.Single(i => i.OrderId == order));

        public async Task<ImportOutcome.Imported> ImportAsync(params StatementLine[] lines) =>
            Assert.IsType<ImportOutcome.Imported>(await shop.TryImportAsync(CamtFile.Of(lines)));

        public Task<ImportOutcome> TryImportAsync(string file) =>
            shop.Get<BankImports>().ImportAsync(shop.Operator, "statement.xml", Encoding.UTF8.GetBytes(file), Cancel);

        public BankLine Line(int at = 0) => shop.Read(db => db.BankLines.OrderBy(l => l.Id).Skip(at).First());

        public Task<DecisionOutcome> DecideAsync(BankLine line, LineDecision decision) =>
            shop.Get<TransferDecisions>().AssignAsync(shop.Operator, line.Id, line.Version, decision, Cancel);

        public StatementLine Paid(long minor, string reference = "", string name = "Globex GmbH", string text = "", string bankId = "", string currency = "EUR")
        {
            var day = DateOnly.FromDateTime(shop.Now);
            return new("DE89370400440532013000", day, day, new(minor, currency), name, "NL91ABNA0417164300", reference, text, bankId);
        }

        // The organization may have one open order of an offer.
        private async Task<Guid> PlaceOtherAsync(string module)
        {
            shop.Portal.Database.Available(shop.Acme, module);
            Assert.IsType<Marketplace.Catalog.ListingOutcome.Done>(await shop.Get<Marketplace.Pricing.Offers>().OfferAsync(
                shop.Seller, module,
                new(Marketplace.Pricing.OfferTier.Basic, Marketplace.Pricing.OfferModel.OneTime, 1, [new(5000, "EUR")]), Cancel));
            var offer = shop.Read(db => db.Set<Marketplace.Pricing.Offer>().Where(o => o.Module.PackageId == module).Select(o => o.Id).First());
            var (id, hash) = await shop.QuoteAsync(offer: offer);
            return Assert.IsType<Marketplace.Billing.Orders.OrderOutcome.Placed>(await shop.TryPlaceAsync(id, hash)).OrderId;
        }
    }
}
