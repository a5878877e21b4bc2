using System.Text.Json.Serialization;
using Marketplace.Data;
using Marketplace.Payouts.Accounts;
using Marketplace.Payouts.Connect;
using Marketplace.Payouts.Shares;
using Marketplace.Payouts.Terms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Payouts;

/// <summary>Why a publisher is not paid now. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CarryReason>))]
public enum CarryReason
{
    /// <summary>Nothing stands against it.</summary>
    None,

    BelowMinimum,

    /// <summary>More was refunded than was earned since.</summary>
    Negative,

    NoAccount,

    /// <summary>The account was entered a few days ago.</summary>
    NewAccount,

    /// <summary>The last payout to the account came back.</summary>
    Returned,

    /// <summary>Stripe does not pay to the account now.</summary>
    NotReady,
}

/// <summary>What is available to a publisher, and not in a payout yet.</summary>
/// <param name="IsTest">Of sales in the sandbox, which are never paid by real money.</param>
/// <param name="Day">Of the month, on which it is prepared; 0 by hand alone.</param>
/// <param name="Minimum">In minor units; less is carried over.</param>
public sealed record DuePayout(
    long PublisherId, string Publisher, string Currency, bool IsTest, long Minor, int Count, PayoutAccount? Account, CarryReason Reason, int Day, long Minimum)
{
    public Money Amount => new(Minor, Currency);
}

/// <summary>Who can be paid now, and who is carried over and why.</summary>
public sealed class DuePayouts(PayoutAccounts accounts, IOptions<PayoutOptions> options, TimeProvider clock)
{
    private const int MaxPublishers = 10_000;

    internal async Task<IReadOnlyList<DuePayout>> ReadAsync(MarketplaceDb db, string? currency, CancellationToken cancel)
    {
        var sums = await db.Shares.Where(s => s.ReleaseId != null && s.PayoutId == null && (currency == null || s.Currency == currency))
            .GroupBy(s => new { s.PublisherId, s.Publisher.Name, s.Currency, s.IsTest })
            .Select(g => new { g.Key.PublisherId, g.Key.Name, g.Key.Currency, g.Key.IsTest, Minor = g.Sum(s => s.Minor), Count = g.Count() })
            .OrderBy(g => g.Name).ThenBy(g => g.Currency).ThenBy(g => g.IsTest).Take(MaxPublishers).ToListAsync(cancel);
        var publishers = sums.ConvertAll(sum => sum.PublisherId);
        var current = await db.CurrentPayoutAccounts().AsNoTracking().Where(a => publishers.Contains(a.PublisherId))
            .ToDictionaryAsync(a => a.PublisherId, cancel);
        var ids = current.Values.Select(account => account.Id).ToList();
        var returned = await db.Payouts.Where(p => p.ReturnedAt != null && ids.Contains(p.AccountId)).Select(p => p.AccountId).Distinct().ToListAsync(cancel);
        var terms = await db.CurrentPayoutTerms().AsNoTracking().Where(t => publishers.Contains(t.PublisherId))
            .ToDictionaryAsync(t => (t.PublisherId, t.Currency), cancel);
        var ready = (await db.ConnectAccounts.AsNoTracking().Where(a => publishers.Contains(a.PublisherId)).ToListAsync(cancel))
            .Where(a => a.State is ConnectState.Ready).Select(a => a.ProviderId).ToHashSet();
        return sums.ConvertAll(sum =>
        {
            var (account, own) = (current.GetValueOrDefault(sum.PublisherId), terms.GetValueOrDefault((sum.PublisherId, sum.Currency)));
            var minimum = own?.Minimum ?? options.Value.MinimumOf(sum.Currency);
            return new DuePayout(
                sum.PublisherId, sum.Name, sum.Currency, sum.IsTest, sum.Minor, sum.Count, account,
                Reason(
                    sum.Minor, minimum, account, account is not null && returned.Contains(account.Id),
                    account is { Method: PayoutMethod.Connect } && !ready.Contains(account.ConnectId)),
                own?.Day ?? options.Value.DayOf(sum.Currency), minimum);
        });
    }

    private CarryReason Reason(long minor, long minimum, PayoutAccount? account, bool cameBack, bool isNotReady) =>
        minor < 0 ? CarryReason.Negative
        : minor < minimum ? CarryReason.BelowMinimum
        : account is null ? CarryReason.NoAccount
        : isNotReady ? CarryReason.NotReady
        : cameBack ? CarryReason.Returned
        : accounts.HeldUntil(account.At) > clock.UtcNow ? CarryReason.NewAccount
        : CarryReason.None;
}
