using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Billing.Orders;
using Marketplace.Payments.Sandbox;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Billing;

/// <summary>A buyer with a quote, and at which moment of buying the process dies.</summary>
internal sealed record DoomedBuyer(long UserId, Guid QuoteId, string Hash, int Moment);

/// <summary>A process in which several people buy, each up to a moment.</summary>
internal static class DyingBuyer
{
    public const string Command = "dying-buyer";

    public static Task<int> RunAsync(string dataFolder, IEnumerable<DoomedBuyer> buyers, CancellationToken cancel) => DyingProcess.RunAsync(
        Command, dataFolder,
        buyers.Select(b => string.Create(CultureInfo.InvariantCulture, $"{b.UserId}:{b.QuoteId:N}:{b.Hash}:{b.Moment}")), cancel);

    public static Task<int> MainAsync(string[] args) => DyingProcess.MainAsync(
        args[0], Shop.Start,
        args.Skip(1).Select(argument => argument.Split(':')).Select(buyer => (
            int.Parse(buyer[3], CultureInfo.InvariantCulture),
            (Func<IServiceProvider, Task>)(services => BuyAsync(
                services, new(long.Parse(buyer[0], CultureInfo.InvariantCulture)), Guid.ParseExact(buyer[1], "N"), buyer[2])))));

    private static async Task BuyAsync(IServiceProvider services, Actor buyer, Guid quote, string hash)
    {
        var placed = await services.GetRequiredService<OrderPlacement>().PlaceAsync(buyer, new(quote, hash), CancellationToken.None);
        var order = ((OrderOutcome.Placed)placed).OrderId;
        var paying = (PayOutcome.Underway)await services.GetRequiredService<OrderPayments>().PayAsync(buyer, order, new(), CancellationToken.None);
        await services.GetRequiredService<SandboxTill>().PayAsync($"sbx_{paying.PaymentId:N}", Shop.Good, CancellationToken.None);
        await services.GetRequiredService<OrderPayments>().LookAsync(buyer, order, CancellationToken.None);
    }
}
