using Marketplace.Data;

namespace Marketplace.Ledger;

/// <summary>What kind of fact a journal writes down; docs/ledger.md says what each posts.</summary>
public enum JournalKind
{
    Sale,
    Payment,
    ProviderFee,
    Recognition,
    ShareRelease,
    Refund,
    Dispute,
    Payout,

    /// <summary>Between the providers that hold the marketplace's money.</summary>
    Transfer,
    WriteOff,

    /// <summary>A client owes interest, since it paid late.</summary>
    Interest,
    Exchange,

    /// <summary>What is owed to a client is kept for its next invoices, or one of them is paid by it.</summary>
    ClientCredit,
    Correction,
}

/// <summary>One fact, from outside or inside, written down once by its source. It is never changed: a correction is a journal of its own.</summary>
public sealed class Journal : IAppendOnly
{
    public const int MaxSource = 100, MaxDescription = 200, MaxDocument = 100;

    private Journal() => (Source, Description, Document) = ("", "", "");

    internal Journal(Posting posting, int month)
    {
        (Kind, Source, Description, Document) = (posting.Kind, posting.Source, posting.Description, posting.Document);
        (At, Month, Count) = (posting.At, month, posting.Lines.Count);
    }

    public long Id { get; private set; }
    public JournalKind Kind { get; private set; }

    /// <summary>The fact, as <c>kind/id</c>: <c>payment/pi_3Qx81a</c>. No two journals have the same.</summary>
    public string Source { get; private set; }

    public string Description { get; private set; }

    /// <summary>The document that it belongs to, as <c>kind/id</c>: <c>order/123</c>.</summary>
    public string Document { get; private set; }

    /// <summary>When the fact was.</summary>
    public DateTime At { get; private set; }

    /// <summary>The month in which it is booked: that of the fact, or the open one if that is closed; see <see cref="LedgerMonth"/>.</summary>
    public int Month { get; private set; }

    /// <summary>How many entries it has. The database takes no entry more.</summary>
    public int Count { get; private set; }

    public ICollection<Entry> Entries { get; } = [];
}

/// <summary>An amount that moves from the credit account to the debit account. One side cannot be written without the other.</summary>
public sealed class Entry : IAppendOnly
{
    private Entry() => Currency = "";

    internal Entry(int line, Account debit, Account credit, Money amount) =>
        (Line, Debit, Credit, Minor, Currency) = (line, debit, credit, amount.Minor, amount.Currency);

    public long JournalId { get; private set; }
    public Journal Journal { get; private set; } = null!;

    /// <summary>From 0, below the journal's <see cref="Journal.Count"/>.</summary>
    public int Line { get; private set; }

    public long DebitId { get; private set; }
    public Account Debit { get; private set; } = null!;
    public long CreditId { get; private set; }
    public Account Credit { get; private set; } = null!;

    /// <summary>More than 0, in minor units.</summary>
    public long Minor { get; private set; }

    public string Currency { get; private set; }
}

/// <summary>What was posted to an account in a month and currency. Triggers of the database keep it; no code writes it.</summary>
public sealed class Balance
{
    private Balance() => Currency = "";

    public long AccountId { get; private set; }
    public Account Account { get; private set; } = null!;
    public int Month { get; private set; }
    public string Currency { get; private set; }
    public long Debit { get; private set; }
    public long Credit { get; private set; }
}
