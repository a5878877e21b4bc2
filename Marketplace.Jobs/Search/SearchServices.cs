using Marketplace.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Search;

public static class SearchServices
{
    public static void AddSearch(this IServiceCollection services)
    {
        services.AddSingleton<CatalogIndex>();
        services.AddSingleton<CatalogSearch>();
        services.AddSingleton<CategoryQueries>();
        services.AddSingleton<SearchRecorder>();
        services.AddSingleton<SearchReport>();
        services.AddSingleton<SearchTuning>();
        services.AddSingleton<SearchTuningQueries>();
        services.AddSingleton<SavedSearches>();
        services.AddSingleton<SitemapQueries>();
    }

    /// <summary>Keeps the search index and counts searches, in processes that search.</summary>
    public static void AddCatalogIndexing(this IServiceCollection services)
    {
        services.AddHostedService<CatalogIndexing>();
        services.AddHostedService<CounterFlush<SearchRecorder>>();
    }
}
