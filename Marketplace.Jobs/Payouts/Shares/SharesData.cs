using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payouts.Shares;

public static class SharesData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Share> Shares => db.Set<Share>();

        /// <summary>Those whose invoice is still open: one that was paid, by whatever, credited whole or written off is not waited for.</summary>
        internal IQueryable<Share> UnpaidShares()
        {
            var open = db.Invoices.WithRest().Where(rest => rest.Minor > 0);
            return db.Set<Share>().Where(s => open.Any(rest => rest.Invoice.Id == s.InvoiceId));
        }

        /// <summary>Those whose payment is disputed, or was lost by it and is not credited yet.</summary>
        internal IQueryable<Share> DisputedShares()
        {
            var disputes = db.Set<Dispute>();
            return db.Set<Share>().Where(s => s.InvoiceId != null
                && s.Invoice!.Payments.Any(p => disputes.Any(d => d.PaymentId == p.PaymentId && (d.State == DisputeState.NeedsResponse
                    || d.State == DisputeState.UnderReview
                    || (d.State == DisputeState.Lost
                        && s.Invoice.Credits.Sum(c => c.NetMinor + c.TaxMinor) < s.Invoice.NetMinor + s.Invoice.TaxMinor)))));
        }

        /// <summary>Those whose time has come, and which nothing else holds.</summary>
        internal IQueryable<Share> ReleasableShares(DateTime now)
        {
            var (unpaid, disputed) = (db.UnpaidShares(), db.DisputedShares());
            return db.Set<Share>().Where(s => s.ReleaseId == null && s.DueAt <= now
                && !unpaid.Any(u => u.Id == s.Id) && !disputed.Any(d => d.Id == s.Id));
        }
    }
}

internal sealed class ShareMapping : IEntityTypeConfiguration<Share>
{
    public void Configure(EntityTypeBuilder<Share> share)
    {
        share.ToTable("Shares", table => table.HasCheckConstraint("CK_Shares_Payout", "[PayoutId] IS NULL OR [ReleaseId] IS NOT NULL"));
        share.Property(s => s.Kind).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        share.Property(s => s.Currency).HasMaxLength(3).IsUnicode(false);
        share.Property(s => s.ReleaseId).IsConcurrencyToken();
        share.Property(s => s.PayoutId).IsConcurrencyToken();
        share.Ignore(s => s.Amount).Ignore(s => s.ReleaseSource);
        share.Property(s => s.Part).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        share.HasIndex(s => new { s.JournalId, s.PublisherId, s.Currency, s.Part }).IsUnique();
        share.HasIndex(s => s.ReleaseId).HasFilter("[ReleaseId] IS NOT NULL");
        share.HasIndex(s => s.DueAt).HasFilter("[ReleaseId] IS NULL").HasDatabaseName("IX_Shares_Held");
        share.HasIndex(s => new { s.PublisherId, s.Currency, s.PayoutId });
        share.HasIndex(s => s.PayoutId).HasFilter("[PayoutId] IS NOT NULL");
        share.HasIndex(s => s.ItemId).HasFilter("[ItemId] IS NOT NULL");
        share.HasOne(s => s.Journal).WithMany().HasForeignKey(s => s.JournalId).OnDelete(DeleteBehavior.Restrict);
        share.HasOne<Ledger.Journal>().WithMany().HasForeignKey(s => s.ReleaseId).OnDelete(DeleteBehavior.Restrict);
        share.HasOne(s => s.Publisher).WithMany().HasForeignKey(s => s.PublisherId).OnDelete(DeleteBehavior.Restrict);
        share.HasOne(s => s.Invoice).WithMany().HasForeignKey(s => s.InvoiceId).OnDelete(DeleteBehavior.Restrict);
        share.HasOne(s => s.Item).WithMany().HasForeignKey(s => s.ItemId).OnDelete(DeleteBehavior.Restrict);
    }
}
