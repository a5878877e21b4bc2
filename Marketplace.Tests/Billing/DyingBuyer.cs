using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Payments.Sandbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Billing;

/// <summary>A buyer with a quote, and at which moment of buying the process dies.</summary>
internal sealed record DoomedBuyer(long UserId, Guid QuoteId, string Hash, int Moment);

/// <summary>
/// A process in which several people buy, each up to a moment, and which then dies by SIGKILL. Moments are before and after each save and each
/// transaction: between them nothing that lasts changes.
/// </summary>
internal static class DyingBuyer
{
    public const string Command = "dying-buyer";

    private const int Killed = 137;

    /// <summary>Runs the process to its death.</summary>
    /// <returns>How many moments the longest purchase had.</returns>
    public static async Task<int> RunAsync(string dataFolder, IEnumerable<DoomedBuyer> buyers, CancellationToken cancel)
    {
        var arguments = buyers.Select(b => string.Create(CultureInfo.InvariantCulture, $"{b.UserId}:{b.QuoteId:N}:{b.Hash}:{b.Moment}"));
        var start = new ProcessStartInfo("dotnet", [typeof(DyingBuyer).Assembly.Location, Command, dataFolder, .. arguments])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var (error, output) = (process.StandardError.ReadToEndAsync(cancel), process.StandardOutput.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        Assert.True(process.ExitCode is Killed, $"The process was not killed: {await error}");
        return int.Parse(await output, CultureInfo.InvariantCulture);
    }

    public static async Task<int> MainAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = [$"--Data:Folder={args[0]}", "--Portal:Address=http://localhost"], EnvironmentName = Environments.Development,
        });
        builder.Logging.ClearProviders();
        builder.AddMarketplace();
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Shop.Start));
        var deaths = new Deaths();
        builder.Services.ConfigureDbContext<SqliteMarketplaceDb>(options => options.AddInterceptors(deaths));
        using var host = builder.Build();
        await Task.WhenAll(args.Skip(1).Select(argument => argument.Split(':')).Select(buyer => deaths.WatchAsync(
            int.Parse(buyer[3], CultureInfo.InvariantCulture),
            () => BuyAsync(host.Services, new(long.Parse(buyer[0], CultureInfo.InvariantCulture)), Guid.ParseExact(buyer[1], "N"), buyer[2]))));
        await Console.Out.WriteAsync(deaths.Longest.ToString(CultureInfo.InvariantCulture));
        await Console.Out.FlushAsync();
        Process.GetCurrentProcess().Kill();
        return 0;
    }

    private static async Task BuyAsync(IServiceProvider services, Actor buyer, Guid quote, string hash)
    {
        var placed = await services.GetRequiredService<OrderPlacement>().PlaceAsync(buyer, new(quote, hash), CancellationToken.None);
        var order = ((OrderOutcome.Placed)placed).OrderId;
        var paying = (PayOutcome.Underway)await services.GetRequiredService<OrderPayments>().PayAsync(buyer, order, new(), CancellationToken.None);
        await services.GetRequiredService<SandboxTill>().PayAsync($"sbx_{paying.PaymentId:N}", Shop.Good, CancellationToken.None);
        await services.GetRequiredService<OrderPayments>().LookAsync(buyer, order, CancellationToken.None);
    }

    /// <summary>Holds each purchase for ever at its moment; it holds no transaction then.</summary>
    private sealed class Deaths : SaveChangesInterceptor, IDbTransactionInterceptor
    {
        private readonly AsyncLocal<Death?> _death = new();

        public int Longest { get; private set; }

        /// <summary>Completes when the purchase has come to its moment, or to its end.</summary>
        public Task WatchAsync(int moment, Func<Task> work)
        {
            var death = new Death(moment);
            return Task.WhenAny(death.Came, Task.Run(async () =>
            {
                _death.Value = death;
                await work();
                Longest = Math.Max(Longest, death.Passed);
            })).Unwrap();
        }

        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            await PassAsync(eventData.Context);
            return result;
        }

        public override async ValueTask<int> SavedChangesAsync(
            SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            await PassAsync(eventData.Context);
            return result;
        }

        public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
            DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result,
            CancellationToken cancellationToken = default)
        {
            await (_death.Value?.PassAsync() ?? Task.CompletedTask);
            return result;
        }

        public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
            _death.Value?.PassAsync() ?? Task.CompletedTask;

        private Task PassAsync(DbContext? db) => db?.Database.CurrentTransaction is null ? _death.Value?.PassAsync() ?? Task.CompletedTask : Task.CompletedTask;
    }

    private sealed class Death(int moment)
    {
        private readonly TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Passed { get; private set; }

        public Task Came => _came.Task;

        public Task PassAsync()
        {
            if (Passed++ != moment)
            {
                return Task.CompletedTask;
            }

            _came.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan);
        }
    }
}
