using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payouts;

/// <summary>
/// The invoice that the marketplace writes in the name of a publisher, for the shares that a payout pays, or a credit note for shares of an earlier one that
/// it takes back. Each publisher has series of numbers of its own.
/// </summary>
public sealed class SelfBill : IAppendOnly
{
    private SelfBill() => (Number, Json, Hash) = ("", "", "");

    /// <param name="correctsId">The invoice that a credit note is for.</param>
    internal SelfBill(Payout payout, InvoiceDocument document, long? correctsId, DateTime now)
        : this()
    {
        (PayoutId, PublisherId, CorrectsId, Number, IssuedAt, Json) = (payout.Id, payout.PublisherId, correctsId, document.Number, now, document.ToJson());
        Hash = InvoiceDocument.Hash(Json);
    }

    public long Id { get; private set; }
    public long PayoutId { get; private set; }
    public long PublisherId { get; private set; }

    /// <summary>The invoice that it is a credit note for; null where it is an invoice.</summary>
    public long? CorrectsId { get; private set; }

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
        bill.HasIndex(b => b.PayoutId).IsUnique().HasFilter("[CorrectsId] IS NULL").HasDatabaseName("IX_SelfBills_Invoice");
        bill.HasIndex(b => new { b.PayoutId, b.CorrectsId }).IsUnique().HasFilter("[CorrectsId] IS NOT NULL").HasDatabaseName("IX_SelfBills_Credit");
        bill.HasIndex(b => b.Number).IsUnique();
        bill.HasIndex(b => b.PublisherId);
        bill.HasOne<SelfBill>().WithMany().HasForeignKey(b => b.CorrectsId).OnDelete(DeleteBehavior.Restrict);
        bill.HasOne<Payout>().WithMany().HasForeignKey(b => b.PayoutId).OnDelete(DeleteBehavior.Restrict);
        bill.HasOne<Marketplace.Accounts.Organization>().WithMany().HasForeignKey(b => b.PublisherId).OnDelete(DeleteBehavior.Restrict);
    }
}
