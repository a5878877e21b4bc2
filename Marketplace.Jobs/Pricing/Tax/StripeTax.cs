using System.Globalization;
using Marketplace.Data;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Stripe;
using Stripe.Tax;

namespace Marketplace.Pricing.Tax;

/// <summary>Where the buyer is, beyond country and region: some taxes differ from street to street.</summary>
public sealed record TaxAddress(string Line1, string City, string PostalCode)
{
    public static readonly TaxAddress Unknown = new("", "", "");
}

/// <summary>
/// Asks Stripe Tax how a sale is taxed. It says the rate; the amounts are computed from that here, so that lines, rates and totals agree as they do everywhere.
/// </summary>
public sealed partial class StripeTax(IOptions<TaxOptions> options, ILogger<StripeTax> log)
{
    // Large enough that a rate of four decimals shows, and small enough for every currency.
    private const long Probe = 1_000_000;

    public bool IsOn => options.Value.StripeTaxKey != "";

    public async Task<TaxDecision> DecideAsync(TaxCase sale, TaxAddress address, string currency, CancellationToken cancel)
    {
        var client = new StripeClient(new StripeClientOptions
        {
            ApiKey = options.Value.StripeTaxKey, ApiBase = options.Value.StripeTaxBase is "" ? StripeClient.DefaultApiBase : options.Value.StripeTaxBase,
        });
        try
        {
            var answer = await client.V1.Tax.Calculations.CreateAsync(Asked(sale, address, currency), cancellationToken: cancel);
            return Decision(answer, sale);
        }
        catch (StripeException error) when (error.StripeError?.Code is "customer_tax_location_invalid")
        {
            return new TaxDecision.NeedsAttention(
                $"Stripe Tax cannot place the address in {Country.NameOf(sale.Buyer.Country)}. Complete street, city and postal code in the billing details.");
        }
        catch (Exception error) when (error is StripeException or HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            LogFailed(error);
            return new TaxDecision.NeedsAttention(TaxDecision.NoAnswer);
        }
    }

    private static CalculationCreateOptions Asked(TaxCase sale, TaxAddress address, string currency) => new()
    {
        Currency = currency.ToLowerInvariant(),
        LineItems =
        [
            new()
            {
                Amount = Probe, Reference = "sale", TaxBehavior = "exclusive",
                // Stripe's codes for software as a service, and for professional services.
                TaxCode = sale.ProductClass is ProductClass.Service ? "txcd_20060000" : "txcd_10103001",
            },
        ],
        CustomerDetails = new()
        {
            AddressSource = "billing",
            Address = new()
            {
                Line1 = Sent(address.Line1), City = Sent(address.City), PostalCode = Sent(address.PostalCode), Country = sale.Buyer.Country,
                State = sale.Buyer.Region is { Length: > 3 } region ? region[3..] : null,
            },
            TaxIds = sale.Buyer.HasVatId && Type(sale.Buyer.VatId!) is { } type ? [new() { Type = type, Value = sale.Buyer.VatId }] : null,
            TaxabilityOverride = sale.Buyer.Exemption is { } exemption && (exemption.ValidUntil is null || exemption.ValidUntil >= sale.Day)
                ? "customer_exempt"
                : null,
        },
        TaxDate = DateTime.SpecifyKind(sale.At, DateTimeKind.Utc),
    };

    private static TaxDecision Decision(Calculation answer, TaxCase sale)
    {
        var parts = answer.TaxBreakdown ?? [];
        var percent = parts.Sum(part => decimal.Parse(part.TaxRateDetails?.PercentageDecimal ?? "0", CultureInfo.InvariantCulture));
        if (percent > 0)
        {
            var rate = parts.First(part => part.Amount > 0 || parts.Count == 1).TaxRateDetails;
            var country = rate.Country ?? sale.Buyer.Country;
            return new TaxDecision.Taxed(new(
                Name(rate.TaxType), country, string.IsNullOrEmpty(rate.State) ? "" : $"{country}-{rate.State}", percent));
        }

        return parts.Select(part => part.TaxabilityReason).FirstOrDefault() switch
        {
            "reverse_charge" => new TaxDecision.ReverseCharge(
                "Reverse charge: the customer is liable for the VAT.",
                TaxTerritory.Union.Contains(TaxTerritory.Of(sale.Buyer.Country))
                    ? "Articles 44 and 196 of Council Directive 2006/112/EC"
                    : "Place of supply abroad"),
            "customer_exempt" => new TaxDecision.Exempt($"The buyer is exempt: {sale.Buyer.Exemption?.Evidence}."),
            _ => new TaxDecision.OutsideScope($"No tax is collected in {Country.NameOf(sale.Buyer.Country)}."),
        };
    }

    // Stripe wants to know which country's id it is.
    private static string? Type(string vatId) => VatId.CountryOf(vatId) switch
    {
        "GB" => "gb_vat",
        "CH" => "ch_vat",
        "NO" => "no_vat",
        { } country when TaxTerritory.Union.Contains(country) => "eu_vat",
        _ => null,
    };

    private static string Name(string? type) => type switch
    {
        "gst" => "GST",
        "hst" => "HST",
        "sales_tax" => "Sales tax",
        "vat" or null => "VAT",
        _ => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(type.Replace('_', ' ')),
    };

    private static string? Sent(string text) => text is "" ? null : text;

    [LoggerMessage(1901, LogLevel.Warning, "Stripe Tax did not say how a sale is taxed.")]
    private partial void LogFailed(Exception error);
}
