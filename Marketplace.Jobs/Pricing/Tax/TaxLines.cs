using Marketplace.Data;

namespace Marketplace.Pricing.Tax;

/// <summary>A line of a document with its tax.</summary>
/// <param name="ByRate">The tax by each rate of the decision, in its order.</param>
public sealed record TaxedLine(Money Net, Money Tax, IReadOnlyList<Money> ByRate)
{
    public Money Gross => Net + Tax;
}

/// <summary>What one rate takes of all lines together.</summary>
public sealed record TaxSum(AppliedRate Rate, Money Net, Money Tax);

/// <summary>
/// The tax of a document. It is computed for each rate on the sum of all lines and rounded once, halves away from zero; the lines share it by largest
/// remainder. So total = net + tax, and what lines and rates say sums to the same, to the minor unit.
/// </summary>
public sealed record TaxLines(IReadOnlyList<TaxedLine> Lines, IReadOnlyList<TaxSum> ByRate, Money Net, Money Tax)
{
    public Money Total => Net + Tax;

    /// <param name="lines">In one currency, and all of one sign: a discount lowers the line it belongs to. A credit note has lines below zero.</param>
    /// <param name="includesTax">The amounts are gross, and stay so; otherwise they are net, and stay so.</param>
    public static TaxLines Of(IReadOnlyList<Money> lines, TaxDecision decision, bool includesTax) => Of(lines, decision.Rates, includesTax);

    internal static TaxLines Of(IReadOnlyList<Money> lines, IReadOnlyList<AppliedRate> rates, bool includesTax)
    {
        if (lines.Count == 0)
        {
            throw new ArgumentException("A document has one line or more.", nameof(lines));
        }

        if (lines.Any(line => line.Minor < 0) && lines.Any(line => line.Minor > 0))
        {
            throw new ArgumentException("Lines are all above zero or all below: lower the line that a discount belongs to.", nameof(lines));
        }

        var currency = lines[0].Currency;
        var sum = lines.Sum(currency);
        var taxes = includesTax ? Within(sum, rates) : [.. rates.Select(rate => sum.Share(rate.Percent))];
        var tax = taxes.Sum(currency);
        long[] weights = [.. lines.Select(line => Math.Abs(line.Minor))];
        var parts = tax.Split(weights);
        var left = taxes.ToArray();
        var taxed = new List<TaxedLine>();
        foreach (var (line, part) in lines.Zip(parts))
        {
            // Of what is left of each rate, so that both the lines and the rates come out even.
            var byRate = left.Length == 0 ? [] : part.Split([.. left.Select(rest => Math.Abs(rest.Minor))]);
            left = [.. left.Zip(byRate, (rest, taken) => rest - taken)];
            taxed.Add(new(includesTax ? line - part : line, part, byRate));
        }

        var net = includesTax ? sum - tax : sum;
        return new(taxed, [.. rates.Zip(taxes, (rate, amount) => new TaxSum(rate, net, amount))], net, tax);
    }

    // The tax within a gross amount, rounded once; more than one rate share it by their percentages.
    private static IReadOnlyList<Money> Within(Money gross, IReadOnlyList<AppliedRate> rates)
    {
        if (rates.Count == 0)
        {
            return [];
        }

        var (percent, unit) = Whole.Fraction(rates.Sum(rate => rate.Percent));
        var tax = gross with { Minor = Whole.Nearest(gross.Minor * percent, (100 * unit) + percent) };
        return tax.Split([.. rates.Select(rate => (long)(rate.Percent * 10_000))]);
    }
}
