using System.Globalization;
using System.Numerics;

namespace Marketplace.Data;

/// <summary>
/// An amount in whole minor units of its currency, as payment providers count: 4900 of EUR are €49.00. Arithmetic is checked, rounds halves away from zero,
/// and refuses two currencies.
/// </summary>
public readonly record struct Money(long Minor, string Currency) : IComparable<Money>
{
    public static Money operator +(Money left, Money right) => left with { Minor = checked(left.Minor + right.In(left)) };

    public static Money operator -(Money left, Money right) => left with { Minor = checked(left.Minor - right.In(left)) };

    public static Money operator -(Money money) => money with { Minor = checked(-money.Minor) };

    public static Money operator *(Money money, int times) => money with { Minor = checked(money.Minor * times) };

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    public static Money Zero(string currency) => new(0, currency);

    /// <summary>So many percent of it: 19 of €1.00 are €0.19.</summary>
    public Money Share(decimal percent)
    {
        var (numerator, denominator) = Whole.Fraction(percent);
        return this with { Minor = Whole.Nearest(Minor * numerator, denominator * 100) };
    }

    /// <summary>Parts by weight, by largest remainder; they sum to the whole. Weights are zero or more; where all are zero, they count alike.</summary>
    public IReadOnlyList<Money> Split(IReadOnlyList<long> weights)
    {
        var currency = Currency;
        return [.. Whole.Split(Minor, weights).Select(minor => new Money(minor, currency))];
    }

    public int CompareTo(Money other) => Minor.CompareTo(other.In(this));

    /// <summary>As people read it: €1,049.00.</summary>
    public override string ToString()
    {
        var currency = Data.Currency.Of(Currency);
        var (major, minor) = BigInteger.DivRem(BigInteger.Abs(Minor), BigInteger.Pow(10, currency.Digits));
        var decimals = currency.Digits is 0 ? "" : $".{minor.ToString($"D{currency.Digits}", CultureInfo.InvariantCulture)}";
        return $"{(Minor < 0 ? "−" : "")}{currency.Sign}{major.ToString("N0", CultureInfo.InvariantCulture)}{decimals}";
    }

    private long In(Money other) => Currency == other.Currency
        ? Minor
        : throw new InvalidOperationException($"{this} and {other} are of two currencies; convert one of them first.");
}

public static class Moneys
{
    extension(IEnumerable<Money> amounts)
    {
        /// <param name="currency">That of all of them, and of nothing where there are none.</param>
        public Money Sum(string currency) => amounts.Aggregate(Money.Zero(currency), (sum, amount) => sum + amount);
    }
}
