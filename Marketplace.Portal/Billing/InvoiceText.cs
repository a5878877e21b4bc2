using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Payments;
using Marketplace.Portal.Shared;
using MudBlazor;

namespace Marketplace.Portal.Billing;

/// <summary>Invoices in words.</summary>
internal static class InvoiceText
{
    public static string Kind(InvoiceKind kind) => kind is InvoiceKind.CreditNote ? "Credit note" : "Invoice";

    public static string Kind(string kind) => Enum.TryParse<InvoiceKind>(kind, out var some) ? Kind(some) : kind;

    public static (string Kind, string Icon) Look(InvoiceState state) => state switch
    {
        InvoiceState.Paid => ("success", Icons.Material.Outlined.CheckCircle),
        InvoiceState.Overdue => ("error", Icons.Material.Outlined.ErrorOutline),
        InvoiceState.Open => ("warning", Icons.Material.Outlined.Schedule),
        InvoiceState.Credited => ("info", Icons.Material.Outlined.Undo),
        InvoiceState.WrittenOff => ("error", Icons.Material.Outlined.MoneyOff),
        _ => ("info", Icons.Material.Outlined.Receipt),
    };

    public static string Refund(RefundState? refund) => refund switch
    {
        RefundState.Succeeded => "refunded",
        RefundState.Failed => "the refund failed",
        RefundState.Pending => "being refunded",
        _ => "set off",
    };

    public static (string Kind, string Icon, string Text) State(OrderRow order) => order.State switch
    {
        OrderState.Paid => ("success", Icons.Material.Outlined.CheckCircle, order.DueMinor == 0 ? "Complete" : "Paid"),
        OrderState.AwaitingApproval => ("warning", Icons.Material.Outlined.HowToReg, Order(order.State)),
        OrderState.AwaitingPayment => ("warning", Icons.Material.Outlined.Payments, Order(order.State)),
        _ => ("error", Icons.Material.Outlined.Cancel, order.End switch
        {
            OrderEnd.Canceled => "Canceled",
            OrderEnd.Declined => "Declined",
            OrderEnd.Expired => "Expired",
            _ => "No longer available",
        }),
    };

    public static string Order(OrderState state) => state switch
    {
        OrderState.AwaitingApproval => "Awaiting approval",
        OrderState.AwaitingPayment => "Awaiting payment",
        _ => $"{state}",
    };

    public static string Order(string state) => Enum.TryParse<OrderState>(state, out var some) ? Order(some) : state;
}
