using Marketplace.Data;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Tax;

namespace Marketplace.Pricing.Quotes;

/// <summary>
/// Computes quotes: pure, from the basket alone. Promotions lower prices, never setup fees; tax is computed for each payment on its own, as it will
/// stand on that payment's invoice.
/// </summary>
public static class Quoting
{
    public static readonly TimeSpan Validity = TimeSpan.FromMinutes(30);

    public static Quote Of(Basket basket)
    {
        // From the last of these periods on nothing changes any more.
        var periods = Enumerable.Range(0, Math.Max(Discounts.SettledAt(basket.Promotions), 1) + 1).Select(period => Due(basket, period)).ToList();
        var first = periods[0];
        var payments = first.GroupBy(line => line.At).OrderBy(payment => payment.Key).Select(payment => Taxed(basket, [.. payment])).ToList();
        var lines = payments.SelectMany(payment => payment.Lines).ToList();
        Money Sum(IEnumerable<Money> amounts) => amounts.Sum(basket.Currency);
        return new Quote(
            basket.Currency, lines, BySums(payments.SelectMany(payment => payment.Taxes)),
            Sum(lines.Select(line => line.Net)), Sum(lines.Select(line => line.Tax)),
            Sum(lines.Where(line => line.TrialEnds is null).Select(line => line.Gross)), LaterPayments.Of(basket, periods), basket.Tax,
            basket.ShowsGross, basket.At, basket.At + Validity, basket.Lines.Max(line => line.Offer.RateDay))
        {
            Promotions = Used(basket, periods),
            Usage = Usage(basket) is { Count: > 0 } usage ? usage : null,
        };
    }

    /// <summary>What each line of the basket costs in a period, after promotions. Setup fees come with the first.</summary>
    internal static IReadOnlyList<DueLine> Due(Basket basket, int period)
    {
        var priced = basket.Lines.Where(line => period == 0 || line.Offer.Months > 0).ToList();
        var discounts = Discounts.Of(
            [.. priced.Select(line => new DiscountLine(line.Module, line.Offer.Tier, line.Offer.Model, line.Offer.Months, line.Offer.ForSites(line.Sites)))],
            basket.Promotions, basket.Buyer, basket.Currency, period);
        return
        [
            .. priced.Zip(discounts, (line, found) =>
                new DueLine(line, QuoteLineKind.License, line.Offer.ForSites(line.Sites), found, Start(basket, line), period)),
            .. priced.Where(line => period == 0 && line.Offer.SetupFee > 0)
                .Select(line => new DueLine(line, QuoteLineKind.SetupFee, line.Offer.SetupFee, [], Start(basket, line), period)),
        ];
    }

    /// <summary>What one line costs in a period that is billed on its day, with what was used in the one before.</summary>
    /// <param name="basket">As it was quoted, with all lines, among which promotions are shared; but for the tax, which is that of the day.</param>
    /// <param name="at">The number of the line in it.</param>
    /// <param name="period">Null for what was used alone.</param>
    /// <param name="used">In minor units of the basket's currency.</param>
    public static Quote OfPeriod(Basket basket, int at, PricedPeriod? period, IReadOnlyList<UsedQuantity> used)
    {
        var (first, currency) = (basket.Lines[at], basket.Currency);
        QuoteLine Line(QuoteLineKind kind, long list, IReadOnlyList<Discount> discounts, long left) => new(
            kind, first.OfferId, first.Module, first.Name, Upgrades.Of(basket, first), first.Offer.Model, first.Sites, new(list, currency), discounts,
            new(left, currency), Money.Zero(currency), null);
        List<QuoteLine> lines =
        [
            .. period is null ? [] : Due(basket, period.Number).Where(line => ReferenceEquals(line.Of, first)).Select(line =>
                period.Portion.IsAll ? Line(line.Kind, line.List, line.Discounts, line.Left)
                : Line(line.Kind, period.Portion.From(line.Left), [], period.Portion.From(line.Left)) with { Part = period.Portion })
                .Where(line => line.Kind is QuoteLineKind.License || period.Portion.IsAll),
            .. period is { Setup: > 0 } ? [Line(QuoteLineKind.SetupFee, period.Setup, [], period.Setup)] : (QuoteLine[])[],
            .. used.Where(one => one.Minor > 0).Select(one => Line(QuoteLineKind.Usage, one.Minor, [], one.Minor) with { Used = one.Text }),
        ];
        var taxed = TaxLines.Of([.. lines.Select(line => line.Net)], basket.Tax, includesTax: false);
        return new(
            currency, [.. lines.Zip(taxed.Lines, (line, amounts) => line with { Net = amounts.Net, Tax = amounts.Tax })], taxed.ByRate, taxed.Net,
            taxed.Tax, taxed.Net + taxed.Tax, [], basket.Tax, basket.ShowsGross, basket.At, basket.At, first.Offer.RateDay);
    }

