using System.Numerics;
using Marketplace.Data;

namespace Marketplace.Pricing.Promotions;

/// <summary>A promotion that a quote may use: it is on, has uses left for this buyer, and its code, if it needs one, was entered.</summary>
public sealed record OpenPromotion(long Id, string Name, PromotionRule Rule);

/// <param name="Minor">How much less the line costs, more than nothing.</param>
public sealed record Discount(long PromotionId, string Name, long Minor);

/// <summary>A line of one period, before promotions.</summary>
/// <param name="Months">How many months the period has; 0 for what is paid once.</param>
public sealed record DiscountLine(string Module, OfferTier Tier, OfferModel Model, int Months, long Minor);

/// <summary>
/// Lowers lines by promotions. They apply in the order of <see cref="PromotionRule.Order"/>, then of their age, each to what the ones before have
/// left; nothing costs less than nothing.
/// </summary>
public static class Discounts
{
    /// <summary>The discounts of each line, in the order in which they apply.</summary>
    /// <param name="period">Which period of the subscription: 0 is the first.</param>
    public static IReadOnlyList<IReadOnlyList<Discount>> Of(
        IReadOnlyList<DiscountLine> lines, IEnumerable<OpenPromotion> promotions, PromotionBuyer buyer, string currency, int period)
    {
        var found = lines.Select(_ => new List<Discount>()).ToList();
        var left = lines.Select(line => line.Minor).ToArray();
        var isClosed = new bool[lines.Count];
        foreach (var promotion in promotions.Where(one => one.Rule.Conditions.AreMetBy(buyer, currency)).OrderBy(one => one.Rule.Order).ThenBy(one => one.Id))
        {
            var rule = promotion.Rule;
            long Open(int i) => isClosed[i] || (rule.IsExclusive && found[i].Count > 0) || IsOver(rule, lines[i], period)
                || !rule.Conditions.AreMetBy(lines[i].Module, lines[i].Tier, lines[i].Model) ? 0 : left[i];
            var off = Off(rule.Action, lines, [.. lines.Select((_, i) => Open(i))], currency, period);
            for (var i = 0; i < lines.Count; i++)
            {
                if (off[i] > 0)
                {
                    found[i].Add(new(promotion.Id, promotion.Name, off[i]));
                    left[i] -= off[i];
                    isClosed[i] = rule.IsExclusive;
                }
            }
        }

        return found;
    }

    /// <summary>From this period on a subscription costs the same for ever.</summary>
    public static int SettledAt(IEnumerable<OpenPromotion> promotions) =>
        promotions.Select(one => one.Rule.Action is FreeMonths free ? free.Months : one.Rule.Periods ?? 0).Append(0).Max();

    private static bool IsOver(PromotionRule rule, DiscountLine line, int period) =>
        rule.Action is not FreeMonths && (line.Months == 0 ? period > 0 : period >= (rule.Periods ?? int.MaxValue));

    private static long[] Off(PromotionAction action, IReadOnlyList<DiscountLine> lines, long[] open, string currency, int period) => action switch
    {
        PercentOff percent => [.. open.Select(minor => new Money(minor, currency).Share(percent.Percent).Minor)],
        AmountOff amount => Shared(OwnPrice.In(amount.Amounts, currency) ?? Money.Zero(currency), open),
        FreeMonths free => [.. lines.Zip(open, (line, minor) => Free(free.Months, line.Months, minor, period))],
        _ => new long[lines.Count],
    };

    private static long[] Shared(Money amount, long[] open) => open.Sum() <= amount.Minor ? open : [.. amount.Split(open).Select(part => part.Minor)];

    // Of a period of twelve months with three of them free, a quarter; of one that is free as a whole, all.
    private static long Free(int months, int each, long minor, int period)
    {
        var free = each == 0 ? 0 : Math.Clamp(months - (period * each), 0, each);
        return free == 0 ? 0 : Whole.Nearest((BigInteger)minor * free, each);
    }
}
