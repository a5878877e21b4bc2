using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Pricing.Quotes;

/// <summary>A quote as it was made: it never changes, and its hash says that it did not.</summary>
/// <param name="hash">Of the document; who accepts the quote names it.</param>
public sealed class KeptQuote(Guid id, long organizationId, string document, string hash, long byId, DateTime at, DateTime validUntil) : IAppendOnly
{
    /// <param name="basket">Null for one that was not computed.</param>
    internal static KeptQuote Of(Quote quote, long organizationId, long byId, Basket? basket = null)
    {
        var document = QuoteDocument.Write(quote);
        return new(Guid.NewGuid(), organizationId, document, QuoteDocument.Hash(document), byId, quote.At, quote.ValidUntil)
        {
            Basket = basket is null ? null : QuoteDocument.Write(basket),
        };
    }

    /// <summary>Nobody can guess it: who has the address may read the quote.</summary>
    public Guid Id { get; private set; } = id;

    public long OrganizationId { get; private set; } = organizationId;
    public Organization Organization { get; private set; } = null!;
    public string Document { get; private set; } = document;

    /// <summary>What it was computed from, as <see cref="QuoteDocument"/> writes it; null for one that was not computed.</summary>
    public string? Basket { get; init; }

    /// <summary>Whose modules are in it.</summary>
    public ICollection<QuoteSeller> Sellers { get; } = [];

    public string Hash { get; private set; } = hash;
    public long ById { get; private set; } = byId;
    public DateTime At { get; private set; } = at;
    public DateTime ValidUntil { get; private set; } = validUntil;

    /// <summary>Null while nobody ended it.</summary>
    public QuoteEnding? Ending { get; private set; }
}

public static class QuotesData
{
    extension(MarketplaceDb db)
    {
        public DbSet<KeptQuote> Quotes => db.Set<KeptQuote>();
        public DbSet<QuoteEnding> QuoteEndings => db.Set<QuoteEnding>();
    }
}

internal sealed class KeptQuoteMapping : IEntityTypeConfiguration<KeptQuote>
{
    public void Configure(EntityTypeBuilder<KeptQuote> quote)
    {
        quote.ToTable("Quotes");
        quote.Property(q => q.Id).ValueGeneratedNever();
        quote.Property(q => q.Hash).HasMaxLength(64).IsUnicode(false);
        quote.HasOne(q => q.Organization).WithMany().HasForeignKey(q => q.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        quote.HasIndex(q => new { q.OrganizationId, q.At });
    }
}
