namespace Marketplace.Billing.Changes;

/// <summary>What is to become of a subscription.</summary>
public abstract record SubscriptionChange
{
    /// <summary>Another offer of its module, or another number of sites.</summary>
    /// <param name="OfferId">Null for the one that it has.</param>
    /// <param name="AtPeriodEnd">From its next period on; otherwise now, with proration.</param>
    public sealed record Terms(long? OfferId, int Sites, bool AtPeriodEnd) : SubscriptionChange;

    /// <summary>From the end of what is billed, a part of a period leads to that day; then whole ones begin there.</summary>
    /// <param name="Day">Of the month, 1 to 28: every month has it.</param>
    public sealed record BillingDay(int Day) : SubscriptionChange;

    /// <summary>The same, to the day on which another subscription of the organization is billed.</summary>
    public sealed record Align(Guid With) : SubscriptionChange;

    /// <summary>Nothing is billed or licensed from the end of what is paid.</summary>
    /// <param name="Until">On this day it is resumed, by the client's calendar.</param>
    public sealed record Pause(DateOnly Until) : SubscriptionChange;

    /// <summary>A pause ends, or does not begin.</summary>
    public sealed record Resume : SubscriptionChange;

    /// <summary>It goes on to the end of what was billed, and no further.</summary>
    public sealed record Cancel(string Reason) : SubscriptionChange;

    /// <summary>It ends at once; what is left of the period is credited.</summary>
    public sealed record CancelNow(string Reason) : SubscriptionChange;
}
