using Marketplace.Data;

namespace Marketplace.Payouts.Shares;

/// <summary>What is owed to a publisher in a currency, by the ledger.</summary>
/// <param name="AvailableMinor">It can be paid out; less than nothing where more was given back than was earned since.</param>
/// <param name="HeldMinor">With the reserve.</param>
/// <param name="ReserveMinor">Of what is held, what is kept back longer.</param>
/// <param name="NextAt">When the first of it is released, unless something else holds it; null where nothing is held.</param>
public sealed record PublisherBalance(
    long PublisherId, string Publisher, string Currency, long AvailableMinor, long HeldMinor, long ReserveMinor, DateTime? NextAt)
{
    public Money Available => new(AvailableMinor, Currency);
    public Money Held => new(HeldMinor, Currency);
    public Money Reserve => new(ReserveMinor, Currency);
}
