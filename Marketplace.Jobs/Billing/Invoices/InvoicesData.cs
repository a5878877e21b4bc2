using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Billing.Invoices;

public static class InvoicesData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Invoice> Invoices => db.Set<Invoice>();
        public DbSet<InvoiceItem> InvoiceItems => db.Set<InvoiceItem>();
        public DbSet<InvoicePayment> InvoicePayments => db.Set<InvoicePayment>();
        public DbSet<ClientBalance> ClientBalances => db.Set<ClientBalance>();
    }

    extension(IQueryable<Invoice> invoices)
    {
        /// <summary>Those of organizations in which the actor is a member now.</summary>
        public IQueryable<Invoice> Of(Actor actor)
        {
            var member = actor.MayActAs(MemberRole.Member);
            return invoices.Where(i => i.Organization.Memberships.AsQueryable().Any(member));
        }

        public IQueryable<InvoiceRest> WithRest() => invoices.Select(i => new InvoiceRest
        {
            Invoice = i,
            Minor = i.NetMinor + i.TaxMinor - i.CreditUsedMinor - i.Payments.Sum(p => p.Minor) - i.Credits.Sum(c => c.NetMinor + c.TaxMinor)
                - i.WriteOffs.Sum(w => w.Minor),
        });
    }
}

internal sealed class InvoiceMapping : IEntityTypeConfiguration<Invoice>
{
    public void Configure(EntityTypeBuilder<Invoice> invoice)
    {
        invoice.ToTable("Invoices");
        invoice.Property(i => i.Kind).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        invoice.Property(i => i.Number).HasMaxLength(Invoice.MaxNumber).IsUnicode(false);
        invoice.Property(i => i.Currency).HasMaxLength(3).IsUnicode(false);
        invoice.Property(i => i.Reference).HasMaxLength(Invoice.MaxReference).IsUnicode(false);
        invoice.Property(i => i.Hash).HasMaxLength(64).IsUnicode(false);
        invoice.Ignore(i => i.Document).Ignore(i => i.Total).Ignore(i => i.Payable);
        invoice.HasIndex(i => i.Number).IsUnique();
        // An order is invoiced once; its credit notes name the invoice.
        invoice.HasIndex(i => i.OrderId).IsUnique().HasFilter("[OrderId] IS NOT NULL");
        invoice.HasIndex(i => new { i.OrganizationId, i.IssuedAt });
        invoice.HasIndex(i => i.Reference);
        invoice.HasIndex(i => i.Due).HasFilter("[Due] IS NOT NULL");
        invoice.HasOne(i => i.Organization).WithMany().HasForeignKey(i => i.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        invoice.HasOne<User>().WithMany().HasForeignKey(i => i.IssuedById).OnDelete(DeleteBehavior.Restrict);
        invoice.HasOne(i => i.InterestOn).WithMany().HasForeignKey(i => i.InterestOnId).OnDelete(DeleteBehavior.Restrict);
        invoice.HasOne(i => i.Corrects).WithMany(i => i.Credits).HasForeignKey(i => i.CorrectsId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class InvoicePaymentMapping : IEntityTypeConfiguration<InvoicePayment>
{
    public void Configure(EntityTypeBuilder<InvoicePayment> part)
    {
        part.ToTable("InvoicePayments");
        part.HasIndex(p => new { p.InvoiceId, p.PaymentId });
        part.HasIndex(p => p.LineId).HasFilter("[LineId] IS NOT NULL");
        part.HasOne<BankLine>().WithMany().HasForeignKey(p => p.LineId).OnDelete(DeleteBehavior.Restrict);
        part.HasOne(p => p.Invoice).WithMany(i => i.Payments).HasForeignKey(p => p.InvoiceId).OnDelete(DeleteBehavior.Restrict);
        part.HasOne<Payment>().WithMany().HasForeignKey(p => p.PaymentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class InvoiceWriteOffMapping : IEntityTypeConfiguration<InvoiceWriteOff>
{
    public void Configure(EntityTypeBuilder<InvoiceWriteOff> off)
    {
        off.ToTable("InvoiceWriteOffs", table => table.HasCheckConstraint("CK_InvoiceWriteOffs_Minor", "[Minor] > 0"));
        // An invoice is written off once.
        off.HasKey(w => w.InvoiceId);
        off.Property(w => w.Reason).HasMaxLength(InvoiceWriteOff.MaxReason);
        off.HasOne<Invoice>().WithMany(i => i.WriteOffs).HasForeignKey(w => w.InvoiceId).OnDelete(DeleteBehavior.Restrict);
        off.HasOne<User>().WithMany().HasForeignKey(w => w.ById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class InvoiceSeriesMapping : IEntityTypeConfiguration<InvoiceSeries>
{
    public void Configure(EntityTypeBuilder<InvoiceSeries> series)
    {
        series.ToTable("InvoiceSeries");
        series.HasKey(s => new { s.Prefix, s.Year });
        series.Property(s => s.Prefix).HasMaxLength(20).IsUnicode(false);
    }
}
