using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Marketplace.Data;

public static class DataServices
{
    public static void AddData(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<DataOptions>().BindConfiguration(DataOptions.Section).ValidateDataAnnotations()
            .Validate(
                o => o.Provider != DatabaseProvider.SqlServer || o.ConnectionString != "",
                "Data:ConnectionString is required when Data:Provider is SqlServer.")
            .ValidateOnStart();
        services.AddSingleton<DataFolder>();
        services.AddSingleton<DataSpace>();
        services.AddSingleton<DatabaseStart>();
        services.AddSingleton<IInterceptor, AppendOnlyGuard>();
        services.AddDataProtection().SetApplicationName("Marketplace").PersistKeysToDbContext<MarketplaceDb>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]).AddCheck<DataSpace>("space", tags: ["ready"]);
        var provider = builder.Configuration.GetSection(DataOptions.Section)[nameof(DataOptions.Provider)];
        if (string.Equals(provider, nameof(DatabaseProvider.SqlServer), StringComparison.OrdinalIgnoreCase))
        {
            services.AddDatabase<SqlServerMarketplaceDb>((sp, db) => db.UseSqlServer(
                sp.GetRequiredService<IOptions<DataOptions>>().Value.ConnectionString, sql => sql.EnableRetryOnFailure()));
        }
        else
        {
            services.AddDatabase<SqliteMarketplaceDb>((sp, db) => db
                .UseSqlite(SqliteConnectionString(sp)).AddInterceptors(SqlitePragmas.Instance));
        }
    }

    private static void AddDatabase<TDb>(this IServiceCollection services, Action<IServiceProvider, DbContextOptionsBuilder> configure)
        where TDb : MarketplaceDb
    {
        services.AddPooledDbContextFactory<TDb>((sp, db) =>
        {
            configure(sp, db);
            db.AddInterceptors(sp.GetServices<IInterceptor>());
        });
        services.AddSingleton<IDbContextFactory<MarketplaceDb>, MarketplaceDbFactory<TDb>>();
        services.AddScoped<MarketplaceDb>(sp => sp.GetRequiredService<IDbContextFactory<TDb>>().CreateDbContext());
    }

    private static string SqliteConnectionString(IServiceProvider services)
    {
        var given = services.GetRequiredService<IOptions<DataOptions>>().Value.ConnectionString;
        return given != "" ? given : new SqliteConnectionStringBuilder
        {
            DataSource = services.GetRequiredService<DataFolder>().File("marketplace.db"),
            ForeignKeys = true,
            DefaultTimeout = 30,
        }.ConnectionString;
    }
}

/// <summary>Hands out the provider's context under the name all slices use.</summary>
internal sealed class MarketplaceDbFactory<TDb>(IDbContextFactory<TDb> factory) : IDbContextFactory<MarketplaceDb>
    where TDb : MarketplaceDb
{
    public MarketplaceDb CreateDbContext() => factory.CreateDbContext();

    public async Task<MarketplaceDb> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await factory.CreateDbContextAsync(cancellationToken);
}
