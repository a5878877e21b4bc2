using Marketplace.Billing.Subscriptions;

namespace Marketplace.Portal.Billing.Subscriptions;

internal static class SubscriptionText
{
    public static string Word(SubscriptionState state) => state switch
    {
        SubscriptionState.PastDue => "Past due", SubscriptionState.Trialing => "Trial", _ => $"{state}",
    };

    /// <summary>The same by its name, as a filter has it.</summary>
    public static string Word(string state) => Enum.TryParse<SubscriptionState>(state, out var one) ? Word(one) : state;

    public static string Word(SubscriptionEventKind kind) => kind switch
    {
        SubscriptionEventKind.PaymentFailed => "Payment failed", SubscriptionEventKind.MethodChosen => "Payment method chosen",
        SubscriptionEventKind.Released => "Billed again", SubscriptionEventKind.ChangePlanned => "Change planned", _ => $"{kind}",
    };

    /// <summary>Why a payment failed, for the client.</summary>
    public static string Failure(string code) => code switch
    {
        PeriodPayments.NoMethod => "There is no payment method",
        Marketplace.Payments.PaymentFailure.InsufficientFunds => "Insufficient funds",
        Marketplace.Payments.PaymentFailure.Expired => "The card has expired",
        Marketplace.Payments.PaymentFailure.Authentication => "The bank wants you to confirm it",
        Marketplace.Payments.PaymentFailure.MethodGone => "The payment method was removed",
        _ => "The payment was declined",
    };
}
