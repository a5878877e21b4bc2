using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Marketplace.Payments;

/// <summary>The providers that are on, and which of them take a payment.</summary>
public sealed class PaymentProviders(IEnumerable<IPaymentProvider> all, IOptions<PaymentOptions> options, IHostEnvironment environment)
{
    public const string Sandbox = "sandbox", Stripe = "stripe", Bank = "bank";
    internal static readonly IReadOnlyList<string> Known = [Stripe, Bank, Sandbox];

    private readonly IReadOnlyList<IPaymentProvider> _all = [.. all];

    /// <summary>The preferred one first.</summary>
    public IReadOnlyList<IPaymentProvider> On =>
        [.. Names(options.Value, environment).Select(name => _all.FirstOrDefault(provider => provider.Name == name)).OfType<IPaymentProvider>()];

    /// <summary>Also one that is no longer on: what was paid there is still asked for, and refunded.</summary>
    public IPaymentProvider Find(string name) => _all.FirstOrDefault(provider => provider.Name == name)
        ?? throw new InvalidOperationException($"There is no payment provider “{name}” in this version.");

    /// <param name="country">Of the billing address.</param>
    public IReadOnlyList<IPaymentProvider> For(string currency, string country, long organizationId) =>
    [
        .. On.Where(provider => !options.Value.Scopes.TryGetValue(provider.Name, out var scope) || scope.Takes(currency, country, organizationId)),
    ];

    /// <summary>Of those, the ones that are set up.</summary>
    public async Task<IReadOnlyList<IPaymentProvider>> ReadyAsync(string currency, string country, long organizationId, CancellationToken cancel)
    {
        var ready = new List<IPaymentProvider>();
        foreach (var provider in For(currency, country, organizationId))
        {
            if (await provider.IsReadyAsync(cancel))
            {
                ready.Add(provider);
            }
        }

        return ready;
    }

    internal static IEnumerable<string> Names(PaymentOptions options, IHostEnvironment environment) =>
        options.Providers.Count > 0 ? options.Providers : environment.IsDevelopment() ? [Sandbox, Bank] : [];
}
