using Marketplace.Data;

namespace Marketplace.Payments.Reconciliation;

/// <summary>What moved the money that a provider holds, kept once by the provider's own id of it.</summary>
public sealed class KeptMovement
{
    public const int MaxId = 80;

    private KeptMovement() => (Provider, MovementId, Currency) = ("", "", "");

    public KeptMovement(string provider, ProviderMovement movement)
    {
        (Provider, MovementId, Kind, At) = (provider, movement.Id, movement.Kind, movement.At);
        (NetMinor, FeeMinor, Currency) = (movement.Net.Minor, movement.Fee, movement.Net.Currency);
        (PaymentRef, RefundRef, DisputeRef, TransferRef) = (movement.PaymentId, movement.RefundId, movement.DisputeId, movement.TransferId);
    }

    public long Id { get; private set; }
    public string Provider { get; private set; }
    public string MovementId { get; private set; }
    public MovementKind Kind { get; private set; }
    public DateTime At { get; private set; }
    public long NetMinor { get; private set; }
    public long FeeMinor { get; private set; }
    public string Currency { get; private set; }
    public Money Net => new(NetMinor, Currency);
    public Money Fee => new(FeeMinor, Currency);
    public Money Gross => Net + Fee;
    public string? PaymentRef { get; private set; }
    public string? RefundRef { get; private set; }
    public string? DisputeRef { get; private set; }
    public string? TransferRef { get; private set; }

    /// <summary>The journal that says the same in the books, by its source; null while there is none.</summary>
    public string? Source { get; private set; }

    /// <summary>When the books were found to agree with it.</summary>
    public DateTime? MatchedAt { get; private set; }

    public void Find(string? source) => Source = source;

    public void Match(DateTime now) => MatchedAt = now;
}
