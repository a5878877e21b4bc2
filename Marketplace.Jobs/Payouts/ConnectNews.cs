using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payouts.Connect;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payouts;

/// <summary>Something happened to a connected account or a transfer: Stripe is asked what.</summary>
internal sealed class ConnectNews(IDbContextFactory<MarketplaceDb> databases, ConnectReads reads, PayoutTransfers transfers) : IConnectListener
{
    public async Task<string?> ToldAsync(string provider, string reference, EffectSink keep, CancellationToken cancel)
    {
        if (provider != PaymentProviders.Stripe)
        {
            return null;
        }

        if (reference.StartsWith("tr_", StringComparison.Ordinal))
        {
            return await transfers.RefreshAsync(reference, keep, cancel) is { } payout ? $"Asked how the transfer of {payout.Name} is." : null;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var publisher = await db.ConnectAccounts.Where(a => a.ProviderId == reference).Select(a => (long?)a.PublisherId).FirstOrDefaultAsync(cancel);
        return publisher is { } id && await reads.ReadAsync(id, keep, cancel) is { } account
            ? $"The Stripe account of publisher {id} is {account.State}." : null;
    }
}
