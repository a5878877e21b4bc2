using System.Text.Json.Serialization;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Payouts.Accounts;

namespace Marketplace.Payouts;

/// <summary>How a run stands, from what happened to it. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PayoutRunState>))]
public enum PayoutRunState
{
    /// <summary>It waits for approval.</summary>
    Prepared,

    /// <summary>As many as it takes have approved it.</summary>
    Approved,

    Sent,
    Canceled,
}

/// <summary>Payouts of a currency that are prepared, approved and sent together.</summary>
public sealed class PayoutRun
{
    private PayoutRun() => (Currency, Hash) = ("", "");

    /// <param name="byId">Null where the timetable prepares it.</param>
    /// <param name="plan">For which month and day of the timetable; null where a person prepares it.</param>
    internal PayoutRun(RunKey key, long? byId, (int Month, int Day)? plan, DateTime now) : this()
    {
        (Method, Currency, IsTest, PreparedById, PreparedAt) = (key.Method, key.Currency, key.IsTest, byId, now);
        (Month, Day) = (plan?.Month, plan?.Day);
    }

    public long Id { get; private set; }
    public PayoutMethod Method { get; private set; }
    public string Currency { get; private set; }

    /// <summary>Of sales in the sandbox: no money moved, and none does.</summary>
    public bool IsTest { get; private set; }

    public DateTime PreparedAt { get; private set; }
    public long? PreparedById { get; private set; }
    public User? PreparedBy { get; private set; }
    public int? Month { get; private set; }

    /// <summary>The day of the month on which its publishers are paid; it may be prepared later.</summary>
    public int? Day { get; private set; }

    public int Count { get; private set; }
    public long Minor { get; private set; }
    public Money Total => new(Minor, Currency);

    /// <summary>How many people have to approve it, by the limit of when it was prepared.</summary>
    public int Needed { get; private set; } = 2;

    /// <summary>SHA-256 of all that its payouts say: what is approved is what was shown.</summary>
    public string Hash { get; private set; }

    public DateTime? SentAt { get; private set; }
    public long? SentById { get; private set; }
    public User? SentBy { get; private set; }

    /// <summary>What the bank gets, as it was written when the run was sent; null where there is no such file.</summary>
    public byte[]? File { get; private set; }

    public DateTime? CanceledAt { get; private set; }
    public long? CanceledById { get; private set; }
    public User? CanceledBy { get; private set; }
    public int Version { get; private set; }
    public ICollection<Payout> Payouts { get; } = [];
    public ICollection<PayoutApproval> Approvals { get; } = [];

    /// <summary>The payouts that were not taken out of it.</summary>
    public IEnumerable<Payout> Included => Payouts.Where(payout => payout.RemovedAt is null);

    public bool IsOpen => SentAt is null && CanceledAt is null;

    internal void Seal(int count, long minor, int needed, string hash) => (Count, Minor, Needed, Hash) = (count, minor, needed, hash);

    /// <summary>A payout was taken out of it. As many people as before have to approve what is left.</summary>
    internal void Shrink()
    {
        (Count, Minor) = (Included.Count(), checked(Included.Sum(payout => payout.Minor)));
        Hash = PayoutHash.OfRun(this, Included);
        Version++;
    }

    internal void Send(long byId, byte[]? file, DateTime now)
    {
        (SentById, SentAt, File) = (byId, now, file);
        Version++;
    }

    internal void Cancel(long byId, DateTime now)
    {
        (CanceledById, CanceledAt) = (byId, now);
        Version++;
    }
}

/// <summary>That someone approved a run as it was shown. Nobody approves the same twice; what is no longer the same is approved again.</summary>
public sealed class PayoutApproval(long runId, long byId, string hash, DateTime at) : IAppendOnly
{
    public long RunId { get; private set; } = runId;
    public PayoutRun Run { get; private set; } = null!;
    public long ById { get; private set; } = byId;
    public User By { get; private set; } = null!;
    public string Hash { get; private set; } = hash;
    public DateTime At { get; private set; } = at;
}
