namespace Marketplace.Revenue.Measures;

public enum MeasureUnit
{
    /// <summary>Of the reporting currency, in whole units.</summary>
    Amount,

    /// <summary>A part of one.</summary>
    Share,
    Ratio,
}

/// <summary>A figure of revenue; docs/revenue.md has a worked example of each.</summary>
public abstract class RevenueMeasure
{
    /// <summary>By which addresses and programs call it.</summary>
    public abstract string Code { get; }

    public abstract string Name { get; }

    /// <summary>What it counts, and how, in a sentence or two.</summary>
    public abstract string Definition { get; }

    public virtual MeasureUnit Unit => MeasureUnit.Amount;

    /// <summary>More of it is worse.</summary>
    public virtual bool IsLoss => false;

    /// <summary>Null where there is nothing to compute it from.</summary>
    public abstract decimal? Of(RevenueFacts facts);

    protected static decimal? Part(decimal part, decimal whole) => whole <= 0 ? null : part == 0 ? 0 : part / whole;

    /// <summary>In the order in which they are shown.</summary>
    public static IReadOnlyList<RevenueMeasure> All { get; } =
    [
        new Mrr(), new Arr(), new NetNewMrr(), new ClientChurn(), new NetRetention(), new Arpa(), new CashCollected(), new PayoutsDue(),
        new GrossRetention(), new RevenueChurn(), new QuickRatio(), new LifetimeValue(), new TrialConversion(),
        new OneTimeSales(), new RecurringSales(), new UsageSales(), new UsageAverage(), new PaymentRecovery(),
        new CommissionEarned(), new ProviderFees(), new RefundsPaid(), new DisputesLost(), new DeferredRevenue(), new Receivables(), new SharesHeld(),
    ];
}
