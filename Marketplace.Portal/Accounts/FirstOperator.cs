using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Portal.Accounts;

/// <summary>Tells who starts a marketplace without an operator how to become one.</summary>
internal sealed partial class FirstOperator(IDbContextFactory<MarketplaceDb> databases, ILogger<FirstOperator> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (!await db.StaffGrants.AnyAsync(grant => grant.Role == StaffRole.Operator, cancellationToken))
        {
            LogNoOperator(log, PortalUrls.Register);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "This marketplace has no operator yet. Register at {Register}, confirm the e-mail address, then run: " +
        "dotnet Marketplace.Jobs.dll staff add <e-mail> Operator")]
    private static partial void LogNoOperator(ILogger logger, string register);
}
