using Marketplace.Data;
using Marketplace.Pricing.Promotions;

namespace Marketplace.Pricing.Quotes;

/// <summary>Uses a promotion on quotes that were made, one after the other, as often as it may be used: pure.</summary>
/// <param name="client">Whose code it is; null for everybody's.</param>
/// <param name="promotionId">If it was made already.</param>
internal sealed class SimulatedUses(PromotionTerms terms, long? client, long? promotionId)
{
    private readonly Dictionary<long, int> _byClient = [];
    private readonly int _most = Math.Min(terms.MaxUses ?? int.MaxValue, terms.CodeKind is CodeKind.Many ? terms.Codes : int.MaxValue);
    private int _uses;

    /// <param name="modules">Those of the publisher: what is of others is left out.</param>
    public List<SimulatedQuote> Of(IReadOnlyList<SoldBasket> sold, IReadOnlySet<string> modules)
    {
        var rows = new List<SimulatedQuote>();
        foreach (var one in sold)
        {
            var whole = QuoteDocument.ReadBasket(one.Document);
            var basket = whole with { Lines = [.. whole.Lines.Where(line => modules.Contains(line.Module))] };
            if (basket.Lines.Count > 0)
            {
                rows.Add(Of(one, basket));
            }
        }

        return rows;
    }

    private SimulatedQuote Of(SoldBasket sold, Basket basket)
    {
        var before = FirstYear(basket);
        var row = new SimulatedQuote(
            sold.At, basket.Buyer.Country, string.Join(", ", basket.Lines.Select(line => line.Name).Distinct()), IsChanged: false, before, before);
        if (_uses >= _most || _byClient.GetValueOrDefault(sold.OrganizationId) >= (terms.MaxUsesPerClient ?? int.MaxValue)
            || With(sold, basket) is not { } other || !Quoting.Of(other).Promotions.Any(used => used.Id == New))
        {
            return row;
        }

        _uses++;
        _byClient[sold.OrganizationId] = _byClient.GetValueOrDefault(sold.OrganizationId) + 1;
        return row with { IsChanged = true, After = FirstYear(other) };
    }

    // Later than all that were made, so it comes after those of its order.
    private const long New = long.MaxValue;

    // Null if it could not have been used: another code was, it was itself, or the quote is not for it.
    private Basket? With(SoldBasket sold, Basket basket) =>
        basket.Promotions.Any(one => one.Id == promotionId) || (client is { } only && only != sold.OrganizationId)
            || (terms.CodeKind is not CodeKind.None && basket.CodePromotionId is not null)
            || terms.Rule.OfPublisher(basket.Lines.Select(line => line.Module).Distinct(), sold.IsFirstPurchase) is not { } rule
            ? null : basket with { Promotions = [.. basket.Promotions, new OpenPromotion(New, terms.Name, rule)] };

    private static Money FirstYear(Basket basket) => Enumerable.Range(0, 12).SelectMany(period => Quoting.Due(basket, period))
        .Where(line => line.At < basket.At.AddYears(1)).Select(line => new Money(line.Left, basket.Currency)).Sum(basket.Currency);
}
