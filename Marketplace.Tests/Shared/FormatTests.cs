using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Portal.Pricing;
using Marketplace.Portal.Shared;

namespace Marketplace.Tests.Shared;

public sealed class FormatTests
{
    [Theory]
    [InlineData("en-US", "1,204", "12.5%", "50%", "1.5 KB", "1,204 installs")]
    [InlineData("de-DE", "1.204", "12,5 %", "50 %", "1,5 KB", "1.204 installs")]
    [InlineData("de-CH", "1’204", "12.5%", "50%", "1.5 KB", "1’204 installs")]
    [InlineData("hi-IN", "1,204", "12.5%", "50%", "1.5 KB", "1,204 installs")]
    [InlineData("fa-IR", "1٬204", "12٫5٪", "50٪", "1٫5 KB", "1٬204 installs")]
    public void Numbers_are_written_as_the_culture_writes_them(
        string culture, string count, string part, string half, string size, string installs)
    {
        Read(culture);

        Assert.Equal(
            [count, part, half, size, installs],
            new[] { Format.Count(1204), Format.Percent(0.125), Format.Percent(0.5), SizeText.Of(1536), CountText.Of(1204, "install") }.Select(Spaces));
    }

    [Theory]
    [InlineData("en-US", "€1,049.00", "CHF 12.50", "¥1,250", "−$4.00", "€1,049.00 / month")]
    [InlineData("de-DE", "1.049,00 €", "12,50 CHF", "1.250 ¥", "−4,00 $", "1.049,00 € / month")]
    [InlineData("de-CH", "€ 1’049.00", "CHF 12.50", "¥ 1’250", "$−4.00", "€ 1’049.00 / month")]
    [InlineData("ja-JP", "€1,049.00", "CHF 12.50", "¥1,250", "−$4.00", "€1,049.00 / month")]
    public void An_amount_carries_its_currency_where_the_culture_puts_it(
        string culture, string euros, string francs, string yen, string owed, string price)
    {
        Read(culture);
        var amount = new Money(104900, "EUR");

        Assert.Equal(
            [euros, francs, yen, owed, price],
            new[]
            {
                Format.Amount(amount), Format.Amount(new(1250, "CHF")), Format.Amount(new(1250, "JPY")), Format.Amount(new(-400, "USD")),
                PriceText.Of(amount, "month"),
            }.Select(Spaces));
    }

    [Theory]
    [InlineData("en-US", "Mar 2, 2026", "Mar 2, 2026, 9:05 PM UTC")]
    [InlineData("en-GB", "2 Mar 2026", "2 Mar 2026, 21:05 UTC")]
    [InlineData("de-DE", "02.03.2026", "02.03.2026, 21:05 UTC")]
    [InlineData("sv-SE", "2026-03-02", "2026-03-02, 21:05 UTC")]
    [InlineData("th-TH", "2/3/2569", "2/3/2569, 21:05 UTC")]
    public void Days_and_times_are_written_as_the_culture_writes_them_without_words_of_its_language(string culture, string day, string time)
    {
        Read(culture);

        Assert.Equal(day, Format.Day(new DateOnly(2026, 3, 2)));
        Assert.Equal(time, Spaces(Format.DayTime(Utc("2026-03-02T21:05:00"))));
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T00:59:59", "29.03.2026, 01:59:59, Europe/Berlin (UTC+1)")]
    [InlineData("Europe/Berlin", "2026-03-29T01:00:00", "29.03.2026, 03:00:00, Europe/Berlin (UTC+2)")]
    [InlineData("Europe/Berlin", "2026-10-25T00:30:00", "25.10.2026, 02:30:00, Europe/Berlin (UTC+2)")]
    [InlineData("Europe/Berlin", "2026-10-25T01:30:00", "25.10.2026, 02:30:00, Europe/Berlin (UTC+1)")]
    [InlineData("Asia/Kolkata", "2026-03-02T19:00:00", "03.03.2026, 00:30:00, Asia/Kolkata (UTC+5:30)")]
    [InlineData("America/St_Johns", "2026-03-02T01:00:00", "01.03.2026, 21:30:00, America/St Johns (UTC−3:30)")]
    [InlineData("UTC", "2026-03-02T01:00:00", "02.03.2026, 01:00:00, UTC")]
    [InlineData(null, "2026-03-02T01:00:00", "02.03.2026, 01:00:00, UTC")]
    public void A_time_is_the_persons_and_names_its_zone_also_where_an_hour_comes_twice_or_never(string? zone, string utc, string exact)
    {
        Read("de-DE", zone);

        Assert.Equal(exact, Format.Exact(Utc(utc)));
    }

    [Fact]
    public void A_clock_that_nobody_knows_says_so_and_one_that_is_known_does_not()
    {
        Read("en-GB");
        Assert.Equal("01:00 UTC", Format.Time(Utc("2026-03-02T01:00:00")));

        Read("en-GB", "America/New_York");
        Assert.Equal("1 Mar 2026, 20:00", Format.DayTime(Utc("2026-03-02T01:00:00")));
    }

    [Fact]
    public void A_day_that_the_cultures_calendar_does_not_reach_is_written_all_the_same()
    {
        Read("ar-SA");

        Assert.StartsWith("2150-01-01", Format.Day(new DateOnly(2150, 1, 1)), StringComparison.Ordinal);
        Assert.DoesNotContain("2026", Format.Day(new DateOnly(2026, 1, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_machines_read_is_the_same_in_every_culture()
    {
        Read("fa-IR", "Asia/Tehran");

        Assert.Equal("12.5", Svg.Number(12.5));
        Assert.Equal("-0.333", Svg.Number(-1 / 3.0));
        Assert.Equal("day,part\r\n2026-03-02,-1234.5\r\n", Csv.Write(["day", "part"], [[new DateOnly(2026, 3, 2), -1234.5]]));
        var time = RelativeTime.Of(Utc("2026-03-02T21:00:00"), Utc("2026-06-01T00:00:00")).Value;
        Assert.Contains("datetime=\"2026-03-02T21:00:00Z\"", time, StringComparison.Ordinal);
    }

    private static void Read(string culture, string? zone = null) =>
        (CultureInfo.CurrentCulture, PersonZone.Current) = (CultureInfo.GetCultureInfo(culture), TimeZones.Find(zone));

    private static DateTime Utc(string text) => DateTime.SpecifyKind(DateTime.Parse(text, CultureInfo.InvariantCulture), DateTimeKind.Utc);

    // Which of the spaces that do not break a culture uses changes with its version, and the mark before a percent sign in it.
    private static string Spaces(string text) => text.Replace('\u00a0', ' ').Replace('\u202f', ' ').Replace("\u200e", "", StringComparison.Ordinal);
}
