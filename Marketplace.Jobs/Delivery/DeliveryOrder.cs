using Marketplace.Data;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Delivery;

public enum DeliveryState
{
    /// <summary>It waits for the agent, or the agent is at it.</summary>
    Open,
    Committed,
    Failed,

    /// <summary>Withdrawn before the agent switched the site.</summary>
    Withdrawn,
}

/// <summary>One revision handed to the agent of a site. The agent writes here what it does; the operation's worker reads it.</summary>
public sealed class DeliveryOrder
{
    private DeliveryOrder() => Document = "";

    /// <param name="operationId">Null where the agent catches up with what the site is already.</param>
    public DeliveryOrder(long siteId, long? operationId, int number, string document, DateTime now) =>
        (SiteId, OperationId, Number, Document, OfferedAt) = (siteId, operationId, number, document, now);

    public long Id { get; private set; }
    public long SiteId { get; private set; }
    public Site Site { get; private set; } = null!;
    public long? OperationId { get; private set; }
    public Operation? Operation { get; private set; }

    /// <summary>The number of the revision. It is made again when the site has used it up in an attempt that was undone.</summary>
    public int Number { get; private set; }

    /// <summary>The text of the lock file, as it is signed when the agent asks.</summary>
    public string Document { get; private set; }

    public DeliveryState State { get; private set; }
    public DateTime OfferedAt { get; private set; }
    public DateTime? TakenAt { get; private set; }

    /// <summary>When the agent began to switch the site; from then on it cannot be withdrawn.</summary>
    public DateTime? SwitchedAt { get; private set; }
    public DateTime? EndedAt { get; private set; }
    public OperationFailure? Failure { get; private set; }

    /// <summary>The module that the agent downloads, as it last said.</summary>
    public string? Fetching { get; private set; }

    /// <summary>How many bytes of its package have come.</summary>
    public long FetchedBytes { get; private set; }

    /// <summary>How much of it the operation's worker has taken over.</summary>
    public int SeenReport { get; private set; }

    /// <summary>How much has been reported; its end counts too.</summary>
    public int Reports { get; private set; }

    public bool IsSeen => SeenReport == Reports;

    /// <summary>The lease with which the operation's worker left it waiting for the agent.</summary>
    public int? ParkedLease { get; private set; }

    public Guid Stamp { get; private set; } = Guid.NewGuid();
    public ICollection<DeliveryReport> Log { get; } = [];

    /// <summary>The agent asks for it, so it is not at it: what it may have begun before it died is undone.</summary>
    public void Take(DateTime now) => (TakenAt, SwitchedAt, Stamp) = (TakenAt ?? now, null, Guid.NewGuid());

    /// <summary>The site was put back to what it was, so it begins again under a number that it has not used.</summary>
    public void Reissue(int number, string document) => (Number, Document, SwitchedAt, Stamp) = (number, document, null, Guid.NewGuid());

    public void Report(IEnumerable<AgentStep> steps, DateTime now)
    {
        foreach (var step in steps)
        {
            Reports++;
            // The last word on a long download is enough.
            if (step.Bytes is { } bytes)
            {
                (Fetching, FetchedBytes) = (DeliveryReport.Short(step.Module, 100), bytes);
            }
            else
            {
                Log.Add(new DeliveryReport(Reports, step, now));
            }
        }

        Stamp = Guid.NewGuid();
    }

    public void Switch(DateTime now) => (SwitchedAt, Stamp) = (now, Guid.NewGuid());

    public void Commit(DateTime now) => End(DeliveryState.Committed, null, now);

    public void Fail(OperationFailure failure, DateTime now) => End(DeliveryState.Failed, failure, now);

    public void Withdraw(DateTime now) => End(DeliveryState.Withdrawn, null, now);

    private void End(DeliveryState state, OperationFailure? failure, DateTime now)
    {
        Reports++;
        (State, Failure, EndedAt, Stamp) = (state, failure, now, Guid.NewGuid());
    }
}

/// <summary>One thing that the agent said of a delivery.</summary>
public sealed class DeliveryReport
{
    private DeliveryReport()
    {
    }

    internal DeliveryReport(int ordinal, AgentStep step, DateTime now) =>
        (Ordinal, Kind, Module, State, Detail, At) = (ordinal, step.Kind, Short(step.Module, 100), step.State, Short(step.Detail, 1000), now);

    public long Id { get; private set; }
    public long DeliveryId { get; private set; }
    public int Ordinal { get; private set; }
    public AgentStepKind Kind { get; private set; }
    public string? Module { get; private set; }
    public AgentStepState State { get; private set; }
    public string? Detail { get; private set; }
    public DateTime At { get; private set; }

    // Another program writes it, so it is not taken at its word about lengths.
    internal static string? Short(string? text, int most) => text?.Clip(most);
}

internal sealed class DeliveryOrderMapping : IEntityTypeConfiguration<DeliveryOrder>
{
    public void Configure(EntityTypeBuilder<DeliveryOrder> delivery)
    {
        delivery.ToTable("Deliveries");
        delivery.Property(d => d.State).HasConversion<string>().HasMaxLength(20);
        delivery.Property(d => d.Fetching).HasMaxLength(100);
        delivery.Property(d => d.Stamp).IsConcurrencyToken();
        delivery.ComplexProperty(d => d.Failure, failure =>
        {
            failure.Property(f => f.Category).HasConversion<string>().HasMaxLength(30);
            failure.Property(f => f.Sentence).HasMaxLength(OperationFailure.MaxSentence);
        });
        delivery.Ignore(d => d.IsSeen);
        delivery.HasIndex(d => new { d.SiteId, d.Number }).IsUnique();
        // One revision at a time on its way to a site, kept by the database itself.
        delivery.HasIndex(d => d.SiteId).IsUnique().HasFilter("[State] = 'Open'").HasDatabaseName("IX_Deliveries_OneOpenPerSite");
        delivery.HasIndex(d => d.OperationId);
        delivery.HasOne(d => d.Site).WithMany().HasForeignKey(d => d.SiteId).OnDelete(DeleteBehavior.Restrict);
        delivery.HasOne(d => d.Operation).WithMany().HasForeignKey(d => d.OperationId).OnDelete(DeleteBehavior.Restrict);
        delivery.HasMany(d => d.Log).WithOne().HasForeignKey(l => l.DeliveryId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DeliveryReportMapping : IEntityTypeConfiguration<DeliveryReport>
{
    public void Configure(EntityTypeBuilder<DeliveryReport> report)
    {
        report.ToTable("DeliveryReports");
        report.Property(r => r.Kind).HasConversion<string>().HasMaxLength(20);
        report.Property(r => r.State).HasConversion<string>().HasMaxLength(10);
        report.Property(r => r.Module).HasMaxLength(100);
        report.Property(r => r.Detail).HasMaxLength(1000);
        report.HasIndex(r => new { r.DeliveryId, r.Ordinal }).IsUnique();
    }
}
