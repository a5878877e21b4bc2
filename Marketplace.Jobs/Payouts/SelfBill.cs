using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payouts;

/// <summary>
/// The invoice that the marketplace writes in the name of a publisher, for the shares that a payout pays. Each publisher has a series of numbers of its own.
/// </summary>
public sealed class SelfBill : IAppendOnly
{
    private SelfBill() => (Number, Json, Hash) = ("", "", "");

    internal SelfBill(Payout payout, InvoiceDocument document, DateTime now)
        : this()
    {
        (PayoutId, PublisherId, Number, IssuedAt, Json) = (payout.Id, payout.PublisherId, document.Number, now, document.ToJson());
        Hash = InvoiceDocument.Hash(Json);
    }

    public long Id { get; private set; }
    public long PayoutId { get; private set; }
    public long PublisherId { get; private set; }
    public string Number { get; private set; }
    public DateTime IssuedAt { get; private set; }
    public string Json { get; private set; }
    public string Hash { get; private set; }

    public InvoiceDocument Document => InvoiceDocument.Parse(Json);
}

internal sealed class SelfBillMapping : IEntityTypeConfiguration<SelfBill>
{
    public void Configure(EntityTypeBuilder<SelfBill> bill)
    {
        bill.ToTable("SelfBills");
        bill.Property(b => b.Number).HasMaxLength(Invoice.MaxNumber).IsUnicode(false);
        bill.Property(b => b.Hash).HasMaxLength(64).IsUnicode(false);
        bill.Ignore(b => b.Document);
        bill.HasIndex(b => b.PayoutId).IsUnique();
        bill.HasIndex(b => b.Number).IsUnique();
        bill.HasIndex(b => b.PublisherId);
        bill.HasOne<Payout>().WithMany().HasForeignKey(b => b.PayoutId).OnDelete(DeleteBehavior.Restrict);
        bill.HasOne<Marketplace.Accounts.Organization>().WithMany().HasForeignKey(b => b.PublisherId).OnDelete(DeleteBehavior.Restrict);
    }
}
