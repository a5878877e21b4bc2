using System.Globalization;

namespace Marketplace.Data;

/// <summary>An amount in whole minor units of its currency, as payment providers count: 4900 of EUR are €49.00.</summary>
public readonly record struct Money(long Minor, string Currency)
{
    public static Money operator *(Money money, int times) => money with { Minor = checked(money.Minor * times) };

    /// <summary>As people read it: €1,049.00.</summary>
    public override string ToString()
    {
        var currency = Data.Currency.Of(Currency);
        var amount = (Math.Abs(Minor) / (decimal)Math.Pow(10, currency.Digits)).ToString($"N{currency.Digits}", CultureInfo.InvariantCulture);
        return $"{(Minor < 0 ? "−" : "")}{currency.Sign}{amount}";
    }
}
