using System.Globalization;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Billing.Changes;

/// <summary>
/// Rows of <c>proration.csv</c>, worked out apart from this code, by another calendar and exact fractions: when a period begins and ends in its time zone, and
/// what of an old and a new price is left at an instant.
/// </summary>
public sealed class ProrationRowsTests
{
    [Fact]
    public void Each_row_has_its_days_and_its_minor_units()
    {
        var file = Repository.Folder("Marketplace.Tests", "Billing", "Changes", "proration.csv");
        var rows = File.ReadAllLines(file).Skip(1).Select(line => line.Split(';')).ToList();
        Assert.True(rows.Count >= 150);
        var wrong = rows.Where(row => !IsRight(row)).Select(row => string.Join(';', row)).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static bool IsRight(string[] row)
    {
        var (zone, months, turn) = (TimeZoneInfo.FindSystemTimeZoneById(row[0]), Number(row[2]), Number(row[3]));
        var cycle = new BillingCycle(DateTime.Parse(row[1], CultureInfo.InvariantCulture), (int)months, zone);
        var (from, until, at) = (Instant(row[4]), Instant(row[5]), Instant(row[6]));
        var left = Proration.Left(from, until, at, zone, Enum.Parse<ProrationUnit>(row[7]));
        return cycle.StartOf((int)turn) == from && cycle.StartOf((int)turn + 1) == until
            && left.From(Number(row[8])) == Number(row[10]) && left.From(Number(row[9])) == Number(row[11]);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static DateTime Instant(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
}
