using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Licensing;

public enum CustomQuoteEnding
{
    Accepted,

    /// <summary>By the client.</summary>
    Declined,

    /// <summary>By the publisher: taken back, or replaced by another.</summary>
    Withdrawn,
}

/// <summary>What a publisher would sell for, in answer to a request. The amounts and the day until which it is valid stand in the quote.</summary>
public sealed class CustomQuote(long requestId, Guid quoteId, long byId, DateTime at)
{
    public const int MaxReason = 500;

    public long Id { get; private set; }
    public long RequestId { get; private set; } = requestId;
    public LicenseRequest Request { get; private set; } = null!;
    public Guid QuoteId { get; private set; } = quoteId;
    public KeptQuote Quote { get; private set; } = null!;
    public long ById { get; private set; } = byId;
    public DateTime At { get; private set; } = at;

    /// <summary>Null while it waits for the client; then it may still have expired.</summary>
    public CustomQuoteEnding? Ending { get; private set; }

    public DateTime? EndedAt { get; private set; }
    public long? EndedById { get; private set; }

    /// <summary>Why the client declined it; empty where it said nothing.</summary>
    public string Reason { get; private set; } = "";

    public void End(CustomQuoteEnding ending, string reason, long byId, DateTime now) => (Ending, Reason, EndedById, EndedAt) = (ending, reason, byId, now);
}

internal sealed class CustomQuoteMapping : IEntityTypeConfiguration<CustomQuote>
{
    public void Configure(EntityTypeBuilder<CustomQuote> quote)
    {
        quote.ToTable("CustomQuotes");
        quote.Property(q => q.Ending).HasConversion<string>().HasMaxLength(20);
        quote.Property(q => q.Reason).HasMaxLength(CustomQuote.MaxReason);
        // Accepted, declined and withdrawn at once: one of them wins.
        quote.Property(q => q.EndedAt).IsConcurrencyToken();
        quote.HasIndex(q => q.RequestId).IsUnique().HasFilter("[EndedAt] IS NULL").HasDatabaseName("IX_CustomQuotes_OneOpen");
        quote.HasIndex(q => q.QuoteId).IsUnique();
        quote.HasOne(q => q.Request).WithMany(r => r.Quotes).HasForeignKey(q => q.RequestId).OnDelete(DeleteBehavior.Restrict);
        quote.HasOne(q => q.Quote).WithOne().HasForeignKey<CustomQuote>(q => q.QuoteId).OnDelete(DeleteBehavior.Restrict);
        quote.HasOne<Accounts.User>().WithMany().HasForeignKey(q => q.ById).OnDelete(DeleteBehavior.Restrict);
        quote.HasOne<Accounts.User>().WithMany().HasForeignKey(q => q.EndedById).OnDelete(DeleteBehavior.Restrict);
    }
}
