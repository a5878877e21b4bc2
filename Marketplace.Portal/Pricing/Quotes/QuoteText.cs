using Marketplace.Portal.Shared;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Tax;

namespace Marketplace.Portal.Pricing.Quotes;

/// <summary>Quotes in words.</summary>
internal static class QuoteText
{
    /// <summary>Premium, monthly, trial until Dec 14, 2026.</summary>
    public static string What(QuoteLine line)
    {
        var what = line.Kind is QuoteLineKind.SetupFee ? "Setup fee" : $"{line.Tier}, {PriceText.Model(line.Model).ToLowerInvariant()}";
        return line.TrialEnds is { } end ? $"{what}, trial until {Format.Day(end)}" : what;
    }

    /// <summary>Every month from Dec 30, 2026.</summary>
    public static string When(LaterPayment payment)
    {
        var from = Format.Day(payment.From);
        var each = payment.Months switch { 12 => "every year", 1 => "every month", var months => $"every {months} months" };
        return payment.Times switch
        {
            1 => $"On {from}",
            { } times => $"{times} times, {each} from {from}",
            null => $"{char.ToUpperInvariant(each[0])}{each[1..]} from {from}",
        };
    }

    /// <summary>Why there is no tax; null where there is.</summary>
    public static string? Note(TaxDecision decision) => decision switch
    {
        TaxDecision.ReverseCharge reverse => $"{reverse.Sentence} {reverse.LegalBasis}.",
        TaxDecision.Exempt exempt => exempt.Reason,
        TaxDecision.OutsideScope outside => outside.Reason,
        _ => null,
    };
}
