using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Revenue.Annotations;
using Marketplace.Revenue.Finance;
using Marketplace.Revenue.Metrics;
using Marketplace.Revenue.Movements;
using Marketplace.Revenue.Reports;
using Marketplace.Revenue.Spending;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Revenue;

public static class RevenueServices
{
    public static void AddRevenue(this IServiceCollection services)
    {
        services.AddOptions<RevenueOptions>().BindConfiguration(RevenueOptions.Section).ValidateDataAnnotations()
            .Validate(
                revenue => revenue.Currency == "" || Currency.All.Any(currency => currency.Code == revenue.Currency),
                "Revenue:Currency is a currency of ISO 4217, such as EUR.")
            .ValidateOnStart();
        services.AddSingleton<IInterceptor, MovementInterceptor>();
        services.AddSingleton<PausedSubscriptions>();
        services.AddSingleton<RevenueQueries>();
        services.AddSingleton<RevenueSums>();
        services.AddSingleton<RevenueAnomalies>();
        services.AddSingleton<RevenueBoard>();
        services.AddSingleton<RevenueBreakdowns>();
        services.AddSingleton<RevenueForecasts>();
        services.AddSingleton<MovementQueries>();
        services.AddSingleton<SalesBreakdowns>();
        services.AddSingleton<FinanceQueries>();
        services.AddSingleton<RevenueCohorts>();
        services.AddSingleton<ClientSpending>();
        services.AddSingleton<PublisherFunnels>();
        services.AddSingleton<PublisherBenchmarks>();
        services.AddOptions<MetricsOptions>().BindConfiguration(MetricsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<MetricReads>();
        services.AddSingleton<RevenueMetrics>();
        services.AddSingleton<RevenueAnnotations>();
        services.AddSingleton<SavedViews>();
        services.AddSingleton<ViewSchedules>();
        services.AddSingleton<ViewFiles>();
        services.AddSingleton<ViewMails>();
        services.AddSingleton<IMailAttachments>(sp => sp.GetRequiredService<ViewMails>());
    }
}