    /// <summary>The tax of one payment.</summary>
    internal static TaxLines TaxOf(Basket basket, IEnumerable<DueLine> lines) =>
        TaxLines.Of([.. lines.Select(line => new Money(line.Left, basket.Currency))], basket.Tax, includesTax: false);

    private static (IReadOnlyList<QuoteLine> Lines, IReadOnlyList<TaxSum> Taxes) Taxed(Basket basket, IReadOnlyList<DueLine> lines)
    {
        var taxed = TaxOf(basket, lines);
        return (
            [.. lines.Zip(taxed.Lines, (line, amounts) => new QuoteLine(
                line.Kind, line.Of.OfferId, line.Of.Module, line.Of.Name, Upgrades.Of(basket, line.Of), line.Of.Offer.Model, line.Of.Sites,
                new Money(line.List, basket.Currency), line.Discounts, amounts.Net, amounts.Tax, line.At == basket.At ? null : line.At)
            {
                Bundle = line.Kind is QuoteLineKind.License && line.Of.Bundle is { Count: > 0 } bundle ? bundle : null,
            })],
            taxed.ByRate);
    }

    private static IReadOnlyList<UsedPromotion> Used(Basket basket, IEnumerable<IReadOnlyList<DueLine>> periods)
    {
        if (basket.Promotions.Count == 0)
        {
            return [];
        }

        var used = periods.SelectMany(lines => lines).SelectMany(line => line.Discounts).Select(discount => discount.PromotionId)
            .Concat(basket.Lines.Select(line => Upgrades.By(basket, line)?.Id).OfType<long>()).ToHashSet();
        return
        [
            .. basket.Promotions.Where(one => used.Contains(one.Id))
                .Select(one => new UsedPromotion(one.Id, one.Name, one.Id == basket.CodePromotionId ? basket.Code : null)),
        ];
    }

    private static List<QuotedUsage> Usage(Basket basket) =>
    [
        .. basket.Lines.SelectMany(line => line.Offer.Meters.Select(meter => new QuotedUsage(
            line.OfferId, line.Module, line.Name, meter, Start(basket, line)))),
    ];

    private static DateTime Start(Basket basket, BasketLine line) => basket.At.AddDays(line.Offer.Trial?.Days ?? 0);

    private static IReadOnlyList<TaxSum> BySums(IEnumerable<TaxSum> sums) =>
    [
        .. sums.GroupBy(sum => sum.Rate).Select(rate => rate.Aggregate((one, other) => new TaxSum(one.Rate, one.Net + other.Net, one.Tax + other.Tax))),
    ];
}

/// <summary>Which payment of a subscription is priced.</summary>
/// <param name="Number">By which promotions count; 0 is the first.</param>
/// <param name="Portion">How much of it is bought; a part has no setup fee of its own.</param>
/// <param name="Setup">What a change costs beside it, in minor units.</param>
public sealed record PricedPeriod(int Number, Portion Portion, long Setup = 0)
{
    public static PricedPeriod Whole(int number) => new(number, Portion.All);
}

/// <param name="Text">How much of what: <c>1,040 documents, 1,000 included</c>.</param>
public sealed record UsedQuantity(string Text, long Minor);

/// <summary>A line of one payment.</summary>
/// <param name="Start">When the first payment is due.</param>
/// <param name="Period">Which payment it is: 0 is the first.</param>
internal sealed record DueLine(BasketLine Of, QuoteLineKind Kind, long List, IReadOnlyList<Discount> Discounts, DateTime Start, int Period)
{
    /// <summary>When it is due; counted from the start, so that a month without a 31st moves no later one.</summary>
    public DateTime At => Start.AddMonths(Of.Offer.Months * Period);

    public long Left => List - Discounts.Sum(discount => discount.Minor);
}
