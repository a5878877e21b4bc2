using System.Globalization;
using Marketplace.Billing.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Billing.Subscriptions;

/// <summary>A process in which several workers renew the same subscriptions at once, each up to a moment.</summary>
internal static class DyingRenewals
{
    public const string Command = "dying-renewals";

    /// <param name="workers">Worker n dies at moment n.</param>
    public static Task<int> RunAsync(string dataFolder, DateTime now, int workers, CancellationToken cancel) => DyingProcess.RunAsync(
        Command, dataFolder, [now.Ticks.ToString(CultureInfo.InvariantCulture), workers.ToString(CultureInfo.InvariantCulture)], cancel);

    public static Task<int> MainAsync(string[] args) => DyingProcess.MainAsync(
        args[0], new DateTimeOffset(long.Parse(args[1], CultureInfo.InvariantCulture), TimeSpan.Zero),
        Enumerable.Range(0, int.Parse(args[2], CultureInfo.InvariantCulture)).Select(moment => (
            moment, (Func<IServiceProvider, Task>)(services => services.GetRequiredService<RenewalRun>().RunAsync(CancellationToken.None)))));
}
