using Marketplace.Data;

namespace Marketplace.Payments;

/// <summary>What is to be paid, by whom.</summary>
/// <param name="Document">As <c>kind/id</c>; a document is paid once.</param>
/// <param name="Description">What the payer reads at the provider.</param>
/// <param name="Country">Of the billing address, ISO 3166-1.</param>
/// <param name="ReturnUrl">Where the payer comes back to, paid or not.</param>
/// <param name="SavesMethod">The method is kept for later payments.</param>
public sealed record PaymentWish(
    string Document, string Description, long OrganizationId, long ById, Money Amount, string Country, string Email, Uri ReturnUrl, bool SavesMethod = false);

/// <summary>Codes of <see cref="Payment.Failure"/>, alike for all providers.</summary>
public static class PaymentFailure
{
    public const string Declined = "declined", InsufficientFunds = "insufficient_funds", Lost = "lost_card", Stolen = "stolen_card", Expired = "expired_card",
        IncorrectCvc = "incorrect_cvc", Processing = "processing_error", Authentication = "authentication_failed", DebitReturned = "debit_returned",
        NotPaidInTime = "not_paid_in_time", Fraud = "fraud_suspected", Limit = "limit_exceeded";
}
