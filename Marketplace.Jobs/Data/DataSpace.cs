using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Marketplace.Data;

/// <summary>Whether the data folder can take more. Not ready without: what is accepted then could not be kept.</summary>
public sealed class DataSpace(DataFolder folder, IOptions<DataOptions> options) : IHealthCheck
{
    public bool HasRoom => new DriveInfo(folder.Root).AvailableFreeSpace >= options.Value.MinFreeMegabytes * 1024L * 1024;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!HasRoom)
        {
            return HealthCheckResult.Unhealthy($"Less than {options.Value.MinFreeMegabytes} MB are free in {folder.Root} (Data:MinFreeMegabytes).");
        }

        try
        {
            var probe = folder.File($"probe-{Guid.NewGuid():N}");
            await File.WriteAllBytesAsync(probe, [1], cancellationToken);
            File.Delete(probe);
            return HealthCheckResult.Healthy();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return HealthCheckResult.Unhealthy($"{folder.Root} cannot be written: {error.Message}");
        }
    }
}
