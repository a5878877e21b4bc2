using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Billing.Credits;

public static class CreditsData
{
    extension(MarketplaceDb db)
    {
        public DbSet<CreditProposal> CreditProposals => db.Set<CreditProposal>();
    }
}

internal sealed class CreditProposalMapping : IEntityTypeConfiguration<CreditProposal>
{
    public void Configure(EntityTypeBuilder<CreditProposal> proposal)
    {
        proposal.ToTable("CreditProposals");
        proposal.Property(p => p.Reason).HasMaxLength(Refund.MaxReason);
        proposal.Property(p => p.Answer).HasMaxLength(Refund.MaxReason);
        proposal.Property(p => p.Currency).HasMaxLength(3).IsUnicode(false);
        proposal.Property(p => p.Hash).HasMaxLength(64).IsUnicode(false);
        proposal.Property(p => p.State).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        proposal.Property(p => p.Version).IsConcurrencyToken();
        proposal.Ignore(p => p.Total).Ignore(p => p.Asked);
        // An invoice has one open proposal, even when two operators propose at once.
        proposal.HasIndex(p => p.InvoiceId).IsUnique().HasFilter("[EndedAt] IS NULL").HasDatabaseName("IX_CreditProposals_OneOpen");
        // A credit note is of one proposal.
        proposal.HasIndex(p => p.NoteId).IsUnique().HasFilter("[NoteId] IS NOT NULL");
        proposal.HasOne(p => p.Invoice).WithMany().HasForeignKey(p => p.InvoiceId).OnDelete(DeleteBehavior.Restrict);
        proposal.HasOne(p => p.Note).WithMany().HasForeignKey(p => p.NoteId).OnDelete(DeleteBehavior.Restrict);
        proposal.HasOne(p => p.By).WithMany().HasForeignKey(p => p.ById).OnDelete(DeleteBehavior.Restrict);
        proposal.HasOne(p => p.EndedBy).WithMany().HasForeignKey(p => p.EndedById).OnDelete(DeleteBehavior.Restrict);
    }
}
