using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Tax;

namespace Marketplace.Billing.Invoices;

/// <summary>Where what is sold comes from.</summary>
public sealed record InvoiceOrigin(long ModuleId, long PublisherId);

/// <summary>Writes an invoice for what a quote says is due now: pure, from the quote and the parties.</summary>
public static class InvoiceDraft
{
    /// <param name="origins">By the module's normalized package id.</param>
    /// <param name="due">Null where it is paid at once.</param>
    /// <returns>Without its number; null where nothing is due.</returns>
    public static InvoiceDocument? Of(
        Quote quote, InvoiceParty seller, InvoiceParty buyer, IReadOnlyDictionary<string, InvoiceOrigin> origins, InvoiceTerms terms, DateTime now)
    {
        var due = quote.Lines.Where(line => line.TrialEnds is null).ToList();
        if (due.Count == 0 || due.TrueForAll(line => line.Gross.Minor == 0))
        {
            return null;
        }

        var (taxed, today) = (TaxLines.Of([.. due.Select(line => line.Net)], quote.Decision, includesTax: false), DateOnly.FromDateTime(now));
        return new(
            InvoiceKind.Invoice, "", today, terms.Due, seller, buyer,
            [.. due.Zip(taxed.Lines, (line, amounts) => Line(line, amounts, origins[line.Module], terms.Period ?? new(today, null)))],
            taxed.ByRate, taxed.Net, taxed.Tax, Notes(quote.Decision), null, terms.Reference, terms.Bank, terms.PaidBy, quote.RateDay, terms.IsTest)
        {
            Treatment = TreatmentOf(quote.Decision),
        };
    }

    private static InvoiceLine Line(QuoteLine line, TaxedLine amounts, InvoiceOrigin origin, InvoicePeriod period)
    {
        var months = line.Kind is QuoteLineKind.License ? line.Model.Months() : 0;
        var until = months > 0 ? period.Until ?? period.From.AddMonths(months) : period.From;
        // What begins and ends on one day has no days to be earned on.
        var isTerm = period.From < until;
        return new(
            TextOf(line), DetailOf(line), origin.ModuleId, origin.PublisherId, line.Tier, line.List,
            [.. line.Discounts.Select(discount => new InvoiceDiscount(discount.Name, new(discount.Minor, line.List.Currency)))],
            amounts.Net, amounts.Tax, amounts.ByRate, isTerm ? period.From : null, isTerm ? until : null);
    }

    internal static string TextOf(QuoteLine line) => line.Kind switch
    {
        QuoteLineKind.SetupFee => $"{line.Name}, setup", QuoteLineKind.Usage => $"{line.Name}, usage", _ => line.Name,
    };

    internal static string DetailOf(QuoteLine line) => line.Kind is QuoteLineKind.SetupFee ? "once"
        : line.Used is { } used ? used
        : $"{line.Tier}, {line.Model switch { OfferModel.OneTime => "once", OfferModel.Yearly => "a year", _ => "a month" }}, {line.Sites:#,0} "
            + (line.Sites == 1 ? "site" : "sites") + (line.Part is { Of: > 0 } part ? $", {100m * part.Part / part.Of:0.##}% of it" : "");

    internal static TaxTreatment TreatmentOf(TaxDecision decision) => decision switch
    {
        TaxDecision.ReverseCharge => TaxTreatment.ReverseCharge,
        TaxDecision.Exempt => TaxTreatment.Exempt,
        TaxDecision.OutsideScope => TaxTreatment.OutsideScope,
        _ => TaxTreatment.Taxed,
    };

    /// <summary>What tax law wants to be written on it.</summary>
    internal static IReadOnlyList<string> Notes(TaxDecision decision) => decision switch
    {
        TaxDecision.ReverseCharge reverse => [reverse.Sentence, reverse.LegalBasis],
        TaxDecision.Exempt exempt => [exempt.Reason],
        TaxDecision.OutsideScope outside => [outside.Reason],
        _ => [],
    };
}

/// <summary>How an invoice is paid.</summary>
/// <param name="Due">The last day; null where it is paid at once.</param>
/// <param name="PaidBy">Such as a card's brand and last digits; null while it is open.</param>
public sealed record InvoiceTerms(DateOnly? Due, string Reference, InvoiceBank? Bank, string? PaidBy, bool IsTest)
{
    /// <summary>What it is for; null where that begins on its own day.</summary>
    public InvoicePeriod? Period { get; init; }
}

/// <param name="Until">The first day after it; null for as long as each line's model says.</param>
public sealed record InvoicePeriod(DateOnly From, DateOnly? Until);
