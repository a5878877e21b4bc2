using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payments.Reconciliation;

public static class ReconciliationData
{
    extension(MarketplaceDb db)
    {
        public DbSet<KeptMovement> KeptMovements => db.Set<KeptMovement>();
        public DbSet<Difference> Differences => db.Set<Difference>();
        public DbSet<Comparison> Comparisons => db.Set<Comparison>();
    }
}

internal sealed class KeptMovementMapping : IEntityTypeConfiguration<KeptMovement>
{
    public void Configure(EntityTypeBuilder<KeptMovement> movement)
    {
        movement.ToTable("ProviderMovements");
        movement.Property(m => m.Provider).HasMaxLength(PaymentsData.MaxProvider).IsUnicode(false);
        movement.Property(m => m.MovementId).HasMaxLength(KeptMovement.MaxId).IsUnicode(false);
        movement.Property(m => m.Kind).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        movement.Property(m => m.Currency).HasMaxLength(3).IsUnicode(false);
        movement.Property(m => m.PaymentRef).HasMaxLength(Payment.MaxProviderId).IsUnicode(false);
        movement.Property(m => m.RefundRef).HasMaxLength(Payment.MaxProviderId).IsUnicode(false);
        movement.Property(m => m.DisputeRef).HasMaxLength(Payment.MaxProviderId).IsUnicode(false);
        movement.Property(m => m.TransferRef).HasMaxLength(Payment.MaxProviderId).IsUnicode(false);
        movement.Property(m => m.Source).HasMaxLength(Difference.MaxSubject).IsUnicode(false);
        movement.Ignore(m => m.Net).Ignore(m => m.Fee).Ignore(m => m.Gross);
        movement.HasIndex(m => new { m.Provider, m.MovementId }).IsUnique();
        movement.HasIndex(m => new { m.Provider, m.Source });
        movement.HasIndex(m => m.Id).HasFilter("[MatchedAt] IS NULL").HasDatabaseName("IX_ProviderMovements_Open");
    }
}

internal sealed class DifferenceMapping : IEntityTypeConfiguration<Difference>
{
    public void Configure(EntityTypeBuilder<Difference> difference)
    {
        difference.ToTable("ProviderDifferences");
        difference.Property(d => d.Provider).HasMaxLength(PaymentsData.MaxProvider).IsUnicode(false);
        difference.Property(d => d.Kind).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        difference.Property(d => d.Subject).HasMaxLength(Difference.MaxSubject).IsUnicode(false);
        difference.Property(d => d.Source).HasMaxLength(Difference.MaxSubject).IsUnicode(false);
        difference.Property(d => d.Currency).HasMaxLength(3).IsUnicode(false);
        difference.Property(d => d.Cause).HasMaxLength(Difference.MaxCause);
        difference.Property(d => d.CloseReason).HasMaxLength(Difference.MaxReason);
        difference.Ignore(d => d.Ours).Ignore(d => d.Theirs);
        difference.HasOne(d => d.ClosedBy).WithMany().HasForeignKey(d => d.ClosedById).OnDelete(DeleteBehavior.Restrict);
        difference.HasIndex(d => new { d.Provider, d.Subject }).IsUnique();
        difference.HasIndex(d => d.FoundAt);
    }
}

internal sealed class ComparisonMapping : IEntityTypeConfiguration<Comparison>
{
    public void Configure(EntityTypeBuilder<Comparison> comparison)
    {
        comparison.ToTable("ProviderComparisons");
        comparison.Property(c => c.Provider).HasMaxLength(PaymentsData.MaxProvider).IsUnicode(false);
        comparison.Property(c => c.Failure).HasMaxLength(Comparison.MaxFailure);
        comparison.HasIndex(c => c.StartedAt);
    }
}
