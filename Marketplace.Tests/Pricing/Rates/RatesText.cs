using System.Globalization;
using System.Text;
using Marketplace.Pricing.Rates;

namespace Marketplace.Tests.Pricing.Rates;

/// <summary>Files of rates as the European Central Bank writes them.</summary>
internal static class RatesText
{
    public static readonly DateOnly Today = new(2026, 3, 2);

    public static string File(params (string Day, string Rates)[] days) => Envelope(string.Concat(days.Select(day =>
        $"<Cube time='{day.Day}'>{string.Concat(day.Rates.Split(' ').Select(rate => rate.Split('='))
            .Select(rate => $"<Cube currency='{rate[0]}' rate='{rate[1]}'/>"))}</Cube>")));

    public static string Envelope(string days) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
          <gesmes:subject>Reference rates</gesmes:subject>
          <gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
          <Cube>{days}</Cube>
        </gesmes:Envelope>
        """;

    public static RatesFile Read(string xml) => RatesXml.Read(new MemoryStream(Encoding.UTF8.GetBytes(xml)), Today);

    public static RatesOf Of(string rates) => new(
        Today, rates.Split(' ').Select(rate => rate.Split('=')).ToDictionary(rate => rate[0], rate => decimal.Parse(rate[1], CultureInfo.InvariantCulture)));
}
