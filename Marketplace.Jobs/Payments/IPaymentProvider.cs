using Marketplace.Data;

namespace Marketplace.Payments;

/// <summary>
/// Who takes payments for the marketplace. Whatever changes something there carries a key: the same key again is the same act, and answers with what
/// became of it. A provider that cannot be reached throws <see cref="ProviderAwayException"/>.
/// </summary>
public interface IPaymentProvider
{
    /// <summary>As in the ledger's account of its cash: at most 20 of a to z, 0 to 9 and hyphens.</summary>
    string Name { get; }

    /// <summary>How people choose it, such as “Card, wallet or SEPA debit”.</summary>
    ProviderFace Face { get; }

    /// <summary>Whether it keeps methods for later payments: it takes payments of nothing that only keep one, and payments by one that it kept.</summary>
    bool KeepsMethods => false;

    /// <summary>Null where it takes such an amount; otherwise why it does not, and what to do.</summary>
    string? Problem(Money amount) => null;

    /// <summary>Whether it can take payments now, as it is set up here.</summary>
    ValueTask<bool> IsReadyAsync(CancellationToken cancel) => ValueTask.FromResult(true);

    Task<ProviderPayment> StartAsync(string key, Guid paymentId, PaymentWish asked, CancellationToken cancel);

    Task<ProviderPayment> ReadAsync(string id, CancellationToken cancel);

    /// <summary>Ends what nobody has paid yet.</summary>
    /// <returns>What it is then: it may have been paid at this very moment.</returns>
    Task<ProviderPayment> CancelAsync(string key, string id, CancellationToken cancel);

    Task<ProviderRefund> RefundAsync(string key, string paymentId, Money amount, CancellationToken cancel);

    Task<ProviderRefund> ReadRefundAsync(string id, CancellationToken cancel);

    Task<ProviderDispute> ReadDisputeAsync(string id, CancellationToken cancel) => throw new NotSupportedException($"Nothing is disputed at {Name}.");

    /// <summary>Answers a dispute, once.</summary>
    Task<ProviderDispute> SubmitEvidenceAsync(string key, string id, ProviderEvidence evidence, CancellationToken cancel) =>
        throw new NotSupportedException($"Nothing is disputed at {Name}.");

    /// <summary>Forgets a method that it kept; that it has it no more is no error.</summary>
    Task ForgetAsync(string key, string methodId, CancellationToken cancel) => throw new NotSupportedException($"{Name} keeps no methods.");

    /// <summary>What it holds for the marketplace now, one amount a currency; null where it cannot say.</summary>
    Task<IReadOnlyList<Money>?> BalanceAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<Money>?>(null);

    /// <summary>What changed the money that it holds, the oldest first.</summary>
    IAsyncEnumerable<ProviderMovement> MovementsAsync(DateTime since, CancellationToken cancel);

    /// <summary>What it told, or meant to tell, of itself, the oldest first; nothing where it never does.</summary>
    IAsyncEnumerable<ProviderNews> NewsAsync(DateTime since, CancellationToken cancel);
}

/// <param name="Hint">What choosing it means, such as “opens Stripe’s form”.</param>
/// <param name="IsTest">No money moves: every page and document says so.</param>
/// <param name="IsInvoiced">The invoice comes first, and is paid later.</param>
public sealed record ProviderFace(string Title, string Hint, bool IsTest = false, bool IsInvoiced = false);

/// <summary>A payment as its provider has it.</summary>
/// <param name="Url">Where the payer goes; null where nothing is to be done there.</param>
/// <param name="Failure">A code of <see cref="PaymentFailure"/>, or the provider's own.</param>
/// <param name="Fee">In minor units of the same currency; null while it is not known.</param>
/// <param name="Kept">What it was paid by and keeps for later payments; null where that was not asked for.</param>
public sealed record ProviderPayment(
    string Id, PaymentState State, Money Amount, string? Url = null, PaidBy? Method = null, string? Failure = null, long? Fee = null,
    ProviderMethod? Kept = null);

/// <summary>A card or account that a provider keeps.</summary>
/// <param name="ExpiresOn">Its last day; null where it has none.</param>
/// <param name="Fingerprint">The same for the same card or account; null where the provider does not say.</param>
public sealed record ProviderMethod(string Id, PaidBy Face, DateOnly? ExpiresOn = null, string? Fingerprint = null);

/// <param name="Country">ISO 3166-1; null if it is not known.</param>
public sealed record PaidBy(string Text, string? Country);

public enum RefundState
{
    Pending,
    Succeeded,
    Failed,
}

public sealed record ProviderRefund(string Id, RefundState State, Money Amount, string? Failure = null);

/// <summary>A change of the money that a provider holds.</summary>
/// <param name="Net">What its balance changed by.</param>
/// <param name="Fee">What of it the provider kept; less than nothing where it gave a fee back.</param>
/// <param name="PaymentId">The payment that it belongs to, by the provider's id or by the marketplace's own; null if to none.</param>
/// <param name="RefundId">The refund, likewise.</param>
/// <param name="TransferId">The transfer to another account of the provider, or the reversal of one, by the provider's id.</param>
public sealed record ProviderMovement(
    string Id, MovementKind Kind, DateTime At, Money Net, long Fee, string? PaymentId, string? RefundId = null, string? DisputeId = null,
    string? TransferId = null)
{
    public Money Gross => Net with { Minor = Net.Minor + Fee };
}

public enum MovementKind
{
    Payment,
    Refund,
    RefundFailed,
    Dispute,
    DisputeWon,
    Transfer,
    Payout,
    Fee,
    Other,
}

/// <summary>That something happened to a payment, a refund, a dispute or a connected account of the provider; what it is now is asked for.</summary>
/// <param name="Type">The provider's own name of it.</param>
/// <param name="PaymentId">The payment, by the provider's id or by the marketplace's own; null if it is about none.</param>
/// <param name="RefundId">The refund, likewise.</param>
/// <param name="ConnectId">A connected account or a transfer to one, by the provider's id.</param>
public sealed record ProviderNews(
    string Id, string Type, DateTime At, string? PaymentId, string? RefundId = null, string? DisputeId = null, string? ConnectId = null);

/// <summary>The provider could not be reached, or did not say what became of what it was asked. The same may be asked again with the same key.</summary>
public class ProviderAwayException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The provider refuses what it was asked, because of a setting or a mistake that a person has to mend; it is asked again, ever more rarely.</summary>
public sealed class ProviderRefusedException(string message) : ProviderAwayException(message);
