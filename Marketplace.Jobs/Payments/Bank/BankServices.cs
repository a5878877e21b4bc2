using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Payments.Bank;

public static class BankServices
{
    internal static void AddBank(this IServiceCollection services)
    {
        services.AddOptions<BankOptions>().BindConfiguration(BankOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IPaymentProvider, BankProvider>();
    }
}
