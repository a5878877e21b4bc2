using Microsoft.Extensions.Logging;

namespace Marketplace.Modules;

/// <summary>Fetches the license files of a site whenever one has changed, and each day in any case. What is there stays until a newer one counts.</summary>
internal sealed partial class LicenseRenewal(MarketplaceClient marketplace, LicenseShelf shelf, ILogger log)
{
    private string? _tag;

    public async Task RenewAsync(CancellationToken cancel)
    {
        // A key may have been revoked since.
        shelf.Forget();
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

    [LoggerMessage(LogLevel.Error, "A license file of the marketplace does not count here ({Verdict})")]
    private partial void LogRefused(LicenseVerdict verdict);
}
