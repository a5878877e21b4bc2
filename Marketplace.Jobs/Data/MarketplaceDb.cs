using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Marketplace.Data;

/// <summary>The one database of the marketplace. It knows no slice: each slice brings its own mapping and sets.</summary>
public abstract class MarketplaceDb(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(MarketplaceDb).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
}

/// <summary>The embedded default; a type of its own because each provider keeps its own migrations.</summary>
public sealed class SqliteMarketplaceDb(DbContextOptions<SqliteMarketplaceDb> options) : MarketplaceDb(options);

/// <summary>Production.</summary>
public sealed class SqlServerMarketplaceDb(DbContextOptions<SqlServerMarketplaceDb> options) : MarketplaceDb(options)
{
    /// <summary>
    /// Texts are told apart as code and SQLite do it: by their characters. In all columns, since SQL Server compares no two of different collations.
    /// </summary>
    public const string Collation = "Latin1_General_100_BIN2";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        foreach (var column in modelBuilder.Model.GetEntityTypes().Where(type => !type.IsMappedToJson()).SelectMany(Columns))
        {
            if ((column.GetProviderClrType() ?? column.ClrType) == typeof(string))
            {
                column.SetCollation(Collation);
            }
        }
    }

    private static IEnumerable<IMutableProperty> Columns(IMutableTypeBase type) =>
        type.GetProperties().Concat(type.GetComplexProperties().Select(part => part.ComplexType).SelectMany(Columns));
}
