using static Marketplace.Tests.Access.EndpointCall;

namespace Marketplace.Tests.Access;

internal static partial class EndpointTable
{
    private static IEnumerable<EndpointCall> Dunning =>
    [
        Get("/dunning", Who.Operator),
        Get("/dunning.csv", Who.Operator),
        Get("/dunning/campaigns/new", Who.Operator),
        Get("/dunning/campaigns/{Id:long}", Who.Operator, w => [w.Campaign]),
        Get(Api + "/dunning/cases", Readers),
        Get(Api + "/dunning/cases/{id:guid}", Who.Members | Who.ReadKey | Who.Operator, w => [w.FailedPeriod]),
        Get(Api + "/dunning/campaigns", Who.Operator),
        Get(Api + "/dunning/campaigns/{id:long}", Who.Operator, w => [w.Campaign]),
        // Whoever has the link of a mail; others are told that it is not valid.
        Get("/pay/{Token}", Who.All, _ => ["none"]),
    ];
}
