using System.Numerics;
using System.Text.Json.Serialization;
using Marketplace.Data;

namespace Marketplace.Pricing.Rates;

/// <summary>On which figures a price ends that was converted from another currency.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PriceEnding>))]
public enum PriceEnding
{
    /// <summary>As it was converted.</summary>
    None,

    /// <summary>Whole: 13.00.</summary>
    Zero,

    /// <summary>12.90.</summary>
    Ninety,

    /// <summary>12.99.</summary>
    NinetyNine,
}

public static class PriceEndings
{
    extension(PriceEnding ending)
    {
        /// <summary>
        /// The nearest price with the ending; of two that are as near, the higher. Never zero. Prices in currencies without decimals end on the same two
        /// figures before the point: 1,300, 1,290 or 1,299 yen.
        /// </summary>
        /// <param name="price">Zero or more.</param>
        public Money Nearest(Money price)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(price.Minor);
            if (ending is PriceEnding.None)
            {
                return price with { Minor = Math.Max(price.Minor, 1) };
            }

            var digits = Currency.Of(price.Currency).Digits;
            var unit = (long)Math.Pow(10, digits is 0 ? 2 : digits);
            var offset = ending switch { PriceEnding.Ninety => unit * 90 / 100, PriceEnding.NinetyNine => unit * 99 / 100, _ => 0 };
            var least = offset is 0 ? unit : offset;
            var steps = Math.Max(0, Whole.Nearest((BigInteger)price.Minor - least, unit));
            return price with { Minor = checked(least + (steps * unit)) };
        }
    }
}
