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
        Quote quote, InvoiceParty seller, InvoiceParty buyer, IReadOnlyDictionary<string, InvoiceOrigin> origins, InvoiceTerms terms, DateTime now) =>
        Of([(quote, terms.Period)], seller, buyer, origins, terms, now);

    /// <param name="parts">What stands on it together, each with what it is for; all are decided alike by tax.</param>
    /// <returns>Without its number; null where nothing is due.</returns>
    public static InvoiceDocument? Of(
        IReadOnlyList<(Quote Quote, InvoicePeriod? Period)> parts, InvoiceParty seller, InvoiceParty buyer, IReadOnlyDictionary<string, InvoiceOrigin> origins,
        InvoiceTerms terms, DateTime now)
    {
        var due = parts.SelectMany(part => DueOf(part.Quote).Select(line => (Line: line, part.Period))).ToList();
        if (due.Count == 0)
        {
            return null;
        }

        var decision = parts[0].Quote.Decision;
        var (taxed, today) = (TaxLines.Of([.. due.Select(one => one.Line.Net)], decision, includesTax: false), DateOnly.FromDateTime(now));
        return new(
            InvoiceKind.Invoice, "", today, terms.Due, seller, buyer,
            [.. due.Zip(taxed.Lines, (one, amounts) => Line(one.Line, amounts, origins[one.Line.Module], one.Period ?? new(today, null)))],
            taxed.ByRate, taxed.Net, taxed.Tax, Notes(decision), null, terms.Reference, terms.Bank, terms.PaidBy,
            parts.Select(part => part.Quote.RateDay).FirstOrDefault(day => day is not null), terms.IsTest)
        {
            Treatment = TreatmentOf(decision),
        };
    }

    /// <summary>The lines of a quote that are invoiced; none where nothing is due of it.</summary>
    internal static IReadOnlyList<QuoteLine> DueOf(Quote quote)
    {
        var due = quote.Lines.Where(line => line.TrialEnds is null).ToList();
        return due.TrueForAll(line => line.Gross.Minor == 0) ? [] : due;
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
            amounts.Net, amounts.Tax, amounts.ByRate, isTerm ? period.From : null, isTerm ? until : null)
        {
            Stream = line.Stream, Model = line.Model, PromotionId = line.Discounts.Count > 0 ? line.Discounts[0].PromotionId : null,
        };
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
