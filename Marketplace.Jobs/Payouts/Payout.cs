using System.Text.Json.Serialization;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Payments.Bank;
using Marketplace.Payouts.Accounts;

namespace Marketplace.Payouts;

/// <summary>How a payout stands, from what happened to it and its run. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PayoutState>))]
public enum PayoutState
{
    Prepared,
    Sent,

    /// <summary>It has left the account, or arrived.</summary>
    Paid,

    /// <summary>It came back, or never left: its amount is available again.</summary>
    Returned,

    Canceled,

    /// <summary>It was taken out of its run before that was sent.</summary>
    Removed,
}

/// <summary>What a publisher is paid of a currency in a run: the sum of its lines, each of which is a share that is in no other payout.</summary>
public sealed class Payout
{
    public const int MaxReason = 200;

    private Payout() => (Currency, Hash) = ("", "");

    internal Payout(PayoutRun run, PayoutAccount account, long minor) : this() =>
        (Run, PublisherId, AccountId, Currency, Minor) = (run, account.PublisherId, account.Id, run.Currency, minor);

    public long Id { get; private set; }
    public long RunId { get; private set; }
    public PayoutRun Run { get; private set; } = null!;
    public long PublisherId { get; private set; }
    public Organization Publisher { get; private set; } = null!;

    /// <summary>Where it goes, as it was when the run was prepared.</summary>
    public long AccountId { get; private set; }

    public PayoutAccount Account { get; private set; } = null!;
    public string Currency { get; private set; }
    public long Minor { get; private set; }
    public Money Amount => new(Minor, Currency);

    /// <summary>How many lines it has.</summary>
    public int Count { get; private set; }

    /// <summary>SHA-256 of the publisher, the account, the amount and the lines.</summary>
    public string Hash { get; private set; }

    public DateTime? PaidAt { get; private set; }
    public DateTime? ReturnedAt { get; private set; }
    public string? ReturnReason { get; private set; }

    /// <summary>The line of the statement by which it came back.</summary>
    public long? ReturnLineId { get; private set; }

    /// <summary>When it was taken out of its run; its lines wait for the next one.</summary>
    public DateTime? RemovedAt { get; private set; }

    public long? RemovedById { get; private set; }
    public User? RemovedBy { get; private set; }
    public string? RemoveReason { get; private set; }

    /// <summary>What Stripe is asked for; null where a bank is, or nobody.</summary>
    public PayoutTransfer? Transfer { get; private set; }

    public int Version { get; private set; }

    /// <summary>How people speak of it.</summary>
    public string Name => NameOf(Id);

    /// <summary>What the transfer names, so that the statement's line is found.</summary>
    public string Reference => RfReference.Of($"PO{Id:D8}");

    /// <summary>What the books call it.</summary>
    public string Document => $"payout/{Id}";

    /// <summary>What the transfer is called that waits to be sent.</summary>
    internal string Outgoing => OutgoingOf(Id);

    public static string OutgoingOf(long id) => $"payout_{id}";

    public static string NameOf(long id) => $"PO-{id:D6}";

    internal static long? IdOfOutgoing(string transfer) =>
        transfer.StartsWith("payout_", StringComparison.Ordinal) && long.TryParse(transfer.AsSpan("payout_".Length), out var id) ? id : null;

    internal void Seal(int count, long minor, string hash) => (Count, Minor, Hash) = (count, minor, hash);

    internal void PlanTransfer(DateTime now) => Transfer = new(this, now);

    internal void Pay(DateTime now)
    {
        PaidAt ??= now;
        Version++;
    }

    internal void Remove(string reason, long byId, DateTime now)
    {
        (RemoveReason, RemovedById, RemovedAt) = (reason, byId, now);
        Version++;
    }

    internal void Return(string reason, long? lineId, DateTime now)
    {
        (ReturnedAt, ReturnReason, ReturnLineId) = (ReturnedAt ?? now, reason.Clip(MaxReason), lineId ?? ReturnLineId);
        Version++;
    }
}
