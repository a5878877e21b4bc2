using Marketplace.Pricing.Tax;

namespace Marketplace.Pricing.Quotes;

/// <summary>Quotes in words, for pages and documents.</summary>
/// <param name="day">Writes a day as who reads it does.</param>
public sealed class QuoteWords(Func<DateTime, string> day)
{
    /// <summary>Premium, monthly, trial until Dec 14, 2026.</summary>
    public string What(QuoteLine line)
    {
        var what = line.Kind is QuoteLineKind.SetupFee ? "Setup fee" : $"{line.Tier}, {line.Model.Words()}";
        return line.TrialEnds is { } end ? $"{what}, trial until {day(end)}" : what;
    }

    /// <summary>Every month from Dec 30, 2026.</summary>
    public string When(LaterPayment payment)
    {
        var from = day(payment.From);
        var each = payment.Months switch { 12 => "every year", 1 => "every month", var months => $"every {months} months" };
        return payment.Times switch
        {
            1 => $"On {from}",
            { } times => $"{times} times, {each} from {from}",
            null => $"{char.ToUpperInvariant(each[0])}{each[1..]} from {from}",
        };
    }

    /// <summary>Whether what a custom quote has for a term goes on; null where it has nothing for a term, or its offers say so.</summary>
    public static string? Term(Quote quote) => quote.Renews switch
    {
        true => "Monthly and yearly items renew at this price until you cancel.",
        false when quote.Lines.Any(line => line.Model.Months() > 0) => "This quote is for one term and does not renew.",
        _ => null,
    };

    /// <summary>Why there is no tax; null where there is.</summary>
    public static string? Note(TaxDecision decision) => decision switch
    {
        TaxDecision.ReverseCharge reverse => $"{reverse.Sentence} {reverse.LegalBasis}.",
        TaxDecision.Exempt exempt => exempt.Reason,
        TaxDecision.OutsideScope outside => outside.Reason,
        _ => null,
    };
}
