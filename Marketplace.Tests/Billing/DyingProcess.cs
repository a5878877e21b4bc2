using System.Diagnostics;
using System.Globalization;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Billing;

/// <summary>A process of its own over a data folder, in which several works each come to a moment, and which then dies by SIGKILL.</summary>
internal static class DyingProcess
{
    private const int Killed = 137;

    /// <summary>Runs the process to its death.</summary>
    /// <returns>How many moments the longest work had.</returns>
    public static async Task<int> RunAsync(string command, string dataFolder, IEnumerable<string> arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(DyingProcess).Assembly.Location, command, dataFolder, .. arguments])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var (error, output) = (process.StandardError.ReadToEndAsync(cancel), process.StandardOutput.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        Assert.True(process.ExitCode is Killed, $"The process was not killed: {await error}");
        return int.Parse(await output, CultureInfo.InvariantCulture);
    }

    /// <param name="works">Each with the moment at which it is held.</param>
    public static async Task<int> MainAsync(string dataFolder, DateTimeOffset now, IEnumerable<(int Moment, Func<IServiceProvider, Task> Work)> works)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = [$"--Data:Folder={dataFolder}", "--Portal:Address=http://localhost"], EnvironmentName = Environments.Development,
        });
        builder.Logging.ClearProviders();
        builder.AddMarketplace();
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(now));
        var deaths = new Deaths();
        builder.Services.ConfigureDbContext<SqliteMarketplaceDb>(options => options.AddInterceptors(deaths));
        using var host = builder.Build();
        await Task.WhenAll(works.Select(one => deaths.WatchAsync(one.Moment, () => one.Work(host.Services))));
        await Console.Out.WriteAsync(deaths.Longest.ToString(CultureInfo.InvariantCulture));
        await Console.Out.FlushAsync();
        Process.GetCurrentProcess().Kill();
        return 0;
    }
}
