using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Marketplace;

/// <summary>The headless worker: runs the jobs of the same database as the portals, without a browser.</summary>
internal static class Worker
{
    public static async Task Main(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.AddMarketplace();
        builder.AddJobServer();
        using var host = builder.Build();
        await host.Services.GetRequiredService<DatabaseStart>().MigrateAsync(CancellationToken.None);
        if (args is ["audit", "verify", ..])
        {
            Environment.ExitCode = await VerifyAuditAsync(host.Services.GetRequiredService<AuditTrail>());
            return;
        }

        await host.RunAsync();
    }

    private static async Task<int> VerifyAuditAsync(AuditTrail trail)
    {
        var broken = await trail.VerifyAsync(CancellationToken.None);
        Console.WriteLine(broken is null ? "The audit trail is whole." : $"The audit trail is broken at number {broken.Number}: {broken.Problem}");
        return broken is null ? 0 : 1;
    }
}
