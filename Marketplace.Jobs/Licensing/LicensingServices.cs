using Marketplace.Licensing.Activations;
using Marketplace.Licensing.Metering;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Succession;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Licensing;

public static class LicensingServices
{
    public static void AddLicensing(this IServiceCollection services)
    {
        services.AddSingleton<LicenseRequests>();
        services.AddSingleton<CustomQuotes>();
        services.AddSingleton<IQuoteListener>(sp => sp.GetRequiredService<CustomQuotes>());
        services.AddSingleton<Licenses>();
        services.AddSingleton<LicenseQueries>();
        services.AddSingleton<LicenseKeys>();
        services.AddSingleton<KeyActivations>();
        services.AddSingleton<UsageReports>();
        services.AddSingleton<UsageQueries>();
        services.AddSingleton<KeyUsage>();
        services.AddSingleton<IPurchases, LicensedPurchases>();
        services.AddSingleton<LicenseRequestQueries>();
        services.AddSingleton<IOfferHolders, LicenseHolders>();
    }
}
