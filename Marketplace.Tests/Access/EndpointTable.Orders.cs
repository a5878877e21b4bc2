using System.Net.Http.Json;
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
        Get(Api + "/subscriptions", Readers),
        Get(Api + "/subscriptions/{id:guid}", Who.Members | Who.ReadKey | Who.Operator, w => [w.Subscription]),
        Get(Api + "/subscriptions/{id:guid}/choices", Who.BillingKey, w => [w.Subscription]),
        new("POST", Api + "/subscriptions/{id:guid}/previews", Who.BillingKey, w => [w.Subscription], "", _ => JsonContent.Create(OtherDay)),
        new("POST", Api + "/subscriptions/{id:guid}/changes", Who.BillingKey, w => [w.Subscription], "", w =>
        {
            var shown = w.Shown;
            return JsonContent.Create(new { kind = "BillingDay", day = World.OtherDay.Day, shown.At, hash = shown.Hash() });
        }),
        new("PUT", Api + "/subscriptions/{id:guid}/cancellation", Who.BillingKey, w => [w.Subscription], "", _ => JsonContent.Create(new { reason = "Dear." })),
        new("DELETE", Api + "/subscriptions/{id:guid}/cancellation", Who.BillingKey, w => [w.CanceledSubscription]),
        // A provider's own page knows nobody of the portal.
        Get("/sandbox/{Id}", Who.All, w => [w.Paid]),
    ];

    private static object OtherDay => new { kind = "BillingDay", day = World.OtherDay.Day };
}
