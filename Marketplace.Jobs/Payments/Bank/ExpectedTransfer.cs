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

    /// <summary>Of the payer of what arrived last: refunds are sent there.</summary>
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
