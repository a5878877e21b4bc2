using Marketplace.Data;

namespace Marketplace.Planning;

/// <summary>A site that has a licensed module, or that one is on its way to.</summary>
public sealed class SeatOnTheWay
{
    public long SiteId { get; init; }
    public required string PackageId { get; init; }
}

/// <summary>Sites that licensed modules are on their way to; implemented where operations are delivered.</summary>
public interface ISeatsOnTheWay
{
    IQueryable<SeatOnTheWay> In(MarketplaceDb db);
}
