using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Accounts;

public static class AccountsServices
{
    public static void AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<ApiKeyQueries>();
        services.AddOptions<AuditOptions>().BindConfiguration(AuditOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Attempts>();
        services.AddSingleton<Members>();
        services.AddSingleton<MemberQueries>();
        services.AddSingleton<Staff>();
        services.AddSingleton<Preferences>();
        services.AddSingleton<SecondFactors>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<AuditAnchor>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<TimeZones>();
    }
}
