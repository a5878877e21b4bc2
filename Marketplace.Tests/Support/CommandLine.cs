using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Support;

/// <summary>The worker's commands over a test's database, in this process.</summary>
internal static class CommandLine
{
    /// <summary>The exit code and what the command said.</summary>
    public static async Task<(int? Code, string Said)> RunAsync(TestDatabase database, params string[] command)
    {
        var builder = Host.CreateApplicationBuilder([$"--Data:Folder={database.Folder}", "--Portal:Address=http://localhost:5080"]);
        builder.Logging.ClearProviders();
        builder.AddMarketplace();
        using var host = builder.Build();
        await using var said = new StringWriter();
        return (await new Commands(host.Services, said).RunAsync(command), said.ToString());
    }
}
