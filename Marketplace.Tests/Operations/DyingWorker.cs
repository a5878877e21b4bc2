using System.Diagnostics;
using System.Globalization;
using Marketplace.Data;
using Marketplace.Operations;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Operations;

/// <summary>An operation, and at which moment of it its worker dies.</summary>
internal sealed record Doomed(long Operation, int Moment);

/// <summary>
/// A worker process that brings each of several operations to its moment and then dies by SIGKILL. Each step is saved when it
/// begins, so just before and just after a save are the boundaries between the steps, as the outside world sees them.
/// </summary>
internal static class DyingWorker
{
    public const string Command = "dying-worker";

    private const int Killed = 137;

    /// <summary>Runs the process to its death. Operations with fewer moments have ended before.</summary>
    public static async Task RunAsync(string dataFolder, IEnumerable<Doomed> operations, CancellationToken cancel)
    {
        var arguments = operations.Select(doomed => string.Create(CultureInfo.InvariantCulture, $"{doomed.Operation}:{doomed.Moment}"));
        var start = new ProcessStartInfo("dotnet", [typeof(DyingWorker).Assembly.Location, Command, dataFolder, .. arguments]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        Assert.True(process.ExitCode is Killed, $"The worker was not killed: {error}");
    }

    public static async Task<int> MainAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder([$"--Data:Folder={args[0]}"]);
        builder.Logging.ClearProviders();
        builder.AddMarketplace();
        // Time that stands still: how far a slow step has come is saved now and then, and each save would be a moment more.
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(DateTimeOffset.UtcNow));
        var deaths = new Deaths();
        builder.Services.ConfigureDbContext<SqliteMarketplaceDb>(options => options.AddInterceptors(deaths));
        using var host = builder.Build();
        var runner = host.Services.GetRequiredService<OperationRunner>();
        await Task.WhenAll(args.Skip(1).Select(argument => argument.Split(':')).Select(doomed =>
            deaths.WatchAsync(
                int.Parse(doomed[1], CultureInfo.InvariantCulture),
                () => runner.RunAsync(long.Parse(doomed[0], CultureInfo.InvariantCulture), CancellationToken.None))));
        Process.GetCurrentProcess().Kill();
        return 0;
    }

    /// <summary>Holds each operation for ever at its moment; no database transaction is open then.</summary>
    private sealed class Deaths : SaveChangesInterceptor
    {
        private readonly AsyncLocal<Death?> _death = new();

        /// <summary>Completes when the work has come to its moment, or to its end.</summary>
        public Task WatchAsync(int moment, Func<Task> work)
        {
            var death = new Death(moment);
            return Task.WhenAny(death.Came, Task.Run(() =>
            {
                _death.Value = death;
                return work();
            })).Unwrap();
        }

        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            await _death.Value!.PassAsync();
            return result;
        }

        public override async ValueTask<int> SavedChangesAsync(
            SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            await _death.Value!.PassAsync();
            return result;
        }
    }

    private sealed class Death(int moment)
    {
        private readonly TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = moment;

        public Task Came => _came.Task;

        public Task PassAsync()
        {
            if (_left-- is not 0)
            {
                return Task.CompletedTask;
            }

            _came.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan);
        }
    }
}
