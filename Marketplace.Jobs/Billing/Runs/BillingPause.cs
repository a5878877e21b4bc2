using Marketplace.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Billing.Runs;

/// <summary>Nothing is billed or charged without anyone there until then. There is one at most.</summary>
public sealed class BillingPause(string reason, long byId, DateTime at, DateTime until)
{
    public const int MaxReason = 200;

    /// <summary>Shorter than licenses last beyond what is paid, so no site loses one by it.</summary>
    public const int MaxHours = 12;

    internal const int Only = 1;

    public int Id { get; private set; } = Only;
    public string Reason { get; private set; } = reason;
    public long ById { get; private set; } = byId;
    public User By { get; private set; } = null!;
    public DateTime At { get; private set; } = at;
    public DateTime Until { get; private set; } = until;
}

internal sealed class BillingPauseMapping : IEntityTypeConfiguration<BillingPause>
{
    public void Configure(EntityTypeBuilder<BillingPause> pause)
    {
        pause.ToTable("BillingPauses", table => table.HasCheckConstraint("CK_BillingPauses_Only", "[Id] = 1"));
        pause.Property(p => p.Id).ValueGeneratedNever();
        pause.Property(p => p.Reason).HasMaxLength(BillingPause.MaxReason);
        pause.HasOne(p => p.By).WithMany().HasForeignKey(p => p.ById).OnDelete(DeleteBehavior.Restrict);
    }
}
