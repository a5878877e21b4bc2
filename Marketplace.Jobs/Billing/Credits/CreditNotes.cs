using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Notifications;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Credits;

/// <param name="Revokes">The licenses of the lines that are credited end with it.</param>
public sealed record CreditWish(long InvoiceId, IReadOnlyList<CreditPart> Parts, string Reason, bool Revokes);

/// <summary>What a credit note would do.</summary>
/// <param name="Refund">What goes back by the payment; nothing where the invoice was not paid.</param>
/// <param name="Licenses">The names of those that would be revoked.</param>
/// <param name="EndsTerm">By line: a term that ends with it, so what is not earned yet is not earned any more.</param>
public sealed record CreditEffect(InvoiceDocument Document, Money Refund, string? PaidBy, IReadOnlyList<string> Licenses, IReadOnlyList<bool> EndsTerm);

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
    IDbContextFactory<MarketplaceDb> databases, Journals journals, TermEnds terms, CommissionRates commissions, TimeProvider clock)
{
    private const int MaxNotes = 1000;

    /// <summary>What it would do; nothing is changed.</summary>
    public async Task<CreditOutcome> PreviewAsync(Actor actor, CreditWish wish, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await ReadAsync(db, actor, wish, cancel) switch
        {
            (null, { } outcome) => outcome,
            ({ } case_, _) => new CreditOutcome.Shown(case_.Effect),
            _ => new CreditOutcome.NotFound(),
        };
    }

    public async Task<CreditOutcome> IssueAsync(Actor actor, CreditWish wish, CancellationToken cancel)
    {
        try
        {
            return await databases.TransactAsync(async db =>
            {
                var seller = await db.SellerPrefixAsync(cancel);
                // First the number: whoever credits at the same moment waits here, and sees this note then.
                var number = await db.NextNumberAsync(seller + "C", clock.UtcNow.Year, cancel);
                var (found, outcome) = await ReadAsync(db, actor, wish, cancel);
                // Whatever is wrong gives the number back.
                return found is null ? throw new RefusedException(outcome!) : await IssueAsync(db, actor, wish, found, number, cancel);
            }, cancel);
        }
        catch (RefusedException refused)
        {
            return refused.Outcome;
        }
    }

    private async Task<CreditOutcome> IssueAsync(MarketplaceDb db, Actor actor, CreditWish wish, Case found, string number, CancellationToken cancel)
    {
        var (now, document) = (clock.UtcNow, found.Effect.Document with { Number = number });
        var note = new Invoice(document, found.Invoice.OrganizationId, null, found.Invoice.Id, now);
        db.Add(note);
        foreach (var (line, index) in document.Lines.Select((line, index) => (line, index)))
        {
            await PostAsync(db, found, document, line, index, now, cancel);
        }

        if (found.Effect.Refund.Minor > 0 && await db.AskToRefundAsync(
            found.Payment!, found.Effect.Refund, $"credit-note/{number}", wish.Reason, actor.UserId, now, cancel) is null)
        {
            throw new RefusedException(new CreditOutcome.Invalid("More would go back than was paid. Look at the refunds of the payment."));
        }

        foreach (var license in found.Licenses)
        {
            license.Revoke(actor.UserId, wish.Reason, now);
            db.TellLicenses(license.OrganizationId, license.Module.NormalizedId, now);
        }

        db.Audit(actor, "invoice.credit", $"invoice/{found.Invoice.Number}", $"{number}: {document.Total}, {wish.Reason}", now);
        await db.NotifyMembersAsync(
            found.Invoice.OrganizationId, $"invoice/{number}", $"{document.Total} of invoice {found.Invoice.Number} are credited: {wish.Reason}", now, cancel);
        await db.SaveChangesAsync(cancel);
        return new CreditOutcome.Issued(note.Id, number);
    }

    private async Task PostAsync(MarketplaceDb db, Case found, InvoiceDocument document, InvoiceLine line, int index, DateTime now, CancellationToken cancel)
    {
        var source = $"credit-line/{document.Number}-{index + 1}";
        if (found.Effect.EndsTerm[index])
        {
            await terms.EndAsync(db, new(
                InvoiceIssue.SourceOf(document.Corrects!, line.Of!.Value), now, document.Date,
                new TermRefund(source, line.Text, AccountKey.Receivable, line.Net, [.. InvoiceIssue.Taxes(document, line)])), cancel);
            return;
        }

        var sold = new Sold(line.PublisherId, line.ModuleId, line.Tier, DateOnly.FromDateTime(found.Invoice.IssuedAt));
        await journals.PostAsync(db, CreditPostings.Credit(
            source, line.Text, $"invoice/{document.Corrects}", now,
            new(line.PublisherId, line.Net, await commissions.OfAsync(db, sold, cancel), [.. InvoiceIssue.Taxes(document, line)])), cancel);
    }

    private async Task<(Case? Found, CreditOutcome? Outcome)> ReadAsync(MarketplaceDb db, Actor actor, CreditWish wish, CancellationToken cancel)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        if (await db.Invoices.AsNoTracking().Include(i => i.Payments)
            .FirstOrDefaultAsync(i => i.Id == wish.InvoiceId && i.Kind == InvoiceKind.Invoice && operators.Any(), cancel) is not { } invoice)
        {
            return (null, new CreditOutcome.NotFound());
        }

        if (wish.Reason.Trim() is not { Length: > 0 and <= Refund.MaxReason })
        {
            return (null, new CreditOutcome.Invalid($"Say why, in at most {Refund.MaxReason} characters. The client reads it."));
        }

        var notes = await db.Invoices.AsNoTracking().Where(i => i.CorrectsId == invoice.Id).OrderBy(i => i.Id).Take(MaxNotes).Select(i => i.Json).ToListAsync(cancel);
        var (document, earlier) = (invoice.Document, notes.ConvertAll(InvoiceDocument.Parse));
        if (CreditDraft.Problem(document, earlier, wish.Parts) is { } problem)
        {
            return (null, new CreditOutcome.Invalid(problem));
        }

        var credit = CreditDraft.Of(document, earlier, wish.Parts, wish.Reason.Trim(), DateOnly.FromDateTime(clock.UtcNow));
        var paid = invoice.Payments.OrderByDescending(p => p.Minor).FirstOrDefault();
        var payment = paid is null ? null : await db.Payments.AsNoTracking().SingleAsync(p => p.Id == paid.PaymentId, cancel);
        var licenses = wish.Revokes ? await LicensesAsync(db, invoice, credit, cancel) : [];
        IReadOnlyList<bool> ends =
        [
            .. credit.Lines.Select(line => line.From is not null && (wish.Revokes || line.Net == CreditDraft.Left(document, earlier, line.Of!.Value))),
        ];
        return (new Case(invoice, payment, licenses, new CreditEffect(
            credit, payment is null ? Money.Zero(invoice.Currency) : credit.Total, payment?.Method, licenses.ConvertAll(l => l.Module.DisplayName), ends)), null);
    }

    private static async Task<List<License>> LicensesAsync(MarketplaceDb db, Invoice invoice, InvoiceDocument credit, CancellationToken cancel)
    {
        var modules = credit.Lines.Select(line => line.ModuleId).ToList();
        var ids = await db.Orders.Where(o => o.Id == invoice.OrderId).SelectMany(o => o.Lines)
            .Where(l => l.LicenseId != null && modules.Contains(l.ModuleId)).Select(l => l.LicenseId).ToListAsync(cancel);
        return await db.Licenses.Include(l => l.Module).Where(l => ids.Contains(l.Id) && l.RevokedAt == null).OrderBy(l => l.Id).ToListAsync(cancel);
    }

    private sealed record Case(Invoice Invoice, Payment? Payment, List<License> Licenses, CreditEffect Effect);

    // Ends the transaction with nothing done.
    private sealed class RefusedException(CreditOutcome outcome) : Exception
    {
        public CreditOutcome Outcome { get; } = outcome;
    }
}
