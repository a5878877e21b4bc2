using System.Globalization;
using Marketplace.Portal.Shared.Charts;

namespace Marketplace.Tests.Shared.Charts;

public class ChartFormatTests
{
    [Fact]
    public void Amounts_are_exact_in_tooltips_and_brief_on_axes()
    {
        using var _ = new InCulture("en-US");

        Assert.Equal(("1,234,567.891", "1.2M"), Both(ChartFormat.Number, 1_234_567.891m));
        Assert.Equal(("−12,500", "−12.5k"), Both(ChartFormat.Number, -12_500));
        Assert.Equal(("2,000,000,000", "2B"), Both(ChartFormat.Number, 2_000_000_000));
        Assert.Equal(("9,840", "9,840"), Both(ChartFormat.Number, 9840));
        Assert.Equal(("−4.25%", "−4.3%"), Both(ChartFormat.Percent, -0.0425m));
    }

    [Fact]
    public void Money_has_its_currency_and_the_digits_of_it()
    {
        using var _ = new InCulture("en-US");

        Assert.Equal(("€193,690.05", "193.7k"), Both(ChartFormat.Money("EUR"), 193_690.05m));
        Assert.Equal("−€0.10", ChartFormat.Money("EUR").Exact(-0.1m));
        Assert.Equal("¥500", ChartFormat.Money("JPY").Exact(500));
    }

    [Fact]
    public void Numbers_follow_the_culture_of_the_reader()
    {
        using var _ = new InCulture("de-DE");

        Assert.Equal(("1.234,5", "12,5k"), (ChartFormat.Number.Exact(1234.5m), ChartFormat.Number.Brief(12_500)));
    }

    private static (string, string) Both(ChartFormat format, decimal amount) => (format.Exact(amount), format.Brief(amount));
}

/// <summary>The culture of who reads, until it is disposed of.</summary>
internal sealed class InCulture : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public InCulture(string name) => CultureInfo.CurrentCulture = new(name);

    public void Dispose() => CultureInfo.CurrentCulture = _before;
}
