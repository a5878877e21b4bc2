using Marketplace.Payments.Bank;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Methods;
using Marketplace.Payments.Reconciliation;
using Marketplace.Payments.Sandbox;
using Marketplace.Payments.Stripe;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Payments;

public static class PaymentsServices
{
    public static void AddPayments(this IServiceCollection services)
    {
        services.AddOptions<PaymentOptions>().BindConfiguration(PaymentOptions.Section).ValidateDataAnnotations()
            .Validate<IHostEnvironment>(
                (payments, environment) => environment.IsDevelopment() || payments.AllowSandbox || !payments.Providers.Contains(PaymentProviders.Sandbox),
                "Payments:Providers names the sandbox, in which no money moves. Outside Development set Payments:AllowSandbox to true as well.")
            .Validate(
                payments => payments.Providers.All(PaymentProviders.Known.Contains),
                $"Payments:Providers may name {string.Join(", ", PaymentProviders.Known)}.")
            .ValidateOnStart();
        services.AddSingleton<PaymentProviders>();
        services.AddSingleton<PaymentBooks>();
        services.AddSingleton<DisputeBooks>();
        services.AddSingleton<Disputes>();
        services.AddSingleton<PaymentQueries>();
        services.AddSingleton<DisputeQueries>();
        services.AddSingleton<ProviderCalls>();
        services.AddSingleton<PaymentStarts>();
        services.AddSingleton<PaymentSweep>();
        services.AddSingleton<SavedMethods>();
        services.AddSingleton<ProviderInbox>();
        services.AddSingleton<EventQueries>();
        services.AddSingleton<EventReplay>();
        services.AddSingleton<SandboxBooks>();
        services.AddSingleton<SandboxDisputes>();
        services.AddSingleton<SandboxTill>();
        services.AddSingleton<IPaymentProvider, SandboxProvider>();
        services.AddStripe();
        services.AddBank();
        services.AddReconciliation();
    }
}
