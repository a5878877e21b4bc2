using Marketplace.Catalog.Texts;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Catalog;

public static class CatalogServices
{
    public static void AddCatalog(this IServiceCollection services)
    {
        services.AddOptions<CatalogOptions>().BindConfiguration(CatalogOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<CatalogIndex>();
        services.AddSingleton<CatalogSearch>();
        services.AddSingleton<SearchRecorder>();
        services.AddSingleton<SearchReport>();
        services.AddSingleton<SearchTuning>();
        services.AddSingleton<DownloadCounter>();
        services.AddSingleton<Statistics>();
        services.AddSingleton<ScoreModules>();
        services.AddSingleton<FigureHistories>();
        services.AddSingleton<ModuleReviews>();
        services.AddSingleton<ModuleReading>();
        services.AddSingleton<PackageTexts>();
        services.AddSingleton<Listings>();
        services.AddSingleton<ListingReading>();
        services.AddSingleton<DependencyMaps>();
        services.AddSingleton<CapabilityHistory>();
        services.AddSingleton<Compatibility>();
        services.AddSingleton<Scores>();
        services.AddSingleton<Publishers>();
        services.AddSingleton<ReleaseNews>();
        services.AddSingleton<SitemapReading>();
        services.AddSingleton<Collections>();
        services.AddSingleton<Categories>();
        services.AddSingleton<ListingAudiences>();
        services.AddSingleton<Follows>();
        services.AddSingleton<SavedSearches>();
        services.AddSingleton<PublisherDomains>();
        services.AddSingleton<PublisherIcons>();
        services.AddSingleton<DomainProof>();
        services.AddSingleton<ITextRecords, DnsTextRecords>();
        services.AddSingleton(_ => PublicWeb.Client());
        services.AddSingleton<RelatedModules>();
    }

    /// <summary>Keeps the search index and counts searches, in processes that search.</summary>
    public static void AddCatalogIndexing(this IServiceCollection services)
    {
        services.AddHostedService<CatalogIndexing>();
        services.AddHostedService<CounterFlush<SearchRecorder>>();
    }
}
