using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Marketplace.Payments.Stripe;

public static class StripeServices
{
    internal static void AddStripe(this IServiceCollection services)
    {
        services.AddOptions<StripeOptions>().BindConfiguration(StripeOptions.Section).ValidateDataAnnotations()
            .Validate<IOptions<PaymentOptions>>(
                (stripe, payments) => !payments.Value.Providers.Contains(PaymentProviders.Stripe) || stripe.HasKey,
                "Payments:Providers names stripe. Set Payments:Stripe:SecretKey to a key of its dashboard (sk_live_…, rk_live_…, or sk_test_… for tests).")
            .Validate<IOptions<PaymentOptions>, IHostEnvironment>(
                (stripe, payments, environment) => !payments.Value.Providers.Contains(PaymentProviders.Stripe) || !stripe.IsTest
                    || environment.IsDevelopment() || payments.Value.AllowSandbox,
                "Payments:Stripe:SecretKey is a test key, with which no money moves. Outside Development set Payments:AllowSandbox to true as well.")
            .Validate<IOptions<PaymentOptions>>(
                (stripe, payments) => !payments.Value.Providers.Contains(PaymentProviders.Stripe) || stripe.HasWebhookSecrets,
                "Payments:Providers names stripe. Set Payments:Stripe:WebhookSecrets:0 to the secret of its webhook (whsec_…), and :1 while one is rolled.")
            .ValidateOnStart();
        services.AddSingleton<StripeCalls>();
        services.AddSingleton<StripeCustomers>();
        services.AddSingleton<StripeIntents>();
        services.AddSingleton<StripeMethods>();
        services.AddSingleton<StripePayments>();
        services.AddSingleton<StripeRefunds>();
        services.AddSingleton<StripeDisputes>();
        services.AddSingleton<StripeMovements>();
        services.AddSingleton<StripeNews>();
        services.AddSingleton<StripeWebhook>();
        services.AddSingleton(sp => new StripeConnect(
            sp.GetRequiredService<StripeCalls>(), sp.GetRequiredService<StripeMovements>(), sp.GetRequiredService<IOptions<StripeOptions>>(),
            sp.GetRequiredService<PaymentProviders>()));
        services.AddSingleton<IPaymentProvider, StripeProvider>();
    }
}
