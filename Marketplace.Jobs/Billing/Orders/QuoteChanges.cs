using Marketplace.Pricing.Quotes;

namespace Marketplace.Billing.Orders;

/// <summary>Whether a quote still says what would be said now.</summary>
public static class QuoteChanges
{
    /// <summary>What would be asked for to get it once more.</summary>
    public static QuoteRequest RequestOf(long organizationId, Quote quote) => new(
        organizationId,
        [.. quote.Lines.Where(line => line.Kind is QuoteLineKind.License).Select(line => new QuoteRequestLine(line.OfferId, line.Sites))],
        quote.Currency, quote.Promotions.Select(used => used.Code).FirstOrDefault(code => code is not null));

    /// <summary>Null where nothing differs that is paid.</summary>
    public static string? Between(Quote before, Quote now) =>
        before.Lines.Count != now.Lines.Count ? "What is to be paid changed."
        : before.Lines.OrderBy(Key).Zip(now.Lines.OrderBy(Key)).FirstOrDefault(pair => pair.First.List != pair.Second.List) is { First: { } dearer } price
            ? $"The price of {dearer.Name} changed from {dearer.List} to {price.Second.List}."
        : before.Lines.OrderBy(Key).Zip(now.Lines.OrderBy(Key)).FirstOrDefault(pair => pair.First.Net != pair.Second.Net) is { First: { } other }
            ? $"A promotion on {other.Name} is no longer the same."
        : before.Tax != now.Tax ? $"Tax changed from {before.Tax} to {now.Tax}."
        : before.DueToday != now.DueToday ? $"What is due today changed from {before.DueToday} to {now.DueToday}."
        : null;

    private static (string Module, long OfferId, QuoteLineKind Kind) Key(QuoteLine line) => (line.Module, line.OfferId, line.Kind);
}
