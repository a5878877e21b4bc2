using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Pricing.Tax;

/// <summary>What a rate of tax is for: it is the newest row of the same key that counts.</summary>
/// <param name="Country">ISO 3166-1.</param>
/// <param name="Region">ISO 3166-2, such as PT-20; empty for the country.</param>
/// <param name="From">The first day it counts; it does until the next one begins.</param>
public sealed record TaxRateKey(string Country, string Region, ProductClass ProductClass, DateOnly From);

/// <summary>A rate of tax from a day on. Rows are only added: another rate for the same key is another row, and all of them are its history.</summary>
public sealed class TaxRate : IAppendOnly
{
    private TaxRate() => (Country, Region) = ("", "");

    /// <param name="percent">Null takes the key's rate back: the one before it goes on.</param>
    /// <param name="number">One more than the key's row before; 0 for the first.</param>
    /// <param name="byId">Who changed it; null for what shipped.</param>
    public TaxRate(TaxRateKey key, decimal? percent, int number, long? byId, DateTime at)
    {
        (Country, Region, ProductClass, From) = key;
        (Percent, IsWithdrawn, Number, ById, At) = (percent ?? 0, percent is null, number, byId, at);
    }

    public long Id { get; private set; }
    public string Country { get; private set; }
    public string Region { get; private set; }
    public ProductClass ProductClass { get; private set; }
    public DateOnly From { get; private set; }
    public decimal Percent { get; private set; }
    public bool IsWithdrawn { get; private set; }
    public int Number { get; private set; }
    public long? ById { get; private set; }
    public DateTime At { get; private set; }

    public TaxRateKey Key => new(Country, Region, ProductClass, From);
}

public static class TaxData
{
    extension(MarketplaceDb db)
    {
        public DbSet<TaxRate> TaxRates => db.Set<TaxRate>();
        public DbSet<VatAnswer> VatAnswers => db.Set<VatAnswer>();
    }
}

internal sealed class TaxRateMapping : IEntityTypeConfiguration<TaxRate>
{
    public void Configure(EntityTypeBuilder<TaxRate> rate)
    {
        rate.ToTable("TaxRates");
        rate.Ignore(r => r.Key);
        rate.Property(r => r.Country).HasMaxLength(2).IsUnicode(false);
        rate.Property(r => r.Region).HasMaxLength(6).IsUnicode(false);
        rate.Property(r => r.ProductClass).HasConversion<string>().HasMaxLength(20);
        rate.Property(r => r.Percent).HasPrecision(7, 4);
        // Two who change the same rate at once: one of them wins, and the other is told.
        rate.HasIndex(r => new { r.Country, r.Region, r.ProductClass, r.From, r.Number }).IsUnique();
        rate.HasOne<Accounts.User>().WithMany().HasForeignKey(r => r.ById).OnDelete(DeleteBehavior.Restrict);
    }
}
