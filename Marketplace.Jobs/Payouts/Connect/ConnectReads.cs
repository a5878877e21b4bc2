using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Payments.Stripe;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Payouts.Connect;

/// <summary>Asks Stripe how connected accounts are, and takes what it says.</summary>
public sealed partial class ConnectReads(
    IDbContextFactory<MarketplaceDb> databases, StripeConnect stripe, TimeProvider clock, ILogger<ConnectReads> log)
{
    private const int Batch = 100, Attempts = 5;

    /// <summary>Those that were not asked for a while.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        if (!stripe.IsOn)
        {
            return;
        }

        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var due = await db.ConnectAccounts.Where(a => a.ProviderId != null && a.CheckAt <= now).OrderBy(a => a.CheckAt).Select(a => a.PublisherId)
            .Take(Batch).ToListAsync(cancel);
        foreach (var publisher in due)
        {
            await TryAsync(publisher, cancel);
        }
    }

    /// <returns>False if Stripe did not say.</returns>
    public async Task<bool> TryAsync(long publisherId, CancellationToken cancel)
    {
        try
        {
            await ReadAsync(publisherId, null, cancel);
            return true;
        }
        catch (ProviderAwayException away)
        {
            LogAway(away, publisherId);
            await using var db = await databases.CreateDbContextAsync(cancel);
            var now = clock.UtcNow;
            await db.ConnectAccounts.Where(a => a.PublisherId == publisherId)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.CheckAt, now.AddHours(1)), cancel);
            return false;
        }
    }

    /// <exception cref="ProviderAwayException">Stripe did not say.</exception>
    internal async Task<ConnectAccount?> ReadAsync(long publisherId, EffectSink? told, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var id = await db.ConnectAccounts.Where(a => a.PublisherId == publisherId).Select(a => a.ProviderId).FirstOrDefaultAsync(cancel);
        return id is null ? null : await TakeAsync(publisherId, await stripe.ReadAsync(id, cancel), told, cancel);
    }

    internal async Task<ConnectAccount> TakeAsync(long publisherId, ConnectedAccount now, EffectSink? told, CancellationToken cancel)
    {
        for (var left = Attempts; ; left--)
        {
            try
            {
                return await databases.TransactAsync(db => TakeAsync(db, publisherId, now, told, cancel), cancel);
            }
            catch (DbUpdateException error) when (error.IsLostRace && left > 0)
            {
                // It was read twice at once.
            }
        }
    }

    private async Task<ConnectAccount> TakeAsync(
        MarketplaceDb db, long publisherId, ConnectedAccount now, EffectSink? told, CancellationToken cancel)
    {
        var account = await db.ConnectAccounts.SingleAsync(a => a.PublisherId == publisherId, cancel);
        var (was, first) = (account.State, account.ReadAt is null);
        if (account.Take(now, clock.UtcNow))
        {
            told?.Invoke(db, $"connect/{publisherId}", first ? null : $"{was}", $"{account.State}");
            db.Changed(LiveTopic.Payouts, clock.UtcNow);
            if (was != account.State && !first)
            {
                await db.NotifyOwnersAsync(publisherId, $"payout-account/{publisherId}", Text(account), clock.UtcNow, cancel);
            }
        }

        await db.SaveChangesAsync(cancel);
        return account;
    }

    private static string Text(ConnectAccount account) => account.State switch
    {
        ConnectState.Ready => "Your Stripe account is ready: payouts can go to it.",
        ConnectState.Rejected => "Stripe closed your account. Choose another way to be paid.",
        ConnectState.Checking => "Stripe is checking what you entered. Payouts can go to your account once that is done.",
        _ => "Stripe needs more information before it pays to your account.",
    };

    [LoggerMessage(2020, LogLevel.Warning, "Stripe did not say how the account of publisher {Publisher} is; it is asked again.")]
    private partial void LogAway(Exception error, long publisher);
}

/// <summary>Asks how connected accounts are. Safe to run twice: what is known changes nothing.</summary>
public sealed class ReadConnectAccountsJob(ConnectReads reads)
{
    public Task RunAsync(CancellationToken cancel) => reads.RunAsync(cancel);
}
