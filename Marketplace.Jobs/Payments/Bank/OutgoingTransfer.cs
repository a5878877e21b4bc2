using Marketplace.Data;

namespace Marketplace.Payments.Bank;

/// <summary>Money that is to leave the account: a refund, or what arrived and is sent back. A person does it at the bank.</summary>
/// <param name="key">That of the refund; null where something is sent back.</param>
/// <param name="iban">Null where the payer's account is not known.</param>
public sealed class OutgoingTransfer(
    string id, string? key, long minor, string currency, string name, string? iban, string reference, string reason, DateTime at)
{
    public const int MaxName = 140, MaxReason = 500;

    public string Id { get; private set; } = id;
    public string? Key { get; private set; } = key;
    public long Minor { get; private set; } = minor;
    public string Currency { get; private set; } = currency;
    public Money Amount => new(Minor, Currency);
    public string Name { get; private set; } = name;
    public string? Iban { get; private set; } = iban;

    /// <summary>What the transfer names, so that the statement's line is found.</summary>
    public string Reference { get; private set; } = reference;

    public string Reason { get; private set; } = reason;
    public DateTime At { get; private set; } = at;
    public DateTime? SentAt { get; private set; }

    /// <summary>The line of the statement by which it left.</summary>
    public long? LineId { get; private set; }

    public int Version { get; private set; }

    public ProviderRefund Told => new(Id, SentAt is null ? RefundState.Pending : RefundState.Succeeded, Amount);

    public void Send(long lineId, DateTime now)
    {
        (SentAt, LineId) = (SentAt ?? now, lineId);
        Version++;
    }
}
