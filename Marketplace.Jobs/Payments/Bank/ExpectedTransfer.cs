using Marketplace.Data;

namespace Marketplace.Payments.Bank;

/// <summary>A payment in the bank's part of the books: so much is to arrive, in one transfer or several.</summary>
public sealed class ExpectedTransfer(string id, string key, Guid paymentId, long minor, string currency, DateTime at)
{
    public string Id { get; private set; } = id;
    public string Key { get; private set; } = key;
    public Guid PaymentId { get; private set; } = paymentId;
    public long Minor { get; private set; } = minor;
    public string Currency { get; private set; } = currency;
    public Money Amount => new(Minor, Currency);
    public DateTime At { get; private set; } = at;
    public PaymentState State { get; private set; }

    /// <summary>What has arrived of it.</summary>
    public long PaidMinor { get; private set; }

    /// <summary>Of whoever sent what arrived last: there it goes back.</summary>
    public string? PayerName { get; private set; }

    public string? PayerIban { get; private set; }
    public int Version { get; private set; }

    public static string IdOf(Guid paymentId) => $"trf_{paymentId:N}";

    public ProviderPayment Told => new(
        Id, State, Amount, Method: PaidMinor == 0 ? null : new(PayerName is null or "" ? "transfer" : $"transfer of {PayerName}", PayerIban?[..2]),
        Fee: State is PaymentState.Succeeded ? 0 : null);

    public void Receive(long minor, string? name, string? iban)
    {
        (PaidMinor, PayerName, PayerIban) = (PaidMinor + minor, name, iban);
        Version++;
    }

    /// <summary>The invoice is paid.</summary>
    public void Succeed()
    {
        State = PaymentState.Succeeded;
        Version++;
    }

    /// <summary>Of what has arrived in part, the rest is waited for.</summary>
    public void Cancel()
    {
        if (State is PaymentState.Started && PaidMinor == 0)
        {
            State = PaymentState.Canceled;
            Version++;
        }
    }
}

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
