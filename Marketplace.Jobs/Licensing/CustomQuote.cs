using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Licensing;

/// <summary>What a publisher would sell for, in answer to a request. Amounts, validity and ending are those of the quote.</summary>
public sealed class CustomQuote(long requestId, Guid quoteId)
{
    public long Id { get; private set; }
    public long RequestId { get; private set; } = requestId;
    public LicenseRequest Request { get; private set; } = null!;
    public Guid QuoteId { get; private set; } = quoteId;
    public KeptQuote Quote { get; private set; } = null!;
}

internal sealed class CustomQuoteMapping : IEntityTypeConfiguration<CustomQuote>
{
    public void Configure(EntityTypeBuilder<CustomQuote> quote)
    {
        quote.ToTable("CustomQuotes");
        quote.HasIndex(q => q.QuoteId).IsUnique();
        quote.HasOne(q => q.Request).WithMany(r => r.Quotes).HasForeignKey(q => q.RequestId).OnDelete(DeleteBehavior.Restrict);
        quote.HasOne(q => q.Quote).WithOne().HasForeignKey<CustomQuote>(q => q.QuoteId).OnDelete(DeleteBehavior.Restrict);
    }
}
