using Marketplace.Billing.Dunning;
using Marketplace.Data;
using Marketplace.Pricing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace;

/// <summary>The headless worker: runs the jobs of the same database as the portals, without a browser; or one of <see cref="Commands"/>.</summary>
internal static class Worker
{
    public static async Task Main(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Hangfire", LogLevel.Warning);
        builder.AddMarketplace();
        builder.AddJobServer();
        using var host = builder.Build();
        await host.Services.GetRequiredService<DatabaseStart>().MigrateAsync(CancellationToken.None);
        await host.Services.GetRequiredService<PricingStart>().EnsureAsync(CancellationToken.None);
        await host.Services.GetRequiredService<CampaignChanges>().EnsureAsync(CancellationToken.None);
        if (await new Commands(host.Services, Console.Out).RunAsync(args) is { } code)
        {
            Environment.ExitCode = code;
            return;
        }

        await host.RunAsync();
    }
}
