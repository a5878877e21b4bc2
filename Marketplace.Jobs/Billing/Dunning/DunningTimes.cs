using Marketplace.Billing.Subscriptions;

namespace Marketplace.Billing.Dunning;

/// <summary>When the steps of a plan are for one bill.</summary>
/// <param name="Start">When it was billed, or a transfer no longer waited for, and as much later as it was paused.</param>
/// <param name="Zone">Where the payer is.</param>
public sealed record DunningTimes(DunningPlan Plan, DateTime Start, TimeZoneInfo Zone)
{
    public DateTime EndsAt => At(Plan.LastDay);

    /// <summary>When the license is over.</summary>
    public DateTime LicenseUntil => Start.AddDays(Plan.LicenseDay);

    public DateTime At(int day) => day == 0 ? Start : Waking(Start.AddDays(day));

    public DateTime? NextRetry(DateTime after) =>
        Plan.Steps.Where(step => step.Retries).Select(step => (DateTime?)At(step.Day)).FirstOrDefault(at => at > after);

    /// <summary>The moment itself, or the next at which nobody is woken.</summary>
    public DateTime Waking(DateTime at)
    {
        var local = DateTime.SpecifyKind(TimeZoneInfo.ConvertTimeFromUtc(at, Zone), DateTimeKind.Unspecified);
        if (local.Hour >= Plan.FromHour && local.Hour < Plan.UntilHour)
        {
            return at;
        }

        var wakes = (local.Hour < Plan.FromHour ? local.Date : local.Date.AddDays(1)).AddHours(Plan.FromHour);
        return BillingCycle.Local(wakes, Zone);
    }
}
