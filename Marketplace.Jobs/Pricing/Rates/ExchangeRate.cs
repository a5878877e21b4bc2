using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Pricing.Rates;

/// <summary>What a euro was worth on a day, by the reference rates of the European Central Bank. It never changes: documents name its day.</summary>
/// <param name="perEuro">Units of the currency for one euro.</param>
public sealed class ExchangeRate(DateOnly day, string currency, decimal perEuro) : IAppendOnly
{
    /// <summary>Decimals that are kept.</summary>
    public const int Scale = 8;

    public DateOnly Day { get; private set; } = day;
    public string Currency { get; private set; } = currency;
    public decimal PerEuro { get; private set; } = perEuro;
}

/// <summary>One attempt to fetch rates, and what became of it.</summary>
/// <param name="problem">Why nothing was taken; null where all was well.</param>
/// <param name="added">Rates that were new.</param>
public sealed class RatesFetch(string source, DateTime at, string? problem, int added) : IAppendOnly
{
    public const int MaxProblem = 400;

    public long Id { get; private set; }
    public string Source { get; private set; } = source;
    public DateTime At { get; private set; } = at;
    public string? Problem { get; private set; } = problem;
    public int Added { get; private set; } = added;
}

public static class RatesData
{
    extension(MarketplaceDb db)
    {
        public DbSet<ExchangeRate> ExchangeRates => db.Set<ExchangeRate>();
        public DbSet<RatesFetch> RatesFetches => db.Set<RatesFetch>();
    }
}

internal sealed class ExchangeRateMapping : IEntityTypeConfiguration<ExchangeRate>
{
    public void Configure(EntityTypeBuilder<ExchangeRate> rate)
    {
        rate.ToTable("ExchangeRates");
        rate.HasKey(r => new { r.Day, r.Currency });
        rate.Property(r => r.Currency).HasMaxLength(3).IsUnicode(false);
        rate.Property(r => r.PerEuro).HasPrecision(20, ExchangeRate.Scale);
    }
}

internal sealed class RatesFetchMapping : IEntityTypeConfiguration<RatesFetch>
{
    public void Configure(EntityTypeBuilder<RatesFetch> fetch)
    {
        fetch.ToTable("RatesFetches");
        fetch.Property(f => f.Source).HasMaxLength(RatesOptions.MaxSource);
        fetch.Property(f => f.Problem).HasMaxLength(RatesFetch.MaxProblem);
    }
}
