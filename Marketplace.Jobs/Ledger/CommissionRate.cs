using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing;

namespace Marketplace.Ledger;

/// <summary>
/// From a day on, what the operator keeps of what is sold: of everything, or of one publisher's, one module's, one tier's. It stays until another for
/// the same takes its place.
/// </summary>
public sealed class CommissionRate(long? publisherId, long? moduleId, OfferTier? tier, DateOnly from, int basisPoints, long byId, DateTime at) : IAppendOnly
{
    public long Id { get; private set; }
    public long? PublisherId { get; private set; } = publisherId;
    public Organization? Publisher { get; private set; }
    public long? ModuleId { get; private set; } = moduleId;
    public Module? Module { get; private set; }
    public OfferTier? Tier { get; private set; } = tier;
    public DateOnly From { get; private set; } = from;
    public int BasisPoints { get; private set; } = basisPoints;
    public long ById { get; private set; } = byId;
    public User By { get; private set; } = null!;
    public DateTime At { get; private set; } = at;
}
