using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Payments.Stripe;
using Marketplace.Payouts.Accounts;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Payouts.Connect;

/// <summary>The Stripe account of a publisher, as its owners see it.</summary>
/// <param name="Account">Null where none was opened.</param>
/// <param name="IsUsed">Payouts go to it.</param>
public sealed record ConnectView(long PublisherId, string Publisher, ConnectAccount? Account, bool IsUsed)
{
    public ConnectState? State => Account?.ProviderId is null ? null : Account.State;
}

public abstract record ConnectOutcome
{
    /// <param name="Url">Stripe's page, good for minutes.</param>
    public sealed record Opened(Uri Url) : ConnectOutcome;

    /// <param name="Problem">What is wrong and what mends it; nothing was done.</param>
    public sealed record Refused(string Problem) : ConnectOutcome;

    public sealed record NotFound : ConnectOutcome;
}

/// <summary>Owners connect their publisher with Stripe: the account is opened, filled in on Stripe's own pages, and read from Stripe ever after.</summary>
public sealed class ConnectAccounts(
    IDbContextFactory<MarketplaceDb> databases, StripeConnect stripe, ConnectReads reads, PayoutAccounts accounts, IOptions<PortalOptions> portal,
    TimeProvider clock)
{
    private const string Away = "Stripe cannot be reached now. Try again in a few minutes.";

    /// <summary>Publishers can be paid by Stripe here.</summary>
    public bool IsOn => stripe.IsOn;

    /// <summary>Of all publishers that the actor owns.</summary>
    public async Task<IReadOnlyList<ConnectView>> OwnAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (connected, current) = (db.ConnectAccounts, db.CurrentPayoutAccounts());
        return await db.PublishersOwnedBy(actor).OrderBy(o => o.Name).Select(o => new ConnectView(
            o.Id, o.Name, connected.FirstOrDefault(a => a.PublisherId == o.Id),
            current.Any(a => a.PublisherId == o.Id && a.Method == PayoutMethod.Connect))).AsNoTracking().ToListAsync(cancel);
    }

    /// <summary>Opens the account unless there is one, and leads to Stripe's form.</summary>
    public async Task<ConnectOutcome> StartAsync(Actor actor, long publisherId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.PublishersOwnedBy(actor).AnyAsync(o => o.Id == publisherId, cancel))
        {
            return new ConnectOutcome.NotFound();
        }

        if (!stripe.IsOn)
        {
            return new ConnectOutcome.Refused("The marketplace does not pay by Stripe.");
        }

        try
        {
            if (await OpenAsync(db, actor, publisherId, cancel) is not { } account)
            {
                return new ConnectOutcome.Refused("Enter the billing details first: Stripe asks in which country the business is.");
            }

            var address = $"/publisher/earnings/stripe/{publisherId}";
            return new ConnectOutcome.Opened(
                await stripe.LinkAsync(account, new(portal.Value.At($"{address}/done")), new(portal.Value.At($"{address}/again")), cancel));
        }
        catch (ProviderRefusedException)
        {
            return new ConnectOutcome.Refused("Stripe refuses it. The marketplace’s log says why: ask its operators.");
        }
        catch (ProviderAwayException)
        {
            return new ConnectOutcome.Refused(Away);
        }
    }

    /// <summary>Leads to Stripe's own pages of the account.</summary>
    public async Task<ConnectOutcome> DashboardAsync(Actor actor, long publisherId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = db.PublishersOwnedBy(actor);
        var account = await db.ConnectAccounts.Where(a => a.PublisherId == publisherId && a.IsSubmitted && own.Any(o => o.Id == a.PublisherId))
            .Select(a => a.ProviderId).FirstOrDefaultAsync(cancel);
        try
        {
            return account is null ? new ConnectOutcome.NotFound() : new ConnectOutcome.Opened(await stripe.DashboardAsync(account, cancel));
        }
        catch (ProviderAwayException)
        {
            return new ConnectOutcome.Refused(Away);
        }
    }

    /// <summary>An owner comes back from Stripe: how the account is now is asked.</summary>
    public async Task LookAsync(Actor actor, long publisherId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.PublishersOwnedBy(actor).AnyAsync(o => o.Id == publisherId, cancel))
        {
            await reads.TryAsync(publisherId, cancel);
        }
    }

    /// <summary>From now on payouts go to the Stripe account.</summary>
    public async Task<AccountOutcome> UseAsync(Actor actor, long publisherId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = db.PublishersOwnedBy(actor);
        var account = await db.ConnectAccounts.AsNoTracking().Include(a => a.Publisher)
            .FirstOrDefaultAsync(a => a.PublisherId == publisherId && own.Any(o => o.Id == a.PublisherId), cancel);
        return account is null ? new AccountOutcome.NotFound()
            : account is not { State: ConnectState.Ready, ProviderId: { } id }
                ? new AccountOutcome.Invalid(nameof(PayoutAccount.ConnectId), "Stripe does not pay to this account yet. Complete it on Stripe’s pages first.")
            : await accounts.AddAsync(
                db, actor, PayoutAccount.Connected(publisherId, account.Publisher.Name.Clip(PayoutAccount.MaxHolder), id, actor.UserId, clock.UtcNow), cancel);
    }

    // The row comes first: an answer that is lost is asked for again by its key.
    private async Task<string?> OpenAsync(MarketplaceDb db, Actor actor, long publisherId, CancellationToken cancel)
    {
        var account = await db.ConnectAccounts.FirstOrDefaultAsync(a => a.PublisherId == publisherId, cancel);
        if (account is null)
        {
            var country = await db.BillingProfiles.Where(p => p.OrganizationId == publisherId).Select(p => p.Address.Country).FirstOrDefaultAsync(cancel);
            if (country is null)
            {
                return null;
            }

            account = new ConnectAccount(publisherId, country, actor.UserId, clock.UtcNow);
            db.Add(account);
            db.Audit(actor, "payout-account.connect", $"organization/{publisherId}", $"Stripe, {country}", clock.UtcNow);
            try
            {
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateException error) when (error.IsLostRace)
            {
                // Another owner opened it at this moment.
                db.ChangeTracker.Clear();
                account = await db.ConnectAccounts.SingleAsync(a => a.PublisherId == publisherId, cancel);
            }
        }

        if (account.ProviderId is not null)
        {
            return account.ProviderId;
        }

        var opened = await stripe.OpenAsync($"connect-{account.Key:N}", publisherId, account.Country, cancel);
        await reads.TakeAsync(publisherId, opened, null, cancel);
        db.Changed(LiveTopic.Payouts, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return opened.Id;
    }
}
