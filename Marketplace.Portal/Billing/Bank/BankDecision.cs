using Marketplace.Billing.Transfers;

namespace Marketplace.Portal.Billing.Bank;

internal static class BankDecision
{
    /// <summary>Null where it is done.</summary>
    public static string? Problem(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Done => null,
        DecisionOutcome.Invalid invalid => invalid.Problem,
        DecisionOutcome.Changed changed => $"{changed.By ?? "Someone else"} decided on this payment first. Nothing was done; look at it again.",
        _ => "Only operators decide on payments.",
    };
}
