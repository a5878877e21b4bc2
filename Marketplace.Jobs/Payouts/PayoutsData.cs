using Marketplace.Data;
using Marketplace.Payments.Bank;
using Marketplace.Payouts.Shares;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payouts;

public static class PayoutsData
{
    extension(MarketplaceDb db)
    {
        public DbSet<PayoutRun> PayoutRuns => db.Set<PayoutRun>();
        public DbSet<Payout> Payouts => db.Set<Payout>();
        public DbSet<PayoutApproval> PayoutApprovals => db.Set<PayoutApproval>();
        public DbSet<PayoutTransfer> PayoutTransfers => db.Set<PayoutTransfer>();
        public DbSet<SelfBill> SelfBills => db.Set<SelfBill>();
    }
}

internal sealed class PayoutRunMapping : IEntityTypeConfiguration<PayoutRun>
{
    public void Configure(EntityTypeBuilder<PayoutRun> run)
    {
        run.ToTable("PayoutRuns", table => table.HasCheckConstraint("CK_PayoutRuns_End", "[SentAt] IS NULL OR [CanceledAt] IS NULL"));
        run.Property(r => r.Method).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        run.Property(r => r.Currency).HasMaxLength(3).IsUnicode(false);
        run.Property(r => r.Hash).HasMaxLength(64).IsUnicode(false);
        run.Property(r => r.Version).IsConcurrencyToken();
        run.Ignore(r => r.Total).Ignore(r => r.IsOpen).Ignore(r => r.Included);
        // The timetable prepares a month of a currency once for each day on which publishers are paid.
        run.HasIndex(r => new { r.Month, r.Day, r.Currency, r.Method, r.IsTest }).IsUnique().HasFilter("[Month] IS NOT NULL");
        run.HasOne(r => r.PreparedBy).WithMany().HasForeignKey(r => r.PreparedById).OnDelete(DeleteBehavior.Restrict);
        run.HasOne(r => r.SentBy).WithMany().HasForeignKey(r => r.SentById).OnDelete(DeleteBehavior.Restrict);
        run.HasOne(r => r.CanceledBy).WithMany().HasForeignKey(r => r.CanceledById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PayoutApprovalMapping : IEntityTypeConfiguration<PayoutApproval>
{
    public void Configure(EntityTypeBuilder<PayoutApproval> approval)
    {
        approval.ToTable("PayoutApprovals");
        // Of each state of the run once.
        approval.HasKey(a => new { a.RunId, a.ById, a.Hash });
        approval.Property(a => a.Hash).HasMaxLength(64).IsUnicode(false);
        approval.HasOne(a => a.Run).WithMany(r => r.Approvals).HasForeignKey(a => a.RunId).OnDelete(DeleteBehavior.Restrict);
        approval.HasOne(a => a.By).WithMany().HasForeignKey(a => a.ById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PayoutMapping : IEntityTypeConfiguration<Payout>
{
    public void Configure(EntityTypeBuilder<Payout> payout)
    {
        payout.ToTable("Payouts", table => table.HasCheckConstraint("CK_Payouts_Minor", "[Minor] > 0"));
        payout.Property(p => p.Currency).HasMaxLength(3).IsUnicode(false);
        payout.Property(p => p.Hash).HasMaxLength(64).IsUnicode(false);
        payout.Property(p => p.ReturnReason).HasMaxLength(Payout.MaxReason);
        payout.Property(p => p.RemoveReason).HasMaxLength(Payout.MaxReason);
        payout.Property(p => p.Version).IsConcurrencyToken();
        payout.Ignore(p => p.Amount).Ignore(p => p.Name).Ignore(p => p.Reference).Ignore(p => p.Document);
        payout.HasIndex(p => new { p.RunId, p.PublisherId }).IsUnique();
        payout.HasIndex(p => p.PublisherId);
        payout.HasOne(p => p.Run).WithMany(r => r.Payouts).HasForeignKey(p => p.RunId).OnDelete(DeleteBehavior.Restrict);
        payout.HasOne(p => p.Publisher).WithMany().HasForeignKey(p => p.PublisherId).OnDelete(DeleteBehavior.Restrict);
        payout.HasOne(p => p.Account).WithMany().HasForeignKey(p => p.AccountId).OnDelete(DeleteBehavior.Restrict);
        payout.HasOne(p => p.RemovedBy).WithMany().HasForeignKey(p => p.RemovedById).OnDelete(DeleteBehavior.Restrict);
        payout.HasOne<BankLine>().WithMany().HasForeignKey(p => p.ReturnLineId).OnDelete(DeleteBehavior.Restrict);
        // A share has room for one payout.
        payout.HasMany<Share>().WithOne().HasForeignKey(s => s.PayoutId).OnDelete(DeleteBehavior.Restrict);
    }
}
