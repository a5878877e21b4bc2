using System.Globalization;
using System.Xml;
using Marketplace.Data;

namespace Marketplace.Pricing.Rates;

/// <summary>The rates of one day as the bank published them.</summary>
public sealed record PublishedDay(DateOnly Day, IReadOnlyDictionary<string, decimal> PerEuro);

/// <summary>What a file of rates holds, or what is wrong with it.</summary>
public abstract record RatesFile
{
    /// <param name="Days">The oldest first; at least one, none without rates.</param>
    public sealed record Read(IReadOnlyList<PublishedDay> Days) : RatesFile;

    public sealed record Refused(string Problem) : RatesFile;
}

/// <summary>
/// Reads the XML of the European Central Bank's reference rates: the daily file, that of 90 days, or the whole history. Strict, since it comes from
/// outside: no document type, a limited size, known currencies, positive rates, each day and currency once.
/// </summary>
public static class RatesXml
{
    public const int MaxBytes = 16 * 1024 * 1024;
    private const string Cubes = "http://www.ecb.int/vocabulary/2002-08-01/eurofxref";
    private const decimal MaxRate = 1_000_000_000m;

    private static readonly XmlReaderSettings Strict = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxBytes, MaxCharactersFromEntities = 1,
    };

    /// <param name="today">No day may be later than the day after: the bank's clock is ahead of UTC.</param>
    public static RatesFile Read(Stream xml, DateOnly today)
    {
        try
        {
            return new RatesFile.Read(Days(xml, today));
        }
        catch (XmlException error)
        {
            return new RatesFile.Refused($"It is no XML of exchange rates: {error.Message}");
        }
        catch (FormatException error)
        {
            return new RatesFile.Refused(error.Message);
        }
    }

    private static List<PublishedDay> Days(Stream xml, DateOnly today)
    {
        var days = new SortedDictionary<DateOnly, Dictionary<string, decimal>>();
        using var reader = XmlReader.Create(xml, Strict);
        Dictionary<string, decimal>? open = null;
        while (reader.Read())
        {
            if (reader is not { NodeType: XmlNodeType.Element, LocalName: "Cube", NamespaceURI: Cubes, HasAttributes: true })
            {
                continue;
            }

            if (reader.GetAttribute("time") is { } time)
            {
                var day = Day(time, today);
                open = days.TryAdd(day, []) ? days[day] : throw new FormatException($"It has the day {time} twice.");
            }
            else
            {
                Add(open ?? throw new FormatException("It has a rate that stands under no day."), reader.GetAttribute("currency"), reader.GetAttribute("rate"));
            }
        }

        return days.Count == 0 ? throw new FormatException("It has no day with rates: is it a file of the European Central Bank’s reference rates?")
            : days.FirstOrDefault(day => day.Value.Count == 0) is { Value: not null } empty
                ? throw new FormatException($"It has no rates on {Text(empty.Key)}.")
            : [.. days.Select(day => new PublishedDay(day.Key, day.Value))];
    }

    private static DateOnly Day(string text, DateOnly today) =>
        !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? throw new FormatException($"“{text.Clip(40)}” is no day such as 2026-03-13.")
            : day > today.AddDays(1) ? throw new FormatException($"The day {Text(day)} is in the future.")
            : day;

    private static void Add(Dictionary<string, decimal> day, string? currency, string? rate)
    {
        if (currency is null || (Currency.Find(currency)?.Code != currency && !Currency.IsWithdrawn(currency)) || currency == "EUR")
        {
            throw new FormatException($"“{(currency ?? "").Clip(40)}” is no currency of ISO 4217 that a euro is exchanged for.");
        }

        if (!decimal.TryParse(rate, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var perEuro) || perEuro is <= 0 or > MaxRate
            || decimal.Round(perEuro, ExchangeRate.Scale) != perEuro)
        {
            throw new FormatException($"“{(rate ?? "").Clip(40)}” is no rate of {currency}: it is a number above zero such as 1.1476.");
        }

        if (!day.TryAdd(currency, perEuro))
        {
            throw new FormatException($"It has two rates of {currency} on one day.");
        }
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
