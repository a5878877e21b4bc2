using System.ComponentModel.DataAnnotations;

namespace Marketplace.Billing.Interest;

/// <summary>
/// What late payment of invoices that are paid by transfer costs: section <c>Interest</c>. Off until there is a rate. Amounts are minor units of the currency:
/// 100 are €1.00.
/// </summary>
public sealed class InterestOptions : IValidatableObject
{
    public const string Section = "Interest";

    /// <summary>A year's interest, in basis points: 912 are 9.12%. 0 charges none.</summary>
    [Range(0, 10_000, ErrorMessage = "Interest:BasisPoints is 0 to 10000: 912 are 9.12% a year.")]
    public int BasisPoints { get; set; }

    /// <summary>The first day that is counted, in days after the due date.</summary>
    [Range(1, 365, ErrorMessage = "Interest:AfterDays is 1 to 365.")]
    public int AfterDays { get; set; } = 1;

    /// <summary>Invoices that were due before this day cost none, so that nobody is charged for a time in which there was no rate.</summary>
    public DateOnly? Since { get; set; }

    /// <summary>While an invoice stays unpaid, its interest is charged after so many days.</summary>
    [Range(1, 366, ErrorMessage = "Interest:EveryDays is 1 to 366.")]
    public int EveryDays { get; set; } = 30;

    /// <summary>Less than this is not charged.</summary>
    [Range(0, 10_000_000, ErrorMessage = "Interest:Minimum is 0 to 10000000, in minor units: 100 are 1.00.")]
    public long Minimum { get; set; } = 100;

    /// <summary>The same by currency, where it is another.</summary>
    public IDictionary<string, long> Minimums { get; } = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);

    /// <summary>An invoice of interest that stays unpaid is reminded of each time so many days have passed since it was due. 0 reminds of none.</summary>
    [Range(0, 366, ErrorMessage = "Interest:RemindEveryDays is 0 to 366: 0 reminds of none.")]
    public int RemindEveryDays { get; set; } = 14;

    /// <summary>So often; then operators are told.</summary>
    [Range(1, 12, ErrorMessage = "Interest:Reminders is 1 to 12.")]
    public int Reminders { get; set; } = 3;

    /// <summary>The number under which operators are told.</summary>
    internal int End => Reminders + 1;

    public bool IsOn => BasisPoints > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => IsOn && Since is null
        ? [new("Interest:Since names the day from which invoices are due that cost interest, such as 2026-07-01.", [nameof(Since)])] : [];

    internal long MinimumOf(string currency) => Minimums.TryGetValue(currency, out var minimum) ? minimum : Minimum;
}
