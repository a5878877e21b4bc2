using System.ComponentModel.DataAnnotations;

namespace Marketplace.Payouts.Accounts;

/// <summary>
/// When publishers are paid, and who has to approve it: section <c>Payouts</c>. Amounts are minor units of the currency: 5000 are €50.00.
/// </summary>
public sealed class PayoutOptions
{
    public const string Section = "Payouts";

    /// <summary>On which day of the month payouts are prepared; on 0 they are by hand alone.</summary>
    [Range(0, 28, ErrorMessage = "Payouts:Day is 0 to 28.")]
    public int Day { get; set; } = 5;

    /// <summary>The same by currency, where it is another.</summary>
    public IDictionary<string, int> Days { get; } = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Less is carried over to the next payout.</summary>
    [Range(1, 10_000_000, ErrorMessage = "Payouts:Minimum is 1 to 10000000, in minor units: 5000 are 50.00.")]
    public long Minimum { get; set; } = 5000;

    /// <summary>The same by currency, where it is another.</summary>
    public IDictionary<string, long> Minimums { get; } = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Payouts that come to more than this together need the approval of two people; 0 asks for two of all.</summary>
    [Range(0, long.MaxValue, ErrorMessage = "Payouts:TwoPersonLimit is 0 or more, in minor units.")]
    public long TwoPersonLimit { get; set; } = 100_000;

    /// <summary>The same by currency, where it is another.</summary>
    public IDictionary<string, long> TwoPersonLimits { get; } = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// For how many days nothing is paid to an account that was just entered, so that owners who did not change it have time to object.
    /// </summary>
    [Range(0, 60, ErrorMessage = "Payouts:AccountHoldDays is 0 to 60.")]
    public int AccountHoldDays { get; set; } = 3;

    internal int DayOf(string currency) => Days.TryGetValue(currency, out var day) ? day : Day;

    public long MinimumOf(string currency) => Minimums.TryGetValue(currency, out var minimum) ? minimum : Minimum;

    internal int ApprovalsFor(long minor, string currency) => minor > (TwoPersonLimits.TryGetValue(currency, out var limit) ? limit : TwoPersonLimit) ? 2 : 1;
}
