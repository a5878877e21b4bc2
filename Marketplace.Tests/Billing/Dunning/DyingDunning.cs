using System.Globalization;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Subscriptions;
using Marketplace.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Billing.Dunning;

/// <summary>A process in which several workers charge, remind and mail at once, each up to a moment.</summary>
internal static class DyingDunning
{
    public const string Command = "dying-dunning";

    /// <param name="workers">Worker n dies at moment n.</param>
    public static Task<int> RunAsync(string dataFolder, DateTime now, int workers, CancellationToken cancel) => DyingProcess.RunAsync(
        Command, dataFolder, [now.Ticks.ToString(CultureInfo.InvariantCulture), workers.ToString(CultureInfo.InvariantCulture)], cancel);

    public static Task<int> MainAsync(string[] args) => DyingProcess.MainAsync(
        args[0], new DateTimeOffset(long.Parse(args[1], CultureInfo.InvariantCulture), TimeSpan.Zero),
        Enumerable.Range(0, int.Parse(args[2], CultureInfo.InvariantCulture)).Select(moment => (moment, (Func<IServiceProvider, Task>)WorkAsync)));

    private static async Task WorkAsync(IServiceProvider services)
    {
        await services.GetRequiredService<RenewalRun>().RunAsync(CancellationToken.None);
        await services.GetRequiredService<DunningRun>().RunAsync(CancellationToken.None);
        await services.GetRequiredService<MailDelivery>().SendAsync(CancellationToken.None);
    }
}
