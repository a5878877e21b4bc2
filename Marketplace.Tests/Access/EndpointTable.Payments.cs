using static Marketplace.Tests.Access.EndpointCall;

namespace Marketplace.Tests.Access;

internal static partial class EndpointTable
{
    private static IEnumerable<EndpointCall> Payments =>
    [
        Get("/sales/payments", Who.Operator),
        Get("/sales/payments.csv", Who.Operator),
        Get("/sales/payments/{Id:guid}", Who.Operator, w => [w.Payment]),
        Get("/sales/disputes", Who.Operator),
        Get("/sales/disputes.csv", Who.Operator),
        Get("/sales/disputes/{Id:guid}", Who.Operator, w => [w.Dispute]),
        Get("/sales/disputes/{id:guid}/records.pdf", Who.Operator, w => [w.Dispute]),
        Get(Api + "/revenue", Who.Operator),
        Get(Api + "/revenue/by/{by}", Who.Operator, _ => ["module"]),
        Get(Api + "/revenue/sales/by/{by}", Who.Operator, _ => ["module"]),
        Get("/spending", Who.People),
        Get("/publisher/revenue", Who.People),
        Get("/publisher/revenue.csv", Who.Operator),
        Get("/publisher/revenue/views", Who.People),
        Get("/publisher/revenue/by/{By}", Who.People, _ => ["module"]),
        Get("/publisher/revenue/by/{by}.csv", Who.Operator, _ => ["module"]),
        Get("/revenue", Who.Operator),
        Get("/revenue.csv", Who.Operator),
        Get("/revenue/by/{By}", Who.Operator, _ => ["module"]),
        Get("/revenue/by/{by}.csv", Who.Operator, _ => ["module"]),
        Get("/revenue/finance", Who.Operator),
        Get("/revenue/tax.csv", Who.Operator),
        Get("/revenue/movements", Who.Operator),
        Get("/revenue/views", Who.Operator),
        Get("/revenue/views/{id:long}", Who.Members, w => [w.View]),
        Get("/revenue/annotations.csv", Who.Operator),
        // Nothing is there without a key in the settings.
        Get("/metrics", Who.Nobody),
        Get("/revenue/movements.csv", Who.Operator),
        Get("/sales/refunds/all", Who.Operator),
        Get("/sales/refunds/all.csv", Who.Operator),
        Get("/sales/refunds", Who.Operator),
        Get("/sales/refunds.csv", Who.Operator),
        Get("/sales/refunds/{Id:long}", Who.Operator, w => [w.Proposal.Id]),
        Get("/sales/webhooks", Who.Operator),
        Get("/sales/webhooks.csv", Who.Operator),
        Get("/sales/webhooks/{Id:long}", Who.Operator, w => [w.Event]),
        Get("/sales/reconciliation", Who.Operator),
        Get("/sales/reconciliation/differences.csv", Who.Operator),
        Get("/sales/reconciliation/runs.csv", Who.Operator),
        Get("/organization/webhook", Who.People),
        Get(Api + "/payments", Readers),
        Get(Api + "/payments/{id:guid}", Who.Members | Who.ReadKey, w => [w.Payment]),
        Get(Api + "/quotes", Readers),
        Get(Api + "/quotes/{id:guid}", Who.Members | Who.ReadKey, w => [w.Quote]),
    ];
}
