using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Tax;

namespace Marketplace.Tests.Billing;

/// <summary>Invoices that need no database.</summary>
internal static class Bills
{
    public static readonly TaxDecision German = new TaxDecision.Taxed(new("VAT", "DE", "", 19));

    public static readonly TaxDecision Reverse = new TaxDecision.ReverseCharge(
        "Reverse charge: the customer is liable for the VAT.", "Articles 44 and 196 of Council Directive 2006/112/EC");

    public static readonly InvoiceParty Seller = new(new("Market GmbH", "Hauptstraße 1", "", "10115", "Berlin", "", "DE"), "DE136695976");

    public static readonly InvoiceParty Buyer = new(new("Globex SARL", "1 rue de Rivoli", "Bât. B", "75001", "Paris", "", "FR"), "FR40303265045");

    private static readonly DateOnly Day = new(2026, 3, 2);

    /// <param name="nets">Each a line of its own, in minor units.</param>
    public static InvoiceDocument Of(TaxDecision decision, string currency, params long[] nets) =>
        Of(decision.Rates, Treatment(decision), Why(decision), currency, nets);

    /// <summary>By several rates at once, as they are in some countries.</summary>
    public static InvoiceDocument Of(IReadOnlyList<AppliedRate> rates, string currency, params long[] nets) =>
        Of(rates, TaxTreatment.Taxed, [], currency, nets);

    public static InvoiceDocument Random(Random random)
    {
        var decision = random.Next(6) switch
        {
            0 => Reverse,
            1 => new TaxDecision.Exempt("The buyer is exempt: Certificate 12."),
            2 => new TaxDecision.OutsideScope("The place of supply is Japan, where the seller is not registered for tax."),
            3 => new TaxDecision.Taxed(new("VAT", "FR", "", 0)),
            _ => new TaxDecision.Taxed(new("VAT", "CH", "", new[] { 8.1m, 2.6m, 19m, 25.5m }[random.Next(4)])),
        };
        var nets = Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.NextInt64(0, 5_000_000)).Append(random.NextInt64(1, 900)).ToArray();
        var bill = Of(decision, new[] { "EUR", "USD", "JPY", "CHF" }[random.Next(4)], nets);
        bill = bill with { Lines = [.. bill.Lines.Select(line => Lowered(line, random))], IsTest = random.Next(4) == 0 };
        return random.Next(2) == 0
            ? bill with { PaidBy = "Visa •••• 4242" }
            : bill with { Due = Day.AddDays(14), Bank = new("DE89370400440532013000", random.Next(2) == 0 ? "COBADEFFXXX" : null) };
    }

    private static InvoiceDocument Of(
        IReadOnlyList<AppliedRate> rates, TaxTreatment treatment, IReadOnlyList<string> notes, string currency, long[] nets)
    {
        var taxed = TaxLines.Of([.. nets.Select(net => new Money(net, currency))], rates, includesTax: false);
        return new(
            InvoiceKind.Invoice, "M-2026-000001", Day, null, Seller, Buyer,
            [
                .. taxed.Lines.Select((line, at) => new InvoiceLine(
                    $"Module {at}", "Basic, a year, 1 site", at + 1, 1, OfferTier.Basic, line.Net, [], line.Net, line.Tax, line.ByRate,
                    at % 2 == 0 ? Day : null, at % 2 == 0 ? Day.AddYears(1) : null)),
            ],
            taxed.ByRate, taxed.Net, taxed.Tax, notes, null, "MP-0123456789", null, null, null, IsTest: false) { Treatment = treatment };
    }

    private static InvoiceLine Lowered(InvoiceLine line, Random random)
    {
        var discounts = Enumerable.Range(0, random.Next(3))
            .Select(at => new InvoiceDiscount($"Promotion {at}", new(random.NextInt64(0, 900), line.Net.Currency)))
            .ToList();
        return line with { List = line.Net + discounts.Select(one => one.Amount).Sum(line.Net.Currency), Discounts = discounts };
    }

    private static TaxTreatment Treatment(TaxDecision decision) => decision switch
    {
        TaxDecision.ReverseCharge => TaxTreatment.ReverseCharge,
        TaxDecision.Exempt => TaxTreatment.Exempt,
        TaxDecision.OutsideScope => TaxTreatment.OutsideScope,
        _ => TaxTreatment.Taxed,
    };

    private static string[] Why(TaxDecision decision) => decision switch
    {
        TaxDecision.ReverseCharge reverse => [reverse.Sentence, reverse.LegalBasis],
        TaxDecision.Exempt exempt => [exempt.Reason],
        TaxDecision.OutsideScope outside => [outside.Reason],
        _ => [],
    };
}
