using Marketplace.Data;

namespace Marketplace.Billing.Orders;

/// <summary>What members of an organization may buy without an owner. Without a rule they may buy nothing: an owner approves each order.</summary>
/// <param name="limitMinor">What each member may spend in a calendar month (UTC); 0 for nothing.</param>
public sealed class BuyingRule(long organizationId, long limitMinor, string currency, long changedById, DateTime changedAt)
{
    public long OrganizationId { get; private set; } = organizationId;
    public long LimitMinor { get; private set; } = limitMinor;
    public string Currency { get; private set; } = currency;
    public Money Limit => new(LimitMinor, Currency);
    public long ChangedById { get; private set; } = changedById;
    public DateTime ChangedAt { get; private set; } = changedAt;

    public void Change(Money limit, long byId, DateTime now) => (LimitMinor, Currency, ChangedById, ChangedAt) = (limit.Minor, limit.Currency, byId, now);
}
