using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Payments;

namespace Marketplace.Billing.AccountStatements;

/// <summary>Something that moved what a client owes, as the database sums and sorts it.</summary>
internal sealed class StatementFact
{
    public required DateTime At { get; init; }

    /// <summary>Orders what happened at once.</summary>
    public required string Key { get; init; }

    public string? Number { get; init; }
    public string? Text { get; init; }
    public required long Minor { get; init; }
    public required long Used { get; init; }
}

/// <summary>Where facts of a kind are found.</summary>
internal sealed record StatementSource(StatementKind Kind, Func<MarketplaceDb, IQueryable<StatementFact>> In)
{
    /// <summary>
    /// All that moves what an organization owes, as the ledger has it: what a provider took counts as it succeeded, what a bank brought as it was assigned.
    /// </summary>
    public static IReadOnlyList<StatementSource> Of(long organization, string currency) =>
    [
        new(StatementKind.Invoice, db => Documents(db, organization, currency, InvoiceKind.Invoice).Select(i => new StatementFact
        {
            At = i.IssuedAt, Key = i.Number, Number = i.Number, Minor = i.NetMinor + i.TaxMinor, Used = 0,
            Text = i.InterestOnId == null ? null : "Interest on " + i.InterestOn!.Number,
        })),
        new(StatementKind.CreditUsed, db => db.Set<ClientBalanceEntry>()
            .Where(e => e.OrganizationId == organization && e.Currency == currency && e.Minor < 0).Select(e => new StatementFact
            {
                At = e.At, Key = e.Invoice.Number, Number = e.Invoice.Number, Minor = 0, Used = -e.Minor,
            })),
        new(StatementKind.Payment, db => Payments(db, organization, currency)),
        new(StatementKind.Payment, db => db.InvoicePayments
            .Where(p => p.LineId != null && p.Invoice.OrganizationId == organization && p.Invoice.Currency == currency).Select(p => new StatementFact
            {
                At = p.At, Key = p.Invoice.Number, Number = p.Invoice.Number, Minor = -p.Minor, Used = 0,
                Text = p.Minor > 0 ? "Bank transfer" : "Bank transfer, taken off again",
            })),
        new(StatementKind.CreditNote, db => Documents(db, organization, currency, InvoiceKind.CreditNote).Select(i => new StatementFact
        {
            At = i.IssuedAt, Key = i.Number, Number = i.Number, Minor = -(i.NetMinor + i.TaxMinor), Used = 0,
        })),
        new(StatementKind.Refund, db => db.Refunds
            .Where(r => r.Payment.OrganizationId == organization && r.Currency == currency && r.State == RefundState.Succeeded).Select(r => new StatementFact
            {
                At = r.EndedAt!.Value, Key = r.Document, Number = r.Document, Text = r.Reason, Minor = r.Minor, Used = 0,
            })),
        new(StatementKind.WriteOff, db => Documents(db, organization, currency, InvoiceKind.Invoice).SelectMany(i => i.WriteOffs, (i, off) => new StatementFact
        {
            At = off.At, Key = i.Number, Number = i.Number, Minor = -off.Minor, Used = 0,
        })),
    ];

    private static IQueryable<Invoice> Documents(MarketplaceDb db, long organization, string currency, InvoiceKind kind) =>
        db.Invoices.Where(i => i.OrganizationId == organization && i.Currency == currency && i.Kind == kind);

    private static IQueryable<StatementFact> Payments(MarketplaceDb db, long organization, string currency)
    {
        var parts = db.InvoicePayments;
        return db.Payments
            .Where(p => p.OrganizationId == organization && p.Currency == currency && p.State == PaymentState.Succeeded && p.Minor > 0
                && p.Provider != PaymentProviders.Bank)
            .Select(p => new StatementFact
            {
                At = p.EndedAt!.Value, Key = p.Document, Text = p.Method ?? p.Provider, Minor = -p.Minor, Used = 0,
                Number = parts.Where(part => part.PaymentId == p.Id).Select(part => part.Invoice.Number).FirstOrDefault(),
            });
    }
}
