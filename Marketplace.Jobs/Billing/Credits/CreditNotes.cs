using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Updates;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Credits;

/// <param name="Revokes">The licenses of the lines that are credited end with it.</param>
public sealed record CreditWish(long InvoiceId, IReadOnlyList<CreditPart> Parts, string Reason, bool Revokes);

/// <summary>What a credit note would do.</summary>
/// <param name="Refund">What goes back by the payment; nothing where the invoice was not paid.</param>
/// <param name="Licenses">The names of those that would be revoked.</param>
/// <param name="EndsTerm">By line: a term that ends with it, so what is not earned yet is not earned any more.</param>
/// <param name="Journals">What it would post.</param>
public sealed record CreditEffect(
    InvoiceDocument Document, Money Refund, string? PaidBy, IReadOnlyList<string> Licenses, IReadOnlyList<bool> EndsTerm, IReadOnlyList<Posting> Journals)
{
    /// <summary>What was paid by the client's credit goes back to it.</summary>
    public Money Kept { get; init; } = Money.Zero(Document.Net.Currency);
}

public abstract record CreditOutcome
{
    public sealed record Shown(CreditEffect Effect) : CreditOutcome;

    public sealed record Issued(long Id, string Number) : CreditOutcome;

    /// <param name="Problem">What is wrong and what mends it.</param>
    public sealed record Invalid(string Problem) : CreditOutcome;

    public sealed record NotFound : CreditOutcome;
}

