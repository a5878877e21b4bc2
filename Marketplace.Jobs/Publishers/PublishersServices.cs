using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Publishers;

internal static class PublishersServices
{
    public static void AddPublishers(this IServiceCollection services)
    {
        services.AddSingleton<PublisherQueries>();
        services.AddSingleton<PublisherDomains>();
        services.AddSingleton<PublisherIcons>();
        services.AddSingleton<DomainProof>();
        services.AddSingleton<ITextRecords, DnsTextRecords>();
        services.AddSingleton(_ => PublicWeb.Client());
    }
}
