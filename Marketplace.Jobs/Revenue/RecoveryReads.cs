using Marketplace.Billing.Dunning;
using Marketplace.Data;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue;

/// <summary>Reads what became of failed payments.</summary>
internal static class RecoveryReads
{
    public static async Task<RecoverySeries> ReadAsync(
        MarketplaceDb db, RevenueFilter filter, DateOnly from, DateOnly to, RevenueRates rates, CancellationToken cancel)
    {
        var (since, until) = (from.ToDateTime(default, DateTimeKind.Utc), to.AddDays(1).ToDateTime(default, DateTimeKind.Utc));
        var sums = await Of(filter, db.DunningCases.AsNoTracking()).Where(c => c.ClosedAt >= since && c.ClosedAt < until)
            .GroupBy(c => new { Day = DateOnly.FromDateTime(c.ClosedAt!.Value), c.Currency, c.State })
            .Select(g => new { g.Key, Minor = g.Sum(c => c.Minor), Count = g.Count() }).ToListAsync(cancel);
        return new(
            [
                .. sums.Where(sum => rates.Has(sum.Key.Currency))
                    .Select(sum => new RecoverySum(sum.Key.Day, sum.Key.Currency, sum.Key.State, sum.Minor, sum.Count)),
            ],
            rates);
    }

    private static IQueryable<DunningCase> Of(RevenueFilter filter, IQueryable<DunningCase> cases)
    {
        cases = filter.ModuleId is { } module ? cases.Where(c => c.Subscription.ModuleId == module) : cases;
        cases = filter.PublisherId is { } publisher ? cases.Where(c => c.Subscription.Module.PublisherId == publisher) : cases;
        cases = filter.ClientId is { } client ? cases.Where(c => c.OrganizationId == client) : cases;
        cases = filter.Tier is { } tier ? cases.Where(c => c.Subscription.Tier == tier) : cases;
        cases = filter.Model is { } model ? cases.Where(c => c.Subscription.Model == model) : cases;
        cases = filter.Currency is { } currency ? cases.Where(c => c.Currency == currency) : cases;
        cases = filter.Country is { } country ? cases.Where(c => c.Country == country) : cases;
        // Failed payments are kept by no promotion: rather nothing than what was not asked for.
        return filter.PromotionId is null ? cases : cases.Where(_ => false);
    }
}
