using Marketplace.Tests.Support.Stripe;
using Stripe;

namespace Marketplace.Tests.Payments.StripeFake;

/// <summary>Where a test meets Stripe: the fake and, with a test key in <c>STRIPE_TEST_KEY</c>, Stripe.</summary>
internal sealed class StripePlace : IAsyncDisposable
{
    private static readonly string? TestKey = Environment.GetEnvironmentVariable("STRIPE_TEST_KEY");

    private StripePlace(StripeServer? fake) => (Fake, Client) = (fake, fake?.Client() ?? new StripeClient(TestKey));

    public static TheoryData<string> Names => string.IsNullOrEmpty(TestKey) ? ["the fake"] : ["the fake", "Stripe"];

    public static string Missing => "STRIPE_TEST_KEY holds no key: what runs against Stripe too ran against the fake alone.";

    public static bool IsThere => !string.IsNullOrEmpty(TestKey);

    public StripeServer? Fake { get; }

    public StripeClient Client { get; }

    public V1Services Api => Client.V1;

    public string Key => Fake?.ApiKey ?? TestKey!;

    public static async Task<StripePlace> OpenAsync(string name)
    {
        if (name is "Stripe" && TestKey?.StartsWith("sk_test_", StringComparison.Ordinal) is not true)
        {
            throw new InvalidOperationException("STRIPE_TEST_KEY is not a test key (sk_test_…): tests move money.");
        }

        return new StripePlace(name is "Stripe" ? null : await StripeServer.StartAsync());
    }

    /// <summary>Confirms a payment on session, without redirects.</summary>
    public Task<PaymentIntent> PayAsync(string method, long amount = 4_200, string currency = "eur", Action<PaymentIntentCreateOptions>? with = null)
    {
        var options = new PaymentIntentCreateOptions
        {
            Amount = amount, Currency = currency, PaymentMethod = method, Confirm = true,
            AutomaticPaymentMethods = new() { Enabled = true, AllowRedirects = "never" },
        };
        with?.Invoke(options);
        return Api.PaymentIntents.CreateAsync(options, cancellationToken: TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await (Fake?.DisposeAsync() ?? default);
}
