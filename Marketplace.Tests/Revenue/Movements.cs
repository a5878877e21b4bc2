using Marketplace.Revenue.Movements;
using Marketplace.Tests.Billing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Revenue;

/// <summary>What tests ask of movements.</summary>
internal static class Movements
{
    public static IReadOnlyList<RecurringMovement> All(Shop shop) => shop.Read(db => db.RecurringMovements.AsNoTracking().OrderBy(m => m.Id).ToList());

    public static (MovementKind Kind, long Minor, long Left)[] Moves(Shop shop) => [.. All(shop).Select(m => (m.Kind, m.Minor, m.Left))];

    public static RecurringMovement Newest(Shop shop) => All(shop)[^1];
}
