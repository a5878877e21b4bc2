using System.Text.Json.Serialization;
using Marketplace.Data;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Invoices;

/// <summary>How an invoice stands, from what was paid and credited of it. What is to be paid comes first; the names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InvoiceState>))]
public enum InvoiceState
{
    /// <summary>Not paid, and its last day is over.</summary>
    Overdue,

    /// <summary>Not paid, or in part.</summary>
    Open,

    Paid,

    /// <summary>All of it was credited.</summary>
    Credited,

    /// <summary>Nobody pays it.</summary>
    WrittenOff,

    /// <summary>A credit note: nobody pays it.</summary>
    Issued,
}

/// <param name="OpenMinor">What is still to be paid.</param>
/// <param name="Corrects">The number of the invoice that a credit note is for.</param>
public sealed record InvoiceRow(
    long Id, string Number, InvoiceKind Kind, string Organization, DateTime IssuedAt, DateOnly? Due, InvoiceState State, long NetMinor, long TaxMinor,
    long OpenMinor, string Currency, string? Corrects, bool IsTest, long OrganizationId)
{
    public Money Total => new(NetMinor + TaxMinor, Currency);
    public Money Open => new(OpenMinor, Currency);

    /// <summary>How many disputes the organization had within twelve months; for operators, otherwise 0.</summary>
    public int Disputes { get; init; }

    /// <summary>The number of the invoice that was paid late, of one of interest.</summary>
    public string? InterestOn { get; init; }
}

internal static class InvoiceRows
{
    /// <param name="disputes">Those that are counted.</param>
    public static IQueryable<InvoiceRow> Of(IQueryable<Invoice> invoices, ListQuery query, DateOnly today, IQueryable<Dispute> disputes) =>
        ColumnsAt(today).Apply(invoices.AsNoTracking(), query).Select(i => new InvoiceRow(
            i.Id, i.Number, i.Kind, i.Organization.Name, i.IssuedAt, i.Due,
            i.Kind == InvoiceKind.CreditNote ? InvoiceState.Issued
                : i.Credits.Sum(c => c.NetMinor + c.TaxMinor) >= i.NetMinor + i.TaxMinor ? InvoiceState.Credited
                : i.CreditUsedMinor + i.Payments.Sum(p => p.Minor) + i.Credits.Sum(c => c.NetMinor + c.TaxMinor) >= i.NetMinor + i.TaxMinor ? InvoiceState.Paid
                : i.WriteOffs.Any() ? InvoiceState.WrittenOff
                : i.Due < today ? InvoiceState.Overdue : InvoiceState.Open,
            i.NetMinor, i.TaxMinor,
            i.Kind == InvoiceKind.CreditNote
                || i.CreditUsedMinor + i.Payments.Sum(p => p.Minor) + i.Credits.Sum(c => c.NetMinor + c.TaxMinor) >= i.NetMinor + i.TaxMinor ? 0
                : i.NetMinor + i.TaxMinor - i.CreditUsedMinor - i.Payments.Sum(p => p.Minor) - i.Credits.Sum(c => c.NetMinor + c.TaxMinor)
                    - i.WriteOffs.Sum(w => w.Minor),
            i.Currency, i.Corrects!.Number, i.IsTest, i.OrganizationId)
        {
            Disputes = disputes.Count(d => d.Payment.OrganizationId == i.OrganizationId), InterestOn = i.InterestOn!.Number,
        });

    // What is overdue depends on the day.
    public static ListColumns<Invoice> ColumnsAt(DateOnly today) => new ListColumns<Invoice>(i => i.Id, "state", "-issued")
        .Text("number", i => i.Number).Choice("kind", i => i.Kind).Text("client", i => i.Organization.Name).Time("issued", i => i.IssuedAt)
        .Choice("state", i => i.Kind == InvoiceKind.CreditNote ? InvoiceState.Issued
            : i.Credits.Sum(c => c.NetMinor + c.TaxMinor) >= i.NetMinor + i.TaxMinor ? InvoiceState.Credited
            : i.CreditUsedMinor + i.Payments.Sum(p => p.Minor) + i.Credits.Sum(c => c.NetMinor + c.TaxMinor) >= i.NetMinor + i.TaxMinor ? InvoiceState.Paid
            : i.WriteOffs.Any() ? InvoiceState.WrittenOff
            : i.Due < today ? InvoiceState.Overdue : InvoiceState.Open)
        .Sorted("due", i => i.Due).Text("currency", i => i.Currency).Sorted("total", i => i.NetMinor + i.TaxMinor);
}
