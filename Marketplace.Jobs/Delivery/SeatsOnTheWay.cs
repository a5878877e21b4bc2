using Marketplace.Data;
using Marketplace.Operations;
using Marketplace.Planning;

namespace Marketplace.Delivery;

/// <summary>Those of open operations, and of ended ones that may still arrive, as long as the site's agent has not answered.</summary>
internal sealed class SeatsOnTheWay : ISeatsOnTheWay
{
    public IQueryable<SeatOnTheWay> In(MarketplaceDb db)
    {
        var open = db.Deliveries.Where(d => d.State == DeliveryState.Open);
        return db.LicenseSeats.Where(seat => seat.Operation.EndedAt == null || open.Any(d => d.OperationId == seat.OperationId))
            .Select(seat => new SeatOnTheWay { SiteId = seat.Operation.SiteId, PackageId = seat.PackageId });
    }
}
