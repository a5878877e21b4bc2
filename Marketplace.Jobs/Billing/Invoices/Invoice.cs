using Marketplace.Accounts;
using Marketplace.Data;

namespace Marketplace.Billing.Invoices;

/// <summary>An issued invoice or credit note. It is never changed: what was paid of it are rows of their own.</summary>
public sealed class Invoice : IAppendOnly
{
    public const int MaxNumber = 30, MaxReference = 40;

    /// <summary>Before its number, what a refund by a credit note is for.</summary>
    public const string CreditNotePrefix = "credit-note/";

    private Invoice() => (Number, Json, Hash, Currency, Reference) = ("", "", "", "", "");

    /// <param name="orderId">What was ordered; null where nobody ordered.</param>
    /// <param name="corrects">The invoice that a credit note is for.</param>
    /// <param name="byId">Who credits; null where it follows from something else.</param>
    public Invoice(InvoiceDocument document, long organizationId, Guid? orderId, long? corrects, DateTime now, long? byId = null)
    {
        (Kind, Number, OrganizationId, OrderId, CorrectsId, IssuedById) = (document.Kind, document.Number, organizationId, orderId, corrects, byId);
        (NetMinor, TaxMinor, Currency, IssuedAt) = (document.Net.Minor, document.Tax.Minor, document.Total.Currency, now);
        (Due, IsTest, Json, Reference) = (document.Due, document.IsTest, document.ToJson(), document.Reference);
        CreditUsedMinor = document.CreditUsed?.Minor ?? 0;
        Hash = InvoiceDocument.Hash(Json);
        // Interest is no module's, and no publisher's.
        foreach (var number in Enumerable.Range(0, document.InterestOn is null ? document.Lines.Count : 0))
        {
            Items.Add(new(document, number, organizationId));
        }
    }

    public long Id { get; private set; }
    public InvoiceKind Kind { get; private set; }

    /// <summary>Of its series and year without a gap.</summary>
    public string Number { get; private set; }

    public long OrganizationId { get; private set; }
    public Organization Organization { get; private set; } = null!;
    public Guid? OrderId { get; private set; }
    public long? CorrectsId { get; private set; }
    public Invoice? Corrects { get; private set; }

    /// <summary>The invoice that was paid late, of one of interest.</summary>
    public long? InterestOnId { get; init; }

    public Invoice? InterestOn { get; private set; }

    /// <summary>What was credited of an invoice.</summary>
    public ICollection<Invoice> Credits { get; } = [];

    public long NetMinor { get; private set; }
    public long TaxMinor { get; private set; }

    /// <summary>What was paid by the client's credit when it was issued.</summary>
    public long CreditUsedMinor { get; private set; }

    public string Currency { get; private set; }
    public Money Total => new(NetMinor + TaxMinor, Currency);

    /// <summary>What was left to be paid when it was issued.</summary>
    public Money Payable => new(NetMinor + TaxMinor - CreditUsedMinor, Currency);

    public DateTime IssuedAt { get; private set; }

    /// <summary>The operator who credited it; null where it follows from something else.</summary>
    public long? IssuedById { get; private set; }

    /// <summary>The last day on which it is paid in time; null where it was paid at once, or gives back.</summary>
    public DateOnly? Due { get; private set; }

    /// <summary>What the payer of a transfer names.</summary>
    public string Reference { get; private set; }

    public bool IsTest { get; private set; }
    public string Json { get; private set; }
    public string Hash { get; private set; }
    public ICollection<InvoiceItem> Items { get; } = [];
    public ICollection<InvoicePayment> Payments { get; } = [];
    public ICollection<InvoiceWriteOff> WriteOffs { get; } = [];

    public InvoiceDocument Document => InvoiceDocument.Parse(Json);
}

/// <summary>That a payment paid so much of an invoice.</summary>
/// <param name="lineId">The line of the bank's statement by which it arrived; null where a provider took it.</param>
public sealed class InvoicePayment(long invoiceId, Guid paymentId, long minor, DateTime at, long? lineId = null) : IAppendOnly
{
    public long Id { get; private set; }
    public long InvoiceId { get; private set; } = invoiceId;
    public Invoice Invoice { get; private set; } = null!;
    public Guid PaymentId { get; private set; } = paymentId;
    public long Minor { get; private set; } = minor;
    public DateTime At { get; private set; } = at;
    public long? LineId { get; private set; } = lineId;
}

/// <summary>That nobody pays so much of an invoice: it is asked for no more.</summary>
/// <param name="byId">Null where a campaign ended so.</param>
public sealed class InvoiceWriteOff(long invoiceId, long minor, string reason, long? byId, DateTime at) : IAppendOnly
{
    public const int MaxReason = 200;

    public long InvoiceId { get; private set; } = invoiceId;
    public long Minor { get; private set; } = minor;
    public string Reason { get; private set; } = reason.Clip(MaxReason);
    public long? ById { get; private set; } = byId;
    public DateTime At { get; private set; } = at;
}

/// <summary>The last number that was taken of a series in a year.</summary>
public sealed class InvoiceSeries(string prefix, int year)
{
    public string Prefix { get; private set; } = prefix;
    public int Year { get; private set; } = year;
    public int Last { get; private set; }
}
