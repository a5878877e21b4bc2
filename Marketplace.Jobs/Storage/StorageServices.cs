using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Storage;

public static class StorageServices
{
    public static void AddStorage(this IServiceCollection services) => services.AddSingleton<IPackageStore, DiskPackageStore>();
}
