using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Rates;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Orders;

/// <summary>Who may buy for an organization: owners always, members up to what an owner allows each month.</summary>
public sealed class BuyingRules(IDbContextFactory<MarketplaceDb> databases, RatesQueries rates, TimeProvider clock)
{
    /// <summary>Null where there is no rule, or the actor is no member.</summary>
    public async Task<Money?> ReadAsync(Actor actor, long organizationId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = db.Organizations.Of(actor);
        return await db.BuyingRules.Where(r => r.OrganizationId == organizationId && own.Any(o => o.Id == r.OrganizationId))
            .Select(r => (Money?)new Money(r.LimitMinor, r.Currency)).FirstOrDefaultAsync(cancel);
    }

    /// <returns>Null if it is saved, otherwise what is wrong.</returns>
    public async Task<string?> SaveAsync(Actor actor, long organizationId, Money limit, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.Organizations.OwnedBy(actor).AnyAsync(o => o.Id == organizationId && o.IsClient, cancel))
        {
            return "Only owners of the organization decide what members may buy.";
        }

        if (Currency.Find(limit.Currency)?.Code != limit.Currency || limit.Minor < 0)
        {
            return "Enter an amount of nothing or more, in a currency of ISO 4217.";
        }

        var rule = await db.BuyingRules.FirstOrDefaultAsync(r => r.OrganizationId == organizationId, cancel);
        if (rule is null)
        {
            db.Add(new BuyingRule(organizationId, limit.Minor, limit.Currency, actor.UserId, clock.UtcNow));
        }
        else
        {
            rule.Change(limit, actor.UserId, clock.UtcNow);
        }

        db.Audit(actor, "billing.limit", $"organization/{organizationId}", $"Members may spend {limit} a month each", clock.UtcNow);
        db.Changed(LiveTopic.Billing(organizationId), clock.UtcNow);
        return await db.TrySaveAsync(cancel) ? null : "Someone saved another limit at the same moment. Look at it again.";
    }

    /// <summary>Whether an owner has to approve it; asked within the transaction that places the order.</summary>
    internal async Task<bool> NeedsApprovalAsync(MarketplaceDb db, Actor actor, long organizationId, Money due, CancellationToken cancel)
    {
        if (await db.Organizations.OwnedBy(actor).AnyAsync(o => o.Id == organizationId, cancel))
        {
            return false;
        }

        if (await db.BuyingRules.AsNoTracking().FirstOrDefaultAsync(r => r.OrganizationId == organizationId, cancel) is not { LimitMinor: > 0 } rule)
        {
            return true;
        }

        var now = clock.UtcNow;
        var month = new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        // What an owner approved does not use up what members may spend without one.
        var spent = await db.Orders
            .Where(o => o.OrganizationId == organizationId && o.ById == actor.UserId && o.PlacedAt >= month && o.EndedAt == null && o.AskedAt == null)
            .GroupBy(o => o.Currency).Select(g => new { g.Key, Sum = g.Sum(o => o.DueMinor) }).ToListAsync(cancel);
        var table = await rates.NowAsync(cancel);
        var sum = Money.Zero(rule.Currency);
        foreach (var one in spent.Select(one => new Money(one.Sum, one.Key)).Append(due))
        {
            if (one.Currency != rule.Currency && !(table is not null && table.Has(one.Currency) && table.Has(rule.Currency)))
            {
                return true;
            }

            sum += one.Currency == rule.Currency ? one : table!.Convert(one, rule.Currency);
        }

        return sum > rule.Limit;
    }
}
