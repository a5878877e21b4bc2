using Marketplace.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Pricing.Quotes;

/// <summary>A publisher of which something is in a quote.</summary>
/// <param name="isFirstPurchase">The client had bought nothing from it when the quote was made.</param>
public sealed class QuoteSeller(long publisherId, bool isFirstPurchase, DateTime at)
{
    public Guid QuoteId { get; private set; }
    public KeptQuote Quote { get; private set; } = null!;
    public long PublisherId { get; private set; } = publisherId;
    public bool IsFirstPurchase { get; private set; } = isFirstPurchase;

    /// <summary>That of the quote.</summary>
    public DateTime At { get; private set; } = at;
}

internal sealed class QuoteSellerMapping : IEntityTypeConfiguration<QuoteSeller>
{
    public void Configure(EntityTypeBuilder<QuoteSeller> seller)
    {
        seller.ToTable("QuoteSellers");
        seller.HasKey(s => new { s.QuoteId, s.PublisherId });
        seller.HasIndex(s => new { s.PublisherId, s.At });
        seller.HasOne(s => s.Quote).WithMany(q => q.Sellers).HasForeignKey(s => s.QuoteId).OnDelete(DeleteBehavior.Cascade);
        seller.HasOne<Organization>().WithMany().HasForeignKey(s => s.PublisherId).OnDelete(DeleteBehavior.Restrict);
    }
}
