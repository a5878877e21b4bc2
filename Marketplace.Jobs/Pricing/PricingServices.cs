using Marketplace.Data;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing.Succession;
using Marketplace.Pricing.Tax;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Pricing;

public static class PricingServices
{
    public static void AddPricing(this IServiceCollection services)
    {
        services.AddOptions<PricingOptions>().BindConfiguration(PricingOptions.Section).ValidateDataAnnotations()
            .Validate(
                o => Currency.Find(o.Currency)?.Code == o.Currency,
                "Pricing:Currency is no active currency of ISO 4217, in capital letters such as EUR.")
            .ValidateOnStart();
        services.AddOptions<RatesOptions>().BindConfiguration(RatesOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TaxOptions>().BindConfiguration(TaxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Offers>();
        services.AddSingleton<OfferQueries>();
        services.AddSingleton<CurrencyQueries>();
        services.AddSingleton<QuoteBaskets>();
        services.AddSingleton<BasketLines>();
        services.AddSingleton<QuoteRequests>();
        services.AddSingleton<QuoteQueries>();
        services.AddPromotions();
        services.AddSingleton<OfferPreviews>();
        services.AddSingleton<SuccessionDraft>();
        services.AddSingleton<Successions>();
        services.AddSingleton<SuccessionQueries>();
        services.AddSingleton<SuccessionRun>();
        services.AddSingleton<QuoteAnswers>();
        services.AddRates();
        services.AddTax();
        services.AddSingleton<PricingStart>();
    }

    private static void AddPromotions(this IServiceCollection services)
    {
        services.AddSingleton<PublisherPromotions>();
        services.AddSingleton<PromotionQueries>();
        services.AddSingleton<BuyerPromotions>();
        services.AddSingleton<Redemptions>();
        services.AddSingleton<PromotionSimulator>();
    }

    private static void AddRates(this IServiceCollection services)
    {
        services.AddSingleton(_ => RatesSource.Client());
        services.AddSingleton<ExchangeRates>();
        services.AddSingleton<RatesQueries>();
        services.AddSingleton<ShippedRates>();
    }

    private static void AddTax(this IServiceCollection services)
    {
        services.AddSingleton(sp => Vies.Client(sp.GetRequiredService<IOptions<TaxOptions>>()));
        services.AddSingleton<VatIds>();
        services.AddSingleton<TaxRates>();
        services.AddSingleton<TaxRateQueries>();
        services.AddSingleton<StripeTax>();
        services.AddSingleton<TaxDecisions>();
        services.AddSingleton<ShippedTaxRates>();
        services.AddSingleton<BillingProfiles>();
        services.AddSingleton<Exemptions>();
        services.AddSingleton<SellerEntities>();
        services.AddSingleton<SellerLogos>();
    }
}

/// <summary>Brings in what ships: rates of tax, and exchange rates for a machine without the internet. Does nothing where they are there.</summary>
public sealed class PricingStart(ShippedTaxRates tax, ShippedRates rates)
{
    public async Task EnsureAsync(CancellationToken cancel)
    {
        await tax.EnsureAsync(cancel);
        await rates.EnsureAsync(cancel);
    }
}
