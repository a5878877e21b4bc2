namespace Marketplace.Revenue.Measures;

/// <summary>How many clients came and left on a day.</summary>
public readonly record struct ClientDay(DateOnly Day, int Came, int Left);

/// <summary>How many clients there were, and left, over some days.</summary>
/// <param name="Opening">Those that paid something at its start.</param>
public sealed record ClientTotals(int Opening, int Left, int Closing);

/// <summary>How many clients pay something, by day. Pure.</summary>
/// <param name="opening">Before the first day.</param>
/// <param name="days">In their order.</param>
public sealed class ClientSeries(int opening, IReadOnlyList<ClientDay> days)
{
    public ClientTotals Over(RevenueSpan span) => new(
        At(span.Opening), days.Where(day => day.Day >= span.From && day.Day <= span.To).Sum(day => day.Left), At(span.To));

    /// <summary>How many pay something at the end of a day.</summary>
    public int At(DateOnly day) => opening + days.TakeWhile(one => one.Day <= day).Sum(one => one.Came - one.Left);
}
