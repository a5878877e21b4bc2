using System.Globalization;
using Marketplace.Data;

namespace Marketplace.Pricing.Tax;

/// <summary>Decides how a sale is taxed: pure, from the case and the rates alone. The rules are those of docs/tax.md, in their order.</summary>
public static class TaxRules
{
    /// <summary>Whether prices are shown with tax: consumers pay what they see, businesses compare without.</summary>
    public static bool PricesInclude(BuyerKind kind) => kind is BuyerKind.Consumer;

    public static TaxDecision Decide(TaxCase sale, TaxTable table)
    {
        var buyer = sale.Buyer;
        var at = TaxTerritory.Of(buyer.Country);
        if (Conflict(sale, at) is { } conflict)
        {
            return new TaxDecision.NeedsAttention(conflict);
        }

        if (sale.Registrations.Count == 0)
        {
            return new TaxDecision.OutsideScope("The seller is not registered for tax.");
        }

        if (buyer.Exemption is { } exemption && (exemption.ValidUntil is null || exemption.ValidUntil >= sale.Day))
        {
            return new TaxDecision.Exempt($"The buyer is exempt: {exemption.Evidence}.");
        }

        var seller = TaxTerritory.Of(sale.SellerCountry);
        if (at == seller && (!TaxTerritory.Union.Contains(at) || TaxTerritory.IsUnion(at, buyer.Region)))
        {
            return Taxed(sale, table, at, buyer.Region);
        }

        if (buyer.Kind is BuyerKind.Consumer && sale.ProductClass is ProductClass.Service)
        {
            return Taxed(sale, table, seller, "");
        }

        return TaxTerritory.IsUnion(buyer.Country, buyer.Region) ? InUnion(sale, table, at, seller) : Abroad(sale, table, at);
    }

    /// <summary>What of the case contradicts itself, and what mends it.</summary>
    internal static string? Conflict(TaxCase sale) => Conflict(sale, TaxTerritory.Of(sale.Buyer.Country));

    private static string? Conflict(TaxCase sale, string at)
    {
        var (buyer, evidence) = (sale.Buyer, sale.Evidence);
        if (evidence.BillingCountry != buyer.Country)
        {
            return $"The buyer is taxed in {Name(buyer.Country)}, but the billing address is in {Name(evidence.BillingCountry)}. Correct one of them.";
        }

        if (buyer.HasVatId)
        {
            return VatId.CountryOf(buyer.VatId!) is { } country && country != at
                ? $"The VAT ID {buyer.VatId} is of {Name(country)}, but the billing address is in {Name(buyer.Country)}. "
                    + "Enter the VAT ID of the country of the billing address."
                : null;
        }

        return evidence.PaymentCountry is { } payment && TaxTerritory.Of(payment) != at
            ? $"The billing address is in {Name(buyer.Country)}, but the payment method is of {Name(payment)}. "
                + $"Pay with a method of {Name(buyer.Country)}, correct the address, or enter a VAT ID."
            : null;
    }

    private static TaxDecision InUnion(TaxCase sale, TaxTable table, string at, string seller)
    {
        if (sale.Buyer.HasVatId)
        {
            return new TaxDecision.ReverseCharge(
                "Reverse charge: the customer is liable for the VAT.", "Articles 44 and 196 of Council Directive 2006/112/EC");
        }

        return sale.Registrations.Any(registration => registration.IsOneStopShop || registration.Country == at) ? Taxed(sale, table, at, sale.Buyer.Region)
            // Below the threshold of 10,000 euros a year: article 59c. Above it the seller registers.
            : TaxTerritory.Union.Contains(seller) ? Taxed(sale, table, seller, "")
            : new TaxDecision.NeedsAttention(
                $"Nothing can be sold to {Name(at)} without a VAT ID: the seller is registered neither there nor in the One-Stop-Shop. "
                + "Add the registration under Tax and currencies.");
    }

    private static TaxDecision Abroad(TaxCase sale, TaxTable table, string at)
    {
        if (!sale.Registrations.Any(registration => registration.Country == at) || TaxTerritory.Union.Contains(at))
        {
            return new TaxDecision.OutsideScope($"The place of supply is {Name(sale.Buyer.Country)}, where the seller is not registered for tax.");
        }

        return sale.Buyer.HasVatId && ReverseCharge(at) is { } reverse ? reverse : Taxed(sale, table, at, sale.Buyer.Region);
    }

    private static TaxDecision.ReverseCharge? ReverseCharge(string country) => country switch
    {
        "GB" => new("Reverse charge: the customer is to account for the VAT to HMRC.", "Section 8 of the Value Added Tax Act 1994"),
        "CH" => new("Acquisition tax: the customer is liable for the VAT.", "Article 45 of the Swiss VAT Act (SR 641.20)"),
        "NO" => new("Reverse charge: the customer is liable for the VAT.", "Sections 3-30 and 11-3 of the Norwegian VAT Act"),
        _ => null,
    };

    private static TaxDecision Taxed(TaxCase sale, TaxTable table, string country, string region) =>
        table.Find(country, region, sale.ProductClass, sale.Day) is { } percent
            ? new TaxDecision.Taxed(new(TaxName(country), country, region, percent))
            : new TaxDecision.NeedsAttention(
                $"No rate of tax is known for {Name(country)} on {sale.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}. "
                + "Add it under Tax and currencies.");

    private static string TaxName(string country) => country switch
    {
        "AU" or "CA" or "IN" or "NZ" or "SG" => "GST",
        "JP" => "Consumption tax",
        "MY" => "Service tax",
        "US" => "Sales tax",
        _ => "VAT",
    };

    private static string Name(string country) => Country.NameOf(country);
}
