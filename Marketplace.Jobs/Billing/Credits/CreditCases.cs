using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Credits;

/// <summary>A credit as it would be carried out now.</summary>
/// <param name="Left">By line: what of the invoice's was not credited before, without tax.</param>
internal sealed record CreditCase(Invoice Invoice, Payment? Payment, List<License> Licenses, IReadOnlyList<Money> Left, CreditEffect Effect)
{
    public CreditWritten Written(string number) =>
        new(Effect.Document with { Number = number }, DateOnly.FromDateTime(Invoice.IssuedAt), Effect.EndsTerm, Left);
}

/// <summary>Reads what a credit would do, for operators; nothing is changed.</summary>
public sealed class CreditCases(CreditLimit limit, TimeProvider clock)
{
    private const int MaxNotes = 1000;

    /// <summary>The credit notes of an invoice so far.</summary>
    internal static async Task<IReadOnlyList<InvoiceDocument>> EarlierAsync(MarketplaceDb db, Invoice invoice, CancellationToken cancel)
    {
        var notes = await db.Invoices.AsNoTracking().Where(i => i.CorrectsId == invoice.Id).OrderBy(i => i.Id).Take(MaxNotes)
            .Select(i => i.Json).ToListAsync(cancel);
        return notes.ConvertAll(InvoiceDocument.Parse);
    }

    internal static Task<Invoice?> FindAsync(MarketplaceDb db, Actor actor, long id, CancellationToken cancel)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.Invoices.AsNoTracking().Include(i => i.Payments)
            .FirstOrDefaultAsync(i => i.Id == id && i.Kind == InvoiceKind.Invoice && operators.Any(), cancel);
    }

    internal async Task<(CreditCase? Found, CreditOutcome? Outcome)> ReadAsync(MarketplaceDb db, Actor actor, CreditWish asked, CancellationToken cancel)
    {
        if (await FindAsync(db, actor, asked.InvoiceId, cancel) is not { } invoice)
        {
            return (null, new CreditOutcome.NotFound());
        }

        if (asked.Reason.Trim() is not { Length: > 0 and <= Refund.MaxReason })
        {
            return (null, new CreditOutcome.Invalid($"Say why, in at most {Refund.MaxReason} characters. The client reads it."));
        }

        var (document, earlier) = (invoice.Document, await EarlierAsync(db, invoice, cancel));
        if (CreditDraft.Problem(document, earlier, asked.Parts) is { } problem)
        {
            return (null, new CreditOutcome.Invalid(problem));
        }

        var paid = invoice.Payments.OrderByDescending(p => p.Minor).FirstOrDefault();
        var payment = paid is null ? null : await db.Payments.AsNoTracking().SingleAsync(p => p.Id == paid.PaymentId, cancel);
        var credit = CreditDraft.Of(document, earlier, asked.Parts, asked.Reason.Trim(), DateOnly.FromDateTime(clock.UtcNow)) with { PaidBy = payment?.Method };
        var licenses = asked.Revokes ? await LicensesAsync(db, invoice, credit, cancel) : [];
        IReadOnlyList<Money> left = [.. credit.Lines.Select(line => CreditDraft.Left(document, earlier, line.Of!.Value))];
        var running = await CreditJournals.RunningAsync(db, credit, cancel);
        IReadOnlyList<bool> ends = [.. credit.Lines.Zip(left, (line, rest) => running.Contains(line.Of!.Value) && (asked.Revokes || line.Net == rest))];
        // What was paid beyond what is still owed after it: of an invoice that was paid in part, less goes back than is credited.
        var owed = document.Total - earlier.Select(note => note.Total).Sum(invoice.Currency) - credit.Total;
        var over = invoice.Payments.Sum(p => p.Minor) - (payment?.RefundedMinor ?? 0) - owed.Minor;
        var refund = new Money(payment is null ? 0 : Math.Clamp(over, 0, credit.Total.Minor), invoice.Currency);
        if (refund.Minor > 0 && payment is { Provider: PaymentProviders.Bank, State: not PaymentState.Succeeded })
        {
            return (null, new CreditOutcome.Invalid("A part of this invoice was paid by transfer. Unassign it under Bank import first."));
        }

        var returned = await db.Set<ClientBalanceEntry>().Where(e => e.Invoice.CorrectsId == invoice.Id).SumAsync(e => e.Minor, cancel);
        var kept = new Money(Math.Clamp(credit.Total.Minor - refund.Minor, 0, Math.Max(invoice.CreditUsedMinor - returned, 0)), invoice.Currency);
        var effect = new CreditEffect(credit, refund, payment?.Method, licenses.ConvertAll(l => l.Module.DisplayName), ends, [])
        {
            Kept = kept,
            NeedsApproval = await limit.IsExceededAsync(db, invoice, credit.Total, cancel),
        };
        effect = effect with { Hash = CreditHash.Of(asked, invoice, earlier, effect, licenses.Select(license => license.Id)) };
        return (new CreditCase(invoice, payment, licenses, left, effect), null);
    }

    private static async Task<List<License>> LicensesAsync(MarketplaceDb db, Invoice invoice, InvoiceDocument credit, CancellationToken cancel)
    {
        var modules = credit.Lines.Select(line => line.ModuleId).ToList();
        var ids = await db.Orders.Where(o => o.Id == invoice.OrderId).SelectMany(o => o.Lines)
            .Where(l => l.LicenseId != null && modules.Contains(l.ModuleId)).Select(l => l.LicenseId!.Value).ToListAsync(cancel);
        // A line is for the period that begins with it, or for the last one that begins before.
        var renewed = await db.SubscriptionPeriods.Where(p => p.InvoiceId == invoice.Id && p.Number > 0).OrderBy(p => p.InvoiceLine)
            .Select(p => new { p.InvoiceLine, p.Subscription.LicenseId }).ToListAsync(cancel);
        ids.AddRange(credit.Lines.Select(line => renewed.FindLast(one => one.InvoiceLine <= line.Of)?.LicenseId).OfType<long>());
        return await db.LicensesSoldWith(ids).Include(l => l.Module).Where(l => l.RevokedAt == null).OrderBy(l => l.Id).ToListAsync(cancel);
    }
}
