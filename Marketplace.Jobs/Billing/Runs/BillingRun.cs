using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Billing.Runs;

/// <summary>
/// One worker's pass over what is due: how far it is, for those who watch. Nothing is decided by it; what is billed and charged are the rows of periods.
/// </summary>
/// <param name="worker">The machine that does it.</param>
/// <param name="due">Subscriptions whose day had come when it began.</param>
/// <param name="charges">Payments that were to be tried then.</param>
public sealed class BillingRun(string worker, int due, int charges, DateTime startedAt)
{
    public const int MaxWorker = 100;

    /// <summary>Without a sign of life for so long, its process is gone. Another run does the rest.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    public long Id { get; private set; }
    public string Worker { get; private set; } = worker.Clip(MaxWorker);
    public int Due { get; private set; } = due;
    public int Charges { get; private set; } = charges;
    public DateTime StartedAt { get; private set; } = startedAt;

    /// <summary>Periods that it has billed.</summary>
    public int Billed { get; private set; }

    /// <summary>Subscriptions whose last period was over.</summary>
    public int Closed { get; private set; }

    /// <summary>Periods whose payment it has tried, with whatever result.</summary>
    public int Charged { get; private set; }

    /// <summary>Subscriptions that it could not bill; the next run retries.</summary>
    public int Failed { get; private set; }

    public DateTime SeenAt { get; private set; } = startedAt;
    public DateTime? EndedAt { get; private set; }

    /// <summary>It ended because someone paused billing; the rest is still due.</summary>
    public bool IsPaused { get; private set; }
}

public enum BillingRunState
{
    Running,
    Done,

    /// <summary>Someone paused billing.</summary>
    Paused,

    /// <summary>Its process has gone.</summary>
    Interrupted,
}

internal sealed class BillingRunMapping : IEntityTypeConfiguration<BillingRun>
{
    public void Configure(EntityTypeBuilder<BillingRun> run)
    {
        run.ToTable("BillingRuns");
        run.Property(r => r.Worker).HasMaxLength(BillingRun.MaxWorker);
        run.HasIndex(r => r.StartedAt);
    }
}
