using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Pricing.Quotes;

public enum QuoteEndingKind
{
    /// <summary>By an owner of the client.</summary>
    Accepted,

    /// <summary>By an owner of the client.</summary>
    Declined,

    /// <summary>By who made it, or with what it answered.</summary>
    Withdrawn,
}

/// <summary>How a quote ended: once, and for good.</summary>
/// <param name="hash">Of the document that it was about.</param>
/// <param name="reason">Empty where none was given.</param>
public sealed class QuoteEnding(Guid quoteId, QuoteEndingKind kind, string hash, string reason, long byId, DateTime at) : IAppendOnly
{
    public const int MaxReason = 500;

    public Guid QuoteId { get; private set; } = quoteId;
    public QuoteEndingKind Kind { get; private set; } = kind;
    public string Hash { get; private set; } = hash;
    public string Reason { get; private set; } = reason;
    public long ById { get; private set; } = byId;
    public User By { get; private set; } = null!;
    public DateTime At { get; private set; } = at;
}

internal sealed class QuoteEndingMapping : IEntityTypeConfiguration<QuoteEnding>
{
    public void Configure(EntityTypeBuilder<QuoteEnding> ending)
    {
        ending.ToTable("QuoteEndings");
        // Accepted, declined and withdrawn at once: one of them wins.
        ending.HasKey(e => e.QuoteId);
        ending.Property(e => e.QuoteId).ValueGeneratedNever();
        ending.Property(e => e.Kind).HasConversion<string>().HasMaxLength(20);
        ending.Property(e => e.Hash).HasMaxLength(64).IsUnicode(false);
        ending.Property(e => e.Reason).HasMaxLength(QuoteEnding.MaxReason);
        ending.HasOne<KeptQuote>().WithOne(q => q.Ending).HasForeignKey<QuoteEnding>(e => e.QuoteId).OnDelete(DeleteBehavior.Restrict);
        ending.HasOne(e => e.By).WithMany().HasForeignKey(e => e.ById).OnDelete(DeleteBehavior.Restrict);
    }
}
