namespace Marketplace.Payments.Stripe;

/// <summary>Stripe's codes in the marketplace's words.</summary>
internal static class StripeFailures
{
    /// <param name="code">Of the error.</param>
    /// <param name="declineCode">What the bank said; null where it said nothing.</param>
    public static string Of(string? code, string? declineCode) => declineCode switch
    {
        "insufficient_funds" => PaymentFailure.InsufficientFunds,
        "lost_card" => PaymentFailure.Lost,
        "stolen_card" or "pickup_card" => PaymentFailure.Stolen,
        "expired_card" => PaymentFailure.Expired,
        "incorrect_cvc" or "invalid_cvc" => PaymentFailure.IncorrectCvc,
        "processing_error" or "issuer_not_available" or "try_again_later" or "reenter_transaction" => PaymentFailure.Processing,
        "authentication_required" => PaymentFailure.Authentication,
        "fraudulent" or "merchant_blacklist" or "security_violation" => PaymentFailure.Fraud,
        "card_velocity_exceeded" or "withdrawal_count_limit_exceeded" => PaymentFailure.Limit,
        _ => code switch
        {
            "expired_card" => PaymentFailure.Expired,
            "incorrect_cvc" or "invalid_cvc" => PaymentFailure.IncorrectCvc,
            "processing_error" => PaymentFailure.Processing,
            "authentication_required" or "payment_intent_authentication_failure" => PaymentFailure.Authentication,
            "payment_intent_payment_attempt_failed" => PaymentFailure.DebitReturned,
            _ => PaymentFailure.Declined,
        },
    };
}
