namespace Marketplace.Ledger;

/// <summary>A month of the books as a number that orders as months do: 202611 is November 2026, in UTC.</summary>
public static class LedgerMonth
{
    public static int Of(DateTime at) => (at.Year * 100) + at.Month;

    public static int Of(DateOnly day) => (day.Year * 100) + day.Month;

    public static DateOnly First(int month) => new(month / 100, month % 100, 1);

    public static int Next(int month) => Of(First(month).AddMonths(1));

    /// <summary>Whether a number, from an address say, is a month.</summary>
    public static bool IsMonth(int month) => month is > 190000 and < 999900 && month % 100 is >= 1 and <= 12;
}
