using Marketplace.Data;
using Marketplace.Pricing;

namespace Marketplace.Ledger;

/// <summary>What is sold, as a rate may name it.</summary>
public readonly record struct Sold(long PublisherId, long ModuleId, OfferTier Tier, DateOnly Day);

/// <summary>What the operator keeps and what the publisher gets; both are the whole.</summary>
public readonly record struct CommissionShare(Money Commission, Money Publisher);

/// <summary>Which rate counts for a sale, and what it comes to.</summary>
public static class Commission
{
    /// <summary>
    /// The most specific rate that has begun: of the module before of the publisher before of all, with the tier named before without. Of equals the one
    /// that began last, and of these the one that was written last.
    /// </summary>
    /// <returns>Basis points.</returns>
    public static int Of(IEnumerable<CommissionRate> rates, Sold sold, int usual) => rates
        .Where(r => r.From <= sold.Day
            && (r.ModuleId ?? sold.ModuleId) == sold.ModuleId
            && (r.PublisherId ?? sold.PublisherId) == sold.PublisherId
            && (r.Tier ?? sold.Tier) == sold.Tier)
        .OrderByDescending(r => r.ModuleId is not null).ThenByDescending(r => r.PublisherId is not null).ThenByDescending(r => r.Tier is not null)
        .ThenByDescending(r => r.From).ThenByDescending(r => r.Id)
        .Select(r => (int?)r.BasisPoints).FirstOrDefault() ?? usual;

    /// <summary>The commission is rounded half away from zero; the publisher gets the rest.</summary>
    public static CommissionShare Split(Money net, int basisPoints)
    {
        var commission = net.Share(basisPoints / 100m);
        return new(commission, net - commission);
    }
}
