using Marketplace.Data;

namespace Marketplace.Payments;

/// <summary>What is to be paid, by whom.</summary>
/// <param name="Document">As <c>kind/id</c>; a document is paid once.</param>
/// <param name="Description">What the payer reads at the provider.</param>
/// <param name="Country">Of the billing address, ISO 3166-1.</param>
/// <param name="ReturnUrl">Where the payer comes back to, paid or not.</param>
/// <param name="Amount">Nothing where only a method is to be kept.</param>
/// <param name="SavesMethod">The method is kept for later payments.</param>
/// <param name="Method">By what was kept before; null where the payer enters something.</param>
public sealed record PaymentWish(
    string Document, string Description, long OrganizationId, long ById, Money Amount, string Country, string Email, Uri ReturnUrl, bool SavesMethod = false,
    SavedMethodRef? Method = null)
{
    /// <summary>Nobody is there to confirm it: it is charged by what was agreed on when the method was kept.</summary>
    public bool IsOffSession { get; init; }
}

/// <param name="ProviderId">Its id at the provider.</param>
public sealed record SavedMethodRef(Guid Id, string ProviderId);

/// <summary>Codes of <see cref="Payment.Failure"/>, alike for all providers.</summary>
public static class PaymentFailure
{
    public const string Declined = "declined", InsufficientFunds = "insufficient_funds", Lost = "lost_card", Stolen = "stolen_card", Expired = "expired_card",
        IncorrectCvc = "incorrect_cvc", Processing = "processing_error", Authentication = "authentication_failed", DebitReturned = "debit_returned",
        NotPaidInTime = "not_paid_in_time", Fraud = "fraud_suspected", Limit = "limit_exceeded", MethodGone = "method_gone", Refused = "refused";
}
