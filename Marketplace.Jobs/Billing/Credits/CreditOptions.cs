using System.ComponentModel.DataAnnotations;

namespace Marketplace.Billing.Credits;

/// <summary>What of an invoice one operator credits alone: section <c>Credits</c>.</summary>
public sealed class CreditOptions
{
    public const string Section = "Credits";

    /// <summary>
    /// Above it, another operator has to approve a credit: in minor units of <see cref="Currency"/>, with tax, of what is credited of one invoice altogether
    /// without a second person. 0 asks for one of all.
    /// </summary>
    [Range(0, long.MaxValue, ErrorMessage = "Credits:TwoPersonLimit is 0 or more, in minor units: 100000 are 1000.00.")]
    public long TwoPersonLimit { get; set; } = 100_000;

    /// <summary>
    /// Of the limit, by ISO 4217. An invoice in another one is compared by the exchange rates of the day; where there is no rate, each credit needs approval.
    /// </summary>
    public string Currency { get; set; } = "EUR";
}
