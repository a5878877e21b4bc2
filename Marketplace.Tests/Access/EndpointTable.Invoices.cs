using static Marketplace.Tests.Access.EndpointCall;

namespace Marketplace.Tests.Access;

internal static partial class EndpointTable
{
    private static IEnumerable<EndpointCall> Invoices =>
    [
        Get("/billing", Who.People),
        Get("/billing/orders.csv", Who.People),
        Get("/billing/invoices.csv", Who.People),
        Get("/billing/bank", Who.Operator),
        new("POST", "/billing/bank/statements", Who.Operator, _ => [], "?name=statement.csv",
            _ => new StringContent("Date;Amount;Currency\n2026-03-02;5.00;EUR\n")),
        Get("/publisher/sales", Who.People),
        Get("/publisher/sales.csv", Who.People),
        Get("/publisher/earnings", Who.People),
        Get("/publisher/earnings.csv", Who.People),
        Get("/publisher/earnings/held.csv", Who.People),
        Get("/publisher/earnings/payouts.csv", Who.People),
        Get("/payouts/{Id:long}", Who.Members | Who.Operator, w => [w.Payout.Id]),
        Get("/payouts/{id:long}/lines.csv", Who.Members | Who.Operator, w => [w.Payout.Id]),
        Get("/payouts/{id:long}/pdf", Who.Members | Who.Operator, w => [w.Payout.Id]),
        Get("/payouts/{id:long}/invoice.pdf", Who.Members | Who.Operator, w => [w.Payout.Id]),
        Get("/payouts/{id:long}/invoice.xml", Who.Members | Who.Operator, w => [w.Payout.Id]),
        Get("/sales/payouts", Who.Operator),
        Get("/sales/payouts.csv", Who.Operator),
        Get("/sales/payouts/runs.csv", Who.Operator),
        Get("/sales/payouts/runs/{Id:long}", Who.Operator, w => [w.OpenRun.Id]),
        Get("/sales/payouts/runs/{id:long}/payouts.csv", Who.Operator, w => [w.OpenRun.Id]),
        Get("/sales/payouts/runs/{id:long}/file", Who.Operator, w => [w.Payout.RunId]),
        Get("/sales/orders", Who.Operator),
        Get("/sales/orders.csv", Who.Operator),
        Get("/sales/invoices", Who.Operator),
        Get("/sales/invoices.csv", Who.Operator),
        Get("/invoices/{Number}", Who.Members | Who.Operator, _ => [World.Invoice]),
        Get("/invoices/{number}/pdf", Who.Members | Who.Operator, _ => [World.Invoice]),
        Get("/invoices/{number}/xml", Who.Members | Who.Operator, _ => [World.Invoice]),
        Get(Api + "/earnings", Readers),
        Get(Api + "/payouts", Readers),
        Get(Api + "/payouts/{id:long}", Who.Members | Who.ReadKey | Who.Operator, w => [w.Payout.Id]),
        Get(Api + "/payouts/{id:long}/lines", Who.Members | Who.ReadKey | Who.Operator, w => [w.Payout.Id]),
        Get(Api + "/payouts/{id:long}/pdf", Who.Members | Who.ReadKey | Who.Operator, w => [w.Payout.Id]),
        Get(Api + "/payouts/{id:long}/invoice.pdf", Who.Members | Who.ReadKey | Who.Operator, w => [w.Payout.Id]),
        Get(Api + "/payouts/{id:long}/invoice.xml", Who.Members | Who.ReadKey | Who.Operator, w => [w.Payout.Id]),
        Get(Api + "/orders", Readers),
        Get(Api + "/orders/{id:guid}", Who.Members | Who.ReadKey, w => [w.Order]),
        Get(Api + "/invoices", Readers),
        Get(Api + "/invoices/{number}", Who.Members | Who.ReadKey | Who.Operator, _ => [World.Invoice]),
        Get(Api + "/invoices/{number}/pdf", Who.Members | Who.ReadKey | Who.Operator, _ => [World.Invoice]),
        Get(Api + "/invoices/{number}/xml", Who.Members | Who.ReadKey | Who.Operator, _ => [World.Invoice]),
    ];
}
