using static Marketplace.Tests.Access.EndpointCall;

namespace Marketplace.Tests.Access;

internal static partial class EndpointTable
{
    private static IEnumerable<EndpointCall> Orders =>
    [
        Get("/checkout/{QuoteId:guid}", Who.Members, w => [w.Quote]),
        Get("/orders/{IdText}", Who.Members | Who.Operator, w => [w.OpenOrder]),
        Get("/subscriptions/{Id:guid}", Who.Members | Who.Operator, w => [w.Subscription]),
        Get("/subscriptions/{Id:guid}/change", Who.Owner | Who.Operator, w => [w.Subscription]),
        Get("/sales/subscriptions", Who.Operator),
        Get("/sales/subscriptions.csv", Who.Operator),
        Get("/sales/billing-runs", Who.Operator),
        Get("/sales/billing-runs.csv", Who.Operator),
        Get("/billing/subscriptions.csv", Who.People),
        // A provider's own page knows nobody of the portal.
        Get("/sandbox/{Id}", Who.All, w => [w.Paid]),
    ];
}
