using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Billing.Interest;

/// <summary>
/// Up to which day the interest of an invoice is decided: charged by a document, waived, or too little to charge. The next row begins where this one ends, so
/// the database takes each day once.
/// </summary>
/// <param name="until">The day after the last.</param>
/// <param name="isLast">Nothing more is charged of the invoice.</param>
public sealed class InvoiceInterest(long invoiceId, DateOnly from, DateOnly until, bool isLast, DateTime at) : IAppendOnly
{
    public const int MaxReason = 200;

    public long InvoiceId { get; private set; } = invoiceId;
    public Invoice Invoice { get; private set; } = null!;
    public DateOnly From { get; private set; } = from;
    public DateOnly Until { get; private set; } = until;
    public bool IsLast { get; private set; } = isLast;
    public DateTime At { get; private set; } = at;

    /// <summary>The invoice of the interest; null where none was issued.</summary>
    public Invoice? Document { get; init; }

    public long? DocumentId { get; private set; }

    /// <summary>Why it was waived; null where it was not.</summary>
    public string? Waived { get; init; }

    public long? WaivedById { get; init; }
}

internal static class InterestData
{
    extension(MarketplaceDb db)
    {
        public DbSet<InvoiceInterest> InvoiceInterest => db.Set<InvoiceInterest>();
    }
}

internal sealed class InvoiceInterestMapping : IEntityTypeConfiguration<InvoiceInterest>
{
    public void Configure(EntityTypeBuilder<InvoiceInterest> interest)
    {
        interest.ToTable("InvoiceInterest");
        interest.HasKey(i => new { i.InvoiceId, i.From });
        interest.Property(i => i.Waived).HasMaxLength(InvoiceInterest.MaxReason);
        interest.HasIndex(i => i.DocumentId).IsUnique().HasFilter("[DocumentId] IS NOT NULL");
        interest.HasOne(i => i.Invoice).WithMany().HasForeignKey(i => i.InvoiceId).OnDelete(DeleteBehavior.Restrict);
        interest.HasOne(i => i.Document).WithMany().HasForeignKey(i => i.DocumentId).OnDelete(DeleteBehavior.Restrict);
        interest.HasOne<User>().WithMany().HasForeignKey(i => i.WaivedById).OnDelete(DeleteBehavior.Restrict);
    }
}