/// <summary>Operators credit invoices, whole or in part: the document, its journals, the refund and the licenses in one transaction.</summary>
public sealed class CreditNotes(
    IDbContextFactory<MarketplaceDb> databases, CreditJournals journals, ClientBalances balances, InvoiceMail mail, TimeProvider clock)
{
    private const int MaxNotes = 1000;

    /// <summary>What of each line can still be credited, without tax; null if there is no such invoice or the actor is no operator.</summary>
    public async Task<IReadOnlyList<Money>?> LeftAsync(Actor actor, long invoiceId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await FindAsync(db, actor, invoiceId, cancel) is not { } invoice)
        {
            return null;
        }

        var (document, earlier) = (invoice.Document, await EarlierAsync(db, invoice, cancel));
        return [.. Enumerable.Range(0, document.Lines.Count).Select(line => CreditDraft.Left(document, earlier, line))];
    }

    /// <summary>What it would do; nothing is changed.</summary>
    public async Task<CreditOutcome> PreviewAsync(Actor actor, CreditWish asked, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (found, outcome) = await ReadAsync(db, actor, asked, cancel);
        return found is null ? outcome! : new CreditOutcome.Shown(found.Effect with
        {
            Journals = await journals.PreviewAsync(db, found.Written("preview"), clock.UtcNow, cancel),
        });
    }

    public async Task<CreditOutcome> IssueAsync(Actor actor, CreditWish asked, CancellationToken cancel)
    {
        try
        {
            return await databases.TransactAsync(async db =>
            {
                var seller = await db.SellerPrefixAsync(cancel);
                // The number first: a credit issued at the same moment waits for it, and then sees this note.
                var number = await db.NextNumberAsync(seller + "C", clock.UtcNow.Year, cancel);
                var (found, outcome) = await ReadAsync(db, actor, asked, cancel);
                // Whatever is wrong gives the number back.
                return found is null ? throw new RefusedException(outcome!) : await IssueAsync(db, actor, asked, found, number, cancel);
            }, cancel);
        }
        catch (RefusedException refused)
        {
            return refused.Outcome;
        }
    }

    /// <summary>The credit notes of an invoice so far.</summary>
    internal static async Task<IReadOnlyList<InvoiceDocument>> EarlierAsync(MarketplaceDb db, Invoice invoice, CancellationToken cancel)
    {
        var notes = await db.Invoices.AsNoTracking().Where(i => i.CorrectsId == invoice.Id).OrderBy(i => i.Id).Take(MaxNotes)
            .Select(i => i.Json).ToListAsync(cancel);
        return notes.ConvertAll(InvoiceDocument.Parse);
    }

    private async Task<CreditOutcome> IssueAsync(MarketplaceDb db, Actor actor, CreditWish asked, Case found, string number, CancellationToken cancel)
    {
        var (now, document) = (clock.UtcNow, found.Effect.Document with { Number = number });
        var note = new Invoice(document, found.Invoice.OrganizationId, null, found.Invoice.Id, now);
        db.Add(note);
        await journals.PostAsync(db, found.Written(number), now, cancel);
        await balances.KeepAsync(db, note, found.Effect.Kept, now, cancel);
        if (found.Effect.Refund.Minor > 0 && await db.AskToRefundAsync(
            found.Payment!, found.Effect.Refund, $"credit-note/{number}", asked.Reason, actor.UserId, now, cancel) is null)
        {
            throw new RefusedException(new CreditOutcome.Invalid("This would refund more than was paid. Check the payment's refunds."));
        }

        foreach (var license in found.Licenses)
        {
            license.Revoke(actor.UserId, asked.Reason, now);
            await db.PostAsync(license, "license.revoked", now, cancel);
            db.TellLicenses(license.OrganizationId, license.Module.NormalizedId, now);
        }

        await db.PostAsync(note, "credit_note.issued", now, cancel);
        db.Audit(actor, "invoice.credit", $"invoice/{found.Invoice.Number}", $"{number}: {document.Total}, {asked.Reason}", now);
        db.TellInvoices(found.Invoice.OrganizationId, found.Invoice.OrderId, now);
        await mail.SendAsync(
            db, note, $"{document.Total} of invoice {found.Invoice.Number} is credited: {asked.Reason}", tellsMembers: true, now, cancel);
        await db.SaveChangesAsync(cancel);
        return new CreditOutcome.Issued(note.Id, number);
    }

    private async Task<(Case? Found, CreditOutcome? Outcome)> ReadAsync(MarketplaceDb db, Actor actor, CreditWish asked, CancellationToken cancel)
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
        var effect = new CreditEffect(credit, refund, payment?.Method, licenses.ConvertAll(l => l.Module.DisplayName), ends, []) { Kept = kept };
        return (new Case(invoice, payment, licenses, left, effect), null);
    }

    private static Task<Invoice?> FindAsync(MarketplaceDb db, Actor actor, long id, CancellationToken cancel)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.Invoices.AsNoTracking().Include(i => i.Payments)
            .FirstOrDefaultAsync(i => i.Id == id && i.Kind == InvoiceKind.Invoice && operators.Any(), cancel);
    }

    private static async Task<List<License>> LicensesAsync(MarketplaceDb db, Invoice invoice, InvoiceDocument credit, CancellationToken cancel)
    {
        var modules = credit.Lines.Select(line => line.ModuleId).ToList();
        var ids = await db.Orders.Where(o => o.Id == invoice.OrderId).SelectMany(o => o.Lines)
            .Where(l => l.LicenseId != null && modules.Contains(l.ModuleId)).Select(l => l.LicenseId!.Value).ToListAsync(cancel);
        ids.AddRange(await db.SubscriptionPeriods.Where(p => p.InvoiceId == invoice.Id && p.Number > 0)
            .Select(p => p.Subscription.LicenseId).ToListAsync(cancel));
        return await db.LicensesSoldWith(ids).Include(l => l.Module).Where(l => l.RevokedAt == null).OrderBy(l => l.Id).ToListAsync(cancel);
    }

    private sealed record Case(Invoice Invoice, Payment? Payment, List<License> Licenses, IReadOnlyList<Money> Left, CreditEffect Effect)
    {
        public CreditWritten Written(string number) =>
            new(Effect.Document with { Number = number }, DateOnly.FromDateTime(Invoice.IssuedAt), Effect.EndsTerm, Left);
    }

    // Ends the transaction with nothing done.
    private sealed class RefusedException(CreditOutcome outcome) : Exception
    {
        public CreditOutcome Outcome { get; } = outcome;
    }
}
