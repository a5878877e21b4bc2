namespace Marketplace.Revenue;

/// <summary>Which figures of parts are shown.</summary>
public enum RevenueShow
{
    /// <summary>What they bring, and how many clients pay it.</summary>
    Mrr,

    /// <summary>From the start of the period to its end.</summary>
    Movements,

    /// <summary>What was invoiced in the period.</summary>
    Sales,
}
