using Microsoft.Extensions.Logging;

namespace Marketplace.Modules;

/// <summary>Sends what the modules of a site have used. A file stays until the marketplace has it; being sent twice changes nothing.</summary>
internal sealed partial class UsageReporting(MarketplaceClient marketplace, StoreLayout layout, ILogger log)
{
    private const int MaxBatches = 100;

    /// <summary>What fails is tried again with the next turn: it keeps no revision from the site.</summary>
    public async Task SendAsync(CancellationToken cancel)
    {
        try
        {
            foreach (var batch in UsageBook.Batches(layout, MaxBatches))
            {
                foreach (var part in batch.Entries.Chunk(MarketplaceClient.MaxUsageEntries))
                {
                    // An older marketplace counts nothing: it waits for a newer one.
                    if (await marketplace.UsageAsync(part, cancel) is not { } receipt)
                    {
                        return;
                    }

                    foreach (var refused in receipt.Refused)
                    {
                        LogRefused(refused.Report, refused.Reason);
                    }
                }

                File.Delete(batch.Path);
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            LogFailed(error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Usage could not be reported; trying again: {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(LogLevel.Error, "Usage {Report} does not count: {Reason}")]
    private partial void LogRefused(Guid report, string reason);
}
