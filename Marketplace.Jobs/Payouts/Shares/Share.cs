using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Ledger;

namespace Marketplace.Payouts.Shares;

/// <summary>Which part of what a journal gives a share is.</summary>
public enum SharePart
{
    /// <summary>Held until its time for refunds has passed.</summary>
    Held,

    /// <summary>Kept back longer than the rest.</summary>
    Reserve,

    /// <summary>Never held, such as a payout that came back.</summary>
    Available,
}

/// <summary>
/// What a journal credits to a publisher, or deducts: it is held first, then released, then paid out, each once. All shares of a publisher are what the
/// ledger's two accounts of it hold.
/// </summary>
public sealed class Share
{
    private Share() => Currency = "";

    internal Share(Journal journal, long publisherId, Money amount, ShareOrigin origin, SharePart part, DateTime dueAt)
    {
        (JournalId, Kind, PublisherId, Minor, Currency) = (journal.Id, journal.Kind, publisherId, amount.Minor, amount.Currency);
        (At, SoldAt, InvoiceId, ItemId, IsTest) = (journal.At, origin.SoldAt, origin.InvoiceId, origin.ItemId, origin.IsTest);
        (Part, DueAt) = (part, dueAt);
    }

    public long Id { get; private set; }
    public long JournalId { get; private set; }
    public Journal Journal { get; private set; } = null!;

    /// <summary>That of the journal.</summary>
    public JournalKind Kind { get; private set; }

    public long PublisherId { get; private set; }
    public Organization Publisher { get; private set; } = null!;

    /// <summary>Below zero for a deduction.</summary>
    public long Minor { get; private set; }

    public string Currency { get; private set; }
    public Money Amount => new(Minor, Currency);

    public SharePart Part { get; private set; }

    public DateTime At { get; private set; }

    /// <summary>When that was sold of which it is a share: its time for refunds runs from then.</summary>
    public DateTime SoldAt { get; private set; }

    /// <summary>The earliest moment at which it is released.</summary>
    public DateTime DueAt { get; private set; }

    /// <summary>What was sold, and is released only when it is paid; null where no invoice is behind it.</summary>
    public long? InvoiceId { get; private set; }

    public Invoice? Invoice { get; private set; }

    /// <summary>The line of the invoice.</summary>
    public long? ItemId { get; private set; }

    public InvoiceItem? Item { get; private set; }

    /// <summary>Of a sale in the sandbox: no money moved, so none is paid out.</summary>
    public bool IsTest { get; private set; }

    /// <summary>The journal that released it; null while it is held.</summary>
    public long? ReleaseId { get; private set; }

    public DateTime? ReleasedAt { get; private set; }

    /// <summary>The one payout that it is a line of; null while it is in none.</summary>
    public long? PayoutId { get; private set; }

    /// <summary>What its release is called in the books.</summary>
    internal string ReleaseSource => $"release/{Id}";

    internal void Release(long journalId, DateTime now) => (ReleaseId, ReleasedAt) = (journalId, now);
}

/// <summary>Of which sale a share is.</summary>
/// <param name="IsFirst">Nothing is known of its document before it.</param>
internal sealed record ShareOrigin(DateTime SoldAt, long? InvoiceId = null, long? ItemId = null, bool IsTest = false, bool IsFirst = false);
