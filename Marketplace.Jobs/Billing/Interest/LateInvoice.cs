using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Payments.Bank;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Interest;

/// <summary>An invoice that is or was due, with all that changed what is open of it.</summary>
/// <param name="Next">The first day of which interest is not decided.</param>
/// <param name="IsOver">Nothing more is charged of it.</param>
/// <param name="IsCredited">All of it was credited, so it was never owed.</param>
internal sealed record LateInvoice(
    Invoice Invoice, IReadOnlyList<OpenChange> Changes, IReadOnlyList<InvoiceInterest> Decided, DateOnly Next, bool IsOver, bool IsCredited)
{
    public bool IsSettled => Changes.Sum(change => change.Minor) >= Invoice.Payable.Minor;

    /// <summary>
    /// What is not decided yet. Of an open invoice the days before this one, since a transfer of yesterday may be on the statement of today.
    /// </summary>
    public Accrual Accrued(int basisPoints, DateOnly today) => IsOver || IsCredited ? new(0, 0, Next)
        : InterestDays.Of(Invoice.Payable.Minor, Changes, basisPoints, Next, IsSettled ? today.AddDays(1) : today);
}

internal static class LateInvoices
{
    extension(IQueryable<Invoice> invoices)
    {
        /// <summary>Those that charge interest.</summary>
        public IQueryable<Invoice> ChargedInterest() => invoices.Where(i => i.InterestOnId != null && i.Kind == InvoiceKind.Invoice);
    }

    extension(MarketplaceDb db)
    {
        /// <summary>What may cost interest: never interest itself, nor what no money moves for.</summary>
        public IQueryable<Invoice> MayCostInterest(InterestOptions options)
        {
            var since = options.Since;
            return db.Invoices.Where(i => i.Kind == InvoiceKind.Invoice && !i.IsTest && i.InterestOnId == null && i.Due >= since);
        }

        /// <summary>Null where there is none of them.</summary>
        public async Task<LateInvoice?> ReadLateAsync(IQueryable<Invoice> invoices, InterestOptions options, CancellationToken cancel)
        {
            if (await invoices.AsNoTracking().Include(i => i.Credits).Include(i => i.WriteOffs).OrderBy(i => i.Id).AsSplitQuery()
                .FirstOrDefaultAsync(cancel) is not { } invoice)
            {
                return null;
            }

            var (id, lines) = (invoice.Id, db.BankLines);
            var paid = await db.InvoicePayments.Where(p => p.InvoiceId == id).Select(p => new
            {
                p.Minor, p.At, Booked = lines.Where(l => l.Id == p.LineId).Select(l => (DateOnly?)l.BookedOn).FirstOrDefault(),
            }).ToListAsync(cancel);
            var decided = await db.InvoiceInterest.AsNoTracking().Include(i => i.Document).Where(i => i.InvoiceId == id).OrderBy(i => i.From)
                .ToListAsync(cancel);
            return new(
                invoice,
                [
                    // The bank's day counts, not that on which its statement was imported.
                    .. paid.Select(part => (part.Minor, part.Booked, At: DateOnly.FromDateTime(part.At)))
                        .Select(part => new OpenChange(part.Booked < part.At ? part.Booked.Value : part.At, part.Minor)),
                    .. invoice.Credits.Select(note => new OpenChange(DateOnly.FromDateTime(note.IssuedAt), note.Total.Minor)),
                    .. invoice.WriteOffs.Select(off => new OpenChange(DateOnly.FromDateTime(off.At), off.Minor)),
                ],
                decided, decided.Count > 0 ? decided[^1].Until : invoice.Due!.Value.AddDays(options.AfterDays), decided.Exists(one => one.IsLast),
                invoice.Credits.Sum(note => note.Total.Minor) >= invoice.Total.Minor);
        }
    }
}
