namespace Marketplace.Pricing.Quotes;

public enum QuoteState
{
    /// <summary>Its prices count.</summary>
    Valid,
    Expired,
    Accepted,
    Declined,
    Withdrawn,
}

public static class QuoteStates
{
    /// <param name="ending">Null while nobody ended it.</param>
    public static QuoteState Of(QuoteEndingKind? ending, DateTime validUntil, DateTime now) => ending switch
    {
        QuoteEndingKind.Accepted => QuoteState.Accepted,
        QuoteEndingKind.Declined => QuoteState.Declined,
        QuoteEndingKind.Withdrawn => QuoteState.Withdrawn,
        _ => now < validUntil ? QuoteState.Valid : QuoteState.Expired,
    };
}
