using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Promotions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Billing.Invoices;

/// <summary>A line of an invoice or credit note, as lists and sums ask for it; what stands on the document is in the document.</summary>
public sealed class InvoiceItem : IAppendOnly
{
    public const int MaxText = 300, MaxSource = 60;

    private InvoiceItem() => (Text, Detail, Country, Source, Currency) = ("", "", "", "", "");

    internal InvoiceItem(InvoiceDocument document, int number, long organizationId)
    {
        var line = document.Lines[number];
        (OrganizationId, Day, Currency, IsCredit) = (organizationId, document.Date, line.Net.Currency, document.Kind is InvoiceKind.CreditNote);
        (Stream, Tier, Model, PromotionId) = (line.Stream, line.Tier, line.Model, line.PromotionId);
        DiscountMinor = line.Discounts.Sum(discount => discount.Amount.Minor);
        (Number, OfNumber, ModuleId, PublisherId) = (number, line.Of, line.ModuleId, line.PublisherId);
        (Text, Detail, Country) = (line.Text.Clip(MaxText), line.Detail.Clip(MaxText), document.Buyer.Address.Country);
        (NetMinor, TaxMinor) = (line.Net.Minor, line.Tax.Minor);
        Source = document.Kind is InvoiceKind.Invoice
            ? InvoiceIssue.SourceOf(document.Number, number)
            : InvoiceIssue.CreditSourceOf(document.Number, number);
    }

    public long Id { get; private set; }
    public long InvoiceId { get; private set; }
    public Invoice Invoice { get; private set; } = null!;

    /// <summary>From 0.</summary>
    public int Number { get; private set; }

    /// <summary>Which line of the invoice a credit note's line is for.</summary>
    public int? OfNumber { get; private set; }

    public long ModuleId { get; private set; }
    public Module Module { get; private set; } = null!;
    public long PublisherId { get; private set; }
    public Organization Publisher { get; private set; } = null!;
    public string Text { get; private set; }

    /// <summary>Tier, model and sites, in words.</summary>
    public string Detail { get; private set; }

    /// <summary>The buyer's, ISO 3166-1.</summary>
    public string Country { get; private set; }

    public long NetMinor { get; private set; }
    public long TaxMinor { get; private set; }

    /// <summary>What promotions took off; of a credit note's line nothing.</summary>
    public long DiscountMinor { get; private set; }

    public string Currency { get; private set; }

    /// <summary>On which it was issued.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>It is a credit note's: it gives back.</summary>
    public bool IsCredit { get; private set; }

    /// <summary>The client.</summary>
    public long OrganizationId { get; private set; }

    public SaleKind Stream { get; private set; }
    public OfferTier Tier { get; private set; }
    public OfferModel Model { get; private set; }

    /// <summary>The first promotion that lowers it; null where none does.</summary>
    public long? PromotionId { get; private set; }

    /// <summary>What its journal is called.</summary>
    public string Source { get; private set; }
}

internal sealed class InvoiceItemMapping : IEntityTypeConfiguration<InvoiceItem>
{
    public void Configure(EntityTypeBuilder<InvoiceItem> item)
    {
        item.ToTable("InvoiceItems");
        item.Property(i => i.Text).HasMaxLength(InvoiceItem.MaxText);
        item.Property(i => i.Detail).HasMaxLength(InvoiceItem.MaxText);
        item.Property(i => i.Country).HasMaxLength(2).IsUnicode(false);
        item.Property(i => i.Source).HasMaxLength(InvoiceItem.MaxSource).IsUnicode(false);
        item.HasIndex(i => new { i.InvoiceId, i.Number }).IsUnique();
        item.Property(i => i.Currency).HasMaxLength(3).IsUnicode(false);
        item.Property(i => i.Stream).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        item.Property(i => i.Tier).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        item.Property(i => i.Model).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        // What is sold by day is summed from the index alone.
        item.HasIndex(i => new { i.Day, i.Currency, i.Stream, i.IsCredit, i.NetMinor });
        item.HasIndex(i => new { i.PublisherId, i.Day });
        item.HasIndex(i => new { i.ModuleId, i.Day });
        item.HasIndex(i => new { i.OrganizationId, i.Day });
        item.HasOne(i => i.Invoice).WithMany(i => i.Items).HasForeignKey(i => i.InvoiceId).OnDelete(DeleteBehavior.Restrict);
        item.HasOne(i => i.Module).WithMany().HasForeignKey(i => i.ModuleId).OnDelete(DeleteBehavior.Restrict);
        item.HasOne<Promotion>().WithMany().HasForeignKey(i => i.PromotionId).OnDelete(DeleteBehavior.Restrict);
        item.HasOne(i => i.Publisher).WithMany().HasForeignKey(i => i.PublisherId).OnDelete(DeleteBehavior.Restrict);
    }
}
