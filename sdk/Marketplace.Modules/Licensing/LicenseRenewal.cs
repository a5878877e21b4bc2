using Microsoft.Extensions.Logging;

namespace Marketplace.Modules;

/// <summary>Fetches the license files of a site whenever one has changed, and each day in any case. What is there stays until a newer one counts.</summary>
internal sealed partial class LicenseRenewal(MarketplaceClient marketplace, LicenseShelf shelf, ILogger log)
{
    private string? _tag;

    /// <summary>What fails is tried again with the next turn: it keeps no revision from the site.</summary>
    public async Task RenewAsync(CancellationToken cancel)
    {
        // A key may have been revoked since.
        shelf.Forget();
        try
        {
            await FetchAsync(cancel);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            LogFailed(error.Message);
        }
    }

    private async Task FetchAsync(CancellationToken cancel)
    {
        if (await marketplace.LicensesAsync(_tag, cancel) is not var (files, tag))
        {
            return;
        }

        foreach (var text in files)
        {
            if (shelf.Receive(text) is not LicenseVerdict.Valid and var verdict)
            {
                LogRefused(verdict);
            }
        }

        _tag = tag;
    }

    [LoggerMessage(LogLevel.Warning, "The license files could not be renewed; trying again: {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(LogLevel.Error, "A license file of the marketplace does not count here ({Verdict})")]
    private partial void LogRefused(LicenseVerdict verdict);
}
