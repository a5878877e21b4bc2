using Marketplace.Portal.Shared;
using Marketplace.Pricing.Quotes;

namespace Marketplace.Portal.Pricing.Quotes;

/// <summary>Quotes in words, with days as the person writes them.</summary>
internal static class QuoteText
{
    private static readonly QuoteWords Words = new(Format.Day);

    public static string What(QuoteLine line) => Words.What(line);

    public static string When(LaterPayment payment) => Words.When(payment);
}
