using static Marketplace.Tests.Access.EndpointCall;

namespace Marketplace.Tests.Access;

internal static partial class EndpointTable
{
    private static IEnumerable<EndpointCall> Promotions =>
    [
        Get("/publisher/promotions", Who.People),
        Get("/publisher/promotions/new", Who.People),
        Get("/publisher/promotions.csv", Who.People),
        Get("/publisher/promotions/{id:long}/codes.csv", Who.Owner | Who.Staff, w => [w.Promotion]),
    ];
}
