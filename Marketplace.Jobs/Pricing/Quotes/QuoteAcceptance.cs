using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Pricing.Quotes;

/// <summary>That a client accepted a quote, as it was: once, and for good.</summary>
/// <param name="hash">Of the document that was accepted.</param>
public sealed class QuoteAcceptance(Guid quoteId, string hash, long byId, DateTime at) : IAppendOnly
{
    public Guid QuoteId { get; private set; } = quoteId;
    public string Hash { get; private set; } = hash;
    public long ById { get; private set; } = byId;
    public User By { get; private set; } = null!;
    public DateTime At { get; private set; } = at;
}

internal sealed class QuoteAcceptanceMapping : IEntityTypeConfiguration<QuoteAcceptance>
{
    public void Configure(EntityTypeBuilder<QuoteAcceptance> acceptance)
    {
        acceptance.ToTable("QuoteAcceptances");
        acceptance.HasKey(a => a.QuoteId);
        acceptance.Property(a => a.QuoteId).ValueGeneratedNever();
        acceptance.Property(a => a.Hash).HasMaxLength(64).IsUnicode(false);
        acceptance.HasOne<KeptQuote>().WithOne().HasForeignKey<QuoteAcceptance>(a => a.QuoteId).OnDelete(DeleteBehavior.Restrict);
        acceptance.HasOne(a => a.By).WithMany().HasForeignKey(a => a.ById).OnDelete(DeleteBehavior.Restrict);
    }
}
