using Marketplace.Scanning.Checks;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Scanning;

public static class ScanningServices
{
    public static void AddScanning(this IServiceCollection services)
    {
        services.AddSingleton<PackageIntegrity>();
        services.AddSingleton<PackageWalk>();
        services.AddSingleton<CheckThreads>();
        services.AddHealthChecks().AddCheck<CheckThreads>("checks", tags: ["ready"]);
        services.AddSingleton<PackageScanner>();
        services.AddSingleton<ScanReports>();
        services.AddSingleton<ICheck, ArchiveCheck>();
        services.AddSingleton<ICheck, ManifestCheck>();
        services.AddSingleton<ICheck, IdentityCheck>();
        services.AddSingleton<ICheck, DependenciesCheck>();
        services.AddSingleton<ICheck, CycleCheck>();
        services.AddSingleton<ICheck, HostCheck>();
    }
}
