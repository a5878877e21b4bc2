using Marketplace.Billing.Orders;
using Marketplace.Payments;
using Marketplace.Portal.Shared;
using Marketplace.Pricing.Quotes;

namespace Marketplace.Portal.Billing;

/// <summary>Orders and payments in words.</summary>
internal static class CheckoutText
{
    /// <summary>Acme Shop Premium; Acme Shop Premium and 2 more.</summary>
    public static string What(Quote quote)
    {
        var licenses = quote.Lines.Where(line => line.Kind is QuoteLineKind.License).ToList();
        return $"{licenses[0].Name}{(quote.IsCustom ? "" : $" {licenses[0].Tier}")}{(licenses.Count > 1 ? $" and {licenses.Count - 1} more" : "")}";
    }

    public static (string Kind, string Icon, string Text) State(Order order, Payment? payment) => order switch
    {
        { State: OrderState.Paid } => ("success", MudBlazor.Icons.Material.Outlined.CheckCircle, order.DueMinor == 0 ? "Complete" : "Paid"),
        { State: OrderState.AwaitingApproval } => ("warning", MudBlazor.Icons.Material.Outlined.HowToReg, "Awaiting approval"),
        { State: OrderState.Ended } => ("error", MudBlazor.Icons.Material.Outlined.Cancel, order.End switch
        {
            OrderEnd.Canceled => "Canceled",
            OrderEnd.Declined => "Declined",
            OrderEnd.Expired => "Expired",
            _ => "No longer available",
        }),
        _ when payment is { State: PaymentState.Processing } => ("info", MudBlazor.Icons.Material.Outlined.HourglassTop, "Payment processing"),
        { Payable.Minor: 0 } => ("warning", MudBlazor.Icons.Material.Outlined.Payments, "Awaiting a payment method"),
        _ when payment is { Provider: PaymentProviders.Bank } && payment.State.IsLive() =>
            ("warning", MudBlazor.Icons.Material.Outlined.AccountBalance, "Waiting for your transfer"),
        _ => ("warning", MudBlazor.Icons.Material.Outlined.Payments, "Awaiting payment"),
    };

    public static PayBy By(PayWay? way, bool keeps) => new(way?.Name, way?.Saved?.Id, keeps && way is { Keeps: true });

    /// <summary>Why a payment failed, and what helps.</summary>
    public static string Failure(string code) => code switch
    {
        PaymentFailure.Declined => "The card was declined. Try another card, or contact your bank.",
        PaymentFailure.InsufficientFunds => "Insufficient funds. Try another card.",
        PaymentFailure.Lost or PaymentFailure.Stolen => "The card was declined. Try another card.",
        PaymentFailure.Expired => "The card has expired. Try another card.",
        PaymentFailure.IncorrectCvc => "The security code is wrong. Enter it again.",
        PaymentFailure.Processing => "The card could not be processed. Try again in a minute.",
        PaymentFailure.Authentication => "The payment was not confirmed. Try again, or use another card.",
        PaymentFailure.DebitReturned => "Your bank returned the direct debit. Choose another way to pay.",
        PaymentFailure.NotPaidInTime => "Nothing was paid in time.",
        PaymentFailure.Fraud => "The payment was refused. Contact your bank, or try another card.",
        PaymentFailure.MethodGone => "The payment provider no longer has this payment method. Choose another one.",
        PaymentFailure.Refused => "This payment method cannot be used for this payment. Choose another one.",
        PaymentFailure.Limit => "The card's limit has been reached. Try another card.",
        _ => "The payment failed. Try again, or choose another way to pay.",
    };

    public static string Refunded(Refund refund) => refund.State switch
    {
        RefundState.Succeeded => $"{Format.Amount(refund.Amount)} was refunded: {refund.Reason}",
        RefundState.Failed => $"The refund of {Format.Amount(refund.Amount)} failed. The operator is informed.",
        _ => $"{Format.Amount(refund.Amount)} is being refunded: {refund.Reason}",
    };
}
