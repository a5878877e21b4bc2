using System.Numerics;

namespace Marketplace.Data;

/// <summary>Exact arithmetic that ends in whole numbers: nothing is rounded on the way.</summary>
public static class Whole
{
    /// <summary>The whole number nearest to a fraction; halves away from zero.</summary>
    /// <exception cref="OverflowException">It is more than 64 bits hold.</exception>
    public static long Nearest(BigInteger numerator, BigInteger denominator)
    {
        var half = BigInteger.Abs(denominator);
        var (nearest, _) = BigInteger.DivRem((BigInteger.Abs(numerator) * 2) + half, half * 2);
        return checked((long)(numerator.Sign * denominator.Sign < 0 ? -nearest : nearest));
    }

    /// <summary>A decimal as the fraction that it is.</summary>
    public static (BigInteger Numerator, BigInteger Denominator) Fraction(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        _ = decimal.GetBits(value, bits);
        var digits = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        return (value < 0 ? -digits : digits, BigInteger.Pow(10, value.Scale));
    }

    /// <summary>
    /// Splits a whole number by weights, by largest remainder: each part is its exact share, rounded down or up, and the parts sum to the whole.
    /// Of equal remainders the earlier part gets more. Where no weight is more than zero, all count alike.
    /// </summary>
    public static IReadOnlyList<long> Split(long whole, IReadOnlyList<long> weights)
    {
        if (weights.Count == 0)
        {
            throw new ArgumentException("An amount is split into one part or more.", nameof(weights));
        }

        if (weights.Any(weight => weight < 0))
        {
            throw new ArgumentException("A weight is zero or more.", nameof(weights));
        }

        if (weights.All(weight => weight == 0))
        {
            return Split(whole, [.. weights.Select(_ => 1L)]);
        }

        var sum = weights.Aggregate(BigInteger.Zero, (total, weight) => total + weight);
        var size = BigInteger.Abs(whole);
        var shares = weights.Select(weight => BigInteger.DivRem(size * weight, sum)).ToList();
        var rest = (int)(size - shares.Aggregate(BigInteger.Zero, (total, share) => total + share.Quotient));
        var raised = shares.Index().OrderByDescending(share => share.Item.Remainder).ThenBy(share => share.Index).Take(rest)
            .Select(share => share.Index).ToHashSet();
        return [.. shares.Select((share, at) => (long)((share.Quotient + (raised.Contains(at) ? 1 : 0)) * whole.CompareTo(0)))];
    }
}
