using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Accounts;

public static class AccountsServices
{
    public static void AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<Members>();
        services.AddSingleton<Staff>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<SigningKeys>();
    }
}
