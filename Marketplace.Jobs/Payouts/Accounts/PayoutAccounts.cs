using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Payouts.Accounts;

/// <summary>Where a publisher is paid, as its owners see it.</summary>
/// <param name="Account">Null where none was entered.</param>
/// <param name="HeldUntil">Nothing is paid to it before; null where that has passed.</param>
public sealed record AccountView(long PublisherId, string Publisher, PayoutAccount? Account, string? By, DateTime? HeldUntil);

public abstract record AccountOutcome
{
    /// <param name="HeldUntil">Nothing is paid to it before.</param>
    public sealed record Saved(DateTime HeldUntil) : AccountOutcome;

    /// <param name="Field">Of what, as in <see cref="PayoutAccount"/>.</param>
    public sealed record Invalid(string Field, string Problem) : AccountOutcome;

    public sealed record NotFound : AccountOutcome;
}

/// <summary>Owners say where their publisher is paid. All owners are notified of a change, and for some days nothing is paid to what is new.</summary>
public sealed class PayoutAccounts(IDbContextFactory<MarketplaceDb> databases, IOptions<PayoutOptions> options, TimeProvider clock)
{
    /// <summary>Of all publishers that the actor owns.</summary>
    public async Task<IReadOnlyList<AccountView>> ReadAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (current, now) = (db.CurrentPayoutAccounts(), clock.UtcNow);
        var rows = await db.PublishersOwnedBy(actor).OrderBy(o => o.Name).Select(o => new
        {
            o.Id, o.Name,
            Account = current.FirstOrDefault(a => a.PublisherId == o.Id),
            By = current.Where(a => a.PublisherId == o.Id).Select(a => a.By.DisplayName).FirstOrDefault(),
        }).AsNoTracking().ToListAsync(cancel);
        return rows.ConvertAll(row => new AccountView(
            row.Id, row.Name, row.Account, row.By, row.Account is { } account && HeldUntil(account.At) is var until && until > now ? until : null));
    }

    public async Task<AccountOutcome> SaveAsync(Actor actor, long publisherId, string holder, string iban, CancellationToken cancel)
    {
        (holder, iban) = (holder.Trim(), Iban.Normalize(iban));
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.PublishersOwnedBy(actor).AnyAsync(o => o.Id == publisherId, cancel))
        {
            return new AccountOutcome.NotFound();
        }

        if (holder.Length is 0 or > PayoutAccount.MaxHolder || SepaText.Of(holder) == "")
        {
            return new AccountOutcome.Invalid(
                nameof(PayoutAccount.Holder), $"Enter in whose name the account is, in Latin letters and at most {PayoutAccount.MaxHolder} characters.");
        }

        return Iban.Problem(iban) is { } problem
            ? new AccountOutcome.Invalid(nameof(PayoutAccount.Iban), problem)
            : await AddAsync(db, actor, new(publisherId, PayoutMethod.Transfer, holder, iban, actor.UserId, clock.UtcNow), cancel);
    }

    /// <summary>From when on an account that was entered at an instant is paid to.</summary>
    internal DateTime HeldUntil(DateTime enteredAt) => enteredAt.AddDays(options.Value.AccountHoldDays);

    internal async Task<AccountOutcome> AddAsync(MarketplaceDb db, Actor actor, PayoutAccount account, CancellationToken cancel)
    {
        var (now, publisher) = (clock.UtcNow, $"organization/{account.PublisherId}");
        db.Add(account);
        db.Audit(actor, "payout-account.change", publisher, $"{account.Method}: {account.Holder}, {account.Masked}", now);
        var text = $"Payouts go to {account.Masked} of {account.Holder} from {HeldUntil(now):yyyy-MM-dd} on. If you did not expect this, change it at once.";
        await db.NotifyOwnersAsync(account.PublisherId, $"payout-account/{account.PublisherId}", text, now, cancel);
        db.Changed(LiveTopic.Payouts, now);
        await db.SaveChangesAsync(cancel);
        return new AccountOutcome.Saved(HeldUntil(now));
    }
}
