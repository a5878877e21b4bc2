using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Pricing;

public static class PricingData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Offer> Offers => db.Set<Offer>();
    }

    extension(IQueryable<Offer> offers)
    {
        /// <summary>Those that can be had now.</summary>
        public IQueryable<Offer> Open() => offers.Where(o => o.WithdrawnAt == null);

        /// <summary>As people read them, the cheapest tier first.</summary>
        /// <param name="currency">The marketplace's own.</param>
        public async Task<IReadOnlyList<(long ModuleId, OfferRow Offer)>> RowsAsync(string currency, int most, CancellationToken cancel)
        {
            var rows = await offers.OrderBy(o => o.ModuleId).ThenBy(o => o.Id).Take(most)
                .Select(o => new
                {
                    o.Id, o.ModuleId, o.Tier, o.Model, o.Sites, Details = EF.Property<string>(o, "_details"),
                    Prices = o.Prices.OrderBy(p => p.Currency).Select(p => new Money(p.Minor, p.Currency)).ToList(),
                }).ToListAsync(cancel);
            return
            [
                .. rows.Select(o => (
                    o.ModuleId,
                    Offer: new OfferRow(
                        o.Id, o.Tier, o.Model, o.Sites, OwnPrice.In(o.Prices, currency), [.. o.Prices.Where(p => p.Currency != currency)])
                    {
                        Currency = currency, Details = OfferDetails.Parse(o.Details),
                    }))
                    .OrderBy(row => row.Offer.Tier).ThenBy(row => row.Offer.Model),
            ];
        }
    }
}

internal static class OwnPrice
{
    /// <summary>The price in a currency; null if there is none.</summary>
    public static Money? In(IEnumerable<Money> prices, string currency) =>
        prices.Where(price => price.Currency == currency).Select(price => (Money?)price).FirstOrDefault();
}

internal sealed class OfferMapping : IEntityTypeConfiguration<Offer>
{
    public void Configure(EntityTypeBuilder<Offer> offer)
    {
        offer.ToTable("Offers");
        offer.Property(o => o.Tier).HasConversion<string>().HasMaxLength(20);
        offer.Property(o => o.Model).HasConversion<string>().HasMaxLength(20);
        // Two hands that offer the same at once: one of them wins.
        offer.HasIndex(o => new { o.ModuleId, o.Tier, o.Model }).IsUnique().HasFilter("[WithdrawnAt] IS NULL").HasDatabaseName("IX_Offers_OneOpen");
        offer.HasOne(o => o.Module).WithMany().HasForeignKey(o => o.ModuleId).OnDelete(DeleteBehavior.Restrict);
        offer.Ignore(o => o.Details);
        offer.Ignore(o => o.Terms);
        offer.Property<string>("_details").HasColumnName("Details").HasMaxLength(OfferDetails.MaxLength);
        offer.HasMany(o => o.Prices).WithOne().HasForeignKey(p => p.OfferId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class OfferPriceMapping : IEntityTypeConfiguration<OfferPrice>
{
    public void Configure(EntityTypeBuilder<OfferPrice> price)
    {
        price.ToTable("OfferPrices");
        price.HasKey(p => new { p.OfferId, p.Currency });
        price.Property(p => p.Currency).HasMaxLength(3).IsUnicode(false);
    }
}
