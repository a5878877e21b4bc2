using System.Text;
using Marketplace.Pricing.Rates;

namespace Marketplace.Tests.Pricing.Rates;

public class RatesXmlTests
{
    [Fact]
    public void A_day_and_a_history_are_read_the_oldest_first()
    {
        var file = Assert.IsType<RatesFile.Read>(RatesText.Read(
            RatesText.File(("2026-03-02", "USD=1.1476 JPY=182.85"), ("2026-02-27", "USD=1.15 BGN=1.9558"))));

        Assert.Equal([new(2026, 2, 27), new(2026, 3, 2)], file.Days.Select(day => day.Day));
        Assert.Equal(182.85m, file.Days[1].PerEuro["JPY"]);
        Assert.Equal(1.9558m, file.Days[0].PerEuro["BGN"]);
    }

    [Fact]
    public void The_file_that_ships_is_one_of_the_bank()
    {
        var day = Assert.Single(Assert.IsType<RatesFile.Read>(ShippedRates.Read(new(2026, 11, 29))).Days);

        Assert.Equal((new DateOnly(2026, 3, 13), 29, 1.1476m), (day.Day, day.PerEuro.Count, day.PerEuro["USD"]));
    }

    public static TheoryData<string, string> Malformed => new()
    {
        { "", "It is no XML" },
        { "<html><body>Moved</body></html>", "It has no day with rates" },
        { RatesText.Envelope(""), "It has no day with rates" },
        { RatesText.Envelope("<Cube time='2026-03-02'></Cube>"), "It has no rates on 2026-03-02." },
        { RatesText.Envelope("<Cube currency='USD' rate='1.1'/>"), "It has a rate that stands under no day." },
        { RatesText.File(("2026-03-02", "USD=1.1"))[..^20], "It is no XML" },
        { RatesText.File(("02.03.2026", "USD=1.1")), "“02.03.2026” is no day" },
        { RatesText.File(("2026-03-04", "USD=1.1")), "The day 2026-03-04 is in the future." },
        { RatesText.File(("2026-03-02", "USD=1.1"), ("2026-03-02", "JPY=180")), "It has the day 2026-03-02 twice." },
        { RatesText.File(("2026-03-02", "USD=1.1 USD=1.2")), "It has two rates of USD on one day." },
        { RatesText.File(("2026-03-02", "USD=1,1476")), "“1,1476” is no rate of USD" },
        { RatesText.File(("2026-03-02", "USD=-1.1")), "“-1.1” is no rate of USD" },
        { RatesText.File(("2026-03-02", "USD=0")), "“0” is no rate of USD" },
        { RatesText.File(("2026-03-02", "USD=1e5")), "“1e5” is no rate of USD" },
        { RatesText.File(("2026-03-02", "USD=N/A")), "“N/A” is no rate of USD" },
        { RatesText.File(("2026-03-02", "USD=1.123456789")), "“1.123456789” is no rate of USD" },
        { RatesText.File(("2026-03-02", "USD=99999999999999999999999999999999")), "“99999999999999999999999999999999” is no rate of USD" },
        { RatesText.File(("2026-03-02", "XYZ=1.1")), "“XYZ” is no currency" },
        { RatesText.File(("2026-03-02", "usd=1.1")), "“usd” is no currency" },
        { RatesText.File(("2026-03-02", "EUR=1.1")), "“EUR” is no currency" },
        { RatesText.Envelope("<Cube time='2026-03-02'><Cube rate='1.1'/></Cube>"), "“” is no currency" },
        { RatesText.Envelope("<Cube time='2026-03-02'><Cube currency='USD'/></Cube>"), "“” is no rate of USD" },
        { "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + Body("&e;"), "It is no XML" },
        { "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>" + Body("&b;"), "It is no XML" },
        { "<!DOCTYPE x SYSTEM \"http://127.0.0.1/x.dtd\">" + Body(""), "It is no XML" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void What_is_malformed_or_hostile_is_refused_by_name(string xml, string problem) =>
        Assert.StartsWith(problem, Assert.IsType<RatesFile.Refused>(RatesText.Read(xml)).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_file_of_any_bytes_is_refused_and_never_fails()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var right = Encoding.UTF8.GetBytes(RatesText.File(("2026-03-02", "USD=1.1476 JPY=182.85"), ("2026-02-27", "USD=1.15")));
        for (var round = 0; round < 5000; round++)
        {
            var bytes = right.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var outcome = Record.Exception(() => RatesXml.Read(new MemoryStream(bytes), RatesText.Today));

            Assert.True(outcome is null, $"Seed {seed}, round {round}: {outcome}");
        }
    }

    private static string Body(string text) => RatesText.File(("2026-03-02", "USD=1.1"))["<?xml version=\"1.0\" encoding=\"UTF-8\"?>".Length..]
        .Replace("Reference rates", text, StringComparison.Ordinal);
}
