using Microsoft.Extensions.Hosting;

namespace Marketplace;

/// <summary>The headless worker: runs the jobs of the same database as the portals, without a browser.</summary>
internal static class Worker
{
    public static async Task Main(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        await builder.Build().RunAsync();
    }
}
