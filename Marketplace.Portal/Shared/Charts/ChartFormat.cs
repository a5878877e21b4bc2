using System.Globalization;
using Marketplace.Data;

namespace Marketplace.Portal.Shared.Charts;

/// <summary>How amounts are written: exactly in tooltips and tables, briefly on axes and bars.</summary>
public sealed record ChartFormat(Func<decimal, string> Exact, Func<decimal, string> Brief)
{
    public static ChartFormat Number { get; } = new(amount => Text(amount, "#,0.####"), Short);

    /// <summary>Of shares: 0.5 is 50%.</summary>
    public static ChartFormat Percent { get; } = new(share => Text(share, "0.##%"), share => Text(share, "0.#%"));

    /// <summary>Of shares that stand close together.</summary>
    public static ChartFormat WholePercent { get; } = new(Percent.Exact, share => Text(share, "0%"));

    /// <summary>Of amounts in whole units of the currency, not in its minor ones.</summary>
    public static ChartFormat Money(string currency)
    {
        var minor = Currency.Of(currency).MinorUnits;
        return new(amount => Format.Amount(new((long)Math.Round(amount * minor), currency)), Short);
    }

    private static string Short(decimal amount) => Math.Abs(amount) switch
    {
        >= 1_000_000_000 => Text(amount / 1_000_000_000, "0.#B"),
        >= 1_000_000 => Text(amount / 1_000_000, "0.#M"),
        >= 10_000 => Text(amount / 1000, "0.#k"),
        _ => Text(amount, "#,0.##"),
    };

    private static string Text(decimal amount, string format) =>
        (amount < 0 ? "−" : "") + Math.Abs(amount).ToString(format, CultureInfo.CurrentCulture);
}
