using Marketplace.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Pricing;

public static class PricingServices
{
    public static void AddPricing(this IServiceCollection services)
    {
        services.AddOptions<PricingOptions>().BindConfiguration(PricingOptions.Section).ValidateDataAnnotations()
            .Validate(
                o => Currency.Find(o.Currency)?.Code == o.Currency,
                $"Pricing:Currency is none of {string.Join(", ", Currency.All.Select(c => c.Code))}.")
            .ValidateOnStart();
        services.AddSingleton<Offers>();
        services.AddSingleton<OfferQueries>();
    }
}
