using Marketplace.Accounts;
using Marketplace.Data;

namespace Marketplace.Payments;

/// <summary>Part or all of a payment on its way back.</summary>
/// <param name="document">Why, as <c>kind/id</c>: a credit note, or the order that took no money.</param>
/// <param name="byId">Null where the marketplace itself does it.</param>
public sealed class Refund(Guid paymentId, long minor, string currency, string document, string reason, long? byId, DateTime at)
{
    public const int MaxReason = 500;
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(5);

    public Guid Id { get; private set; } = Guid.NewGuid();
    public Guid PaymentId { get; private set; } = paymentId;
    public Payment Payment { get; private set; } = null!;
    public long Minor { get; private set; } = minor;
    public string Currency { get; private set; } = currency;
    public Money Amount => new(Minor, Currency);
    public string Document { get; private set; } = document;
    public string Reason { get; private set; } = reason;
    public long? ById { get; private set; } = byId;
    public User? By { get; private set; }
    public DateTime At { get; private set; } = at;
    public RefundState State { get; private set; }
    public string? ProviderId { get; private set; }
    public string? Failure { get; private set; }
    public DateTime? EndedAt { get; private set; }

    /// <summary>When the provider is asked next, if it says nothing; null once all is known.</summary>
    public DateTime? CheckAt { get; private set; }

    public int Version { get; private set; }

    /// <returns>Whether anything is other than before. A refund that had succeeded may still fail, days later.</returns>
    public bool Take(ProviderRefund now, DateTime at)
    {
        if (now.Amount != Amount || (ProviderId ?? now.Id) != now.Id)
        {
            throw new ProviderMismatchException(
                $"Refund {Id:N} of {Minor} {Currency} is {now.Id} of {now.Amount.Minor} {now.Amount.Currency} at its provider.");
        }

        var before = (State, ProviderId);
        (ProviderId, CheckAt) = (now.Id, now.State is RefundState.Pending ? at + Again : null);
        if (State is not RefundState.Failed && now.State is not RefundState.Pending && now.State != State)
        {
            (State, Failure, EndedAt) = (now.State, now.Failure?.Clip(Payment.MaxFailure), at);
        }

        if (before == (State, ProviderId))
        {
            return false;
        }

        Version++;
        return true;
    }
}
