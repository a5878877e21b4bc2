using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Updates;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Credits;

/// <summary>
/// Operators credit invoices, whole or in part: the document, its journals, the refund and the licenses in one transaction. Above a limit they propose it
/// (<see cref="CreditProposals"/>).
/// </summary>
public sealed class CreditNotes(
    IDbContextFactory<MarketplaceDb> databases, CreditCases cases, CreditLimit limit, CreditJournals journals, ClientBalances balances, InvoiceMail mail,
    TimeProvider clock)
{
    /// <summary>What of each line can still be credited, without tax; null if there is no such invoice or the actor is no operator.</summary>
    public async Task<IReadOnlyList<Money>?> LeftAsync(Actor actor, long invoiceId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await CreditCases.FindAsync(db, actor, invoiceId, cancel) is not { } invoice)
        {
            return null;
        }

        var (document, earlier) = (invoice.Document, await CreditCases.EarlierAsync(db, invoice, cancel));
        return [.. Enumerable.Range(0, document.Lines.Count).Select(line => CreditDraft.Left(document, earlier, line))];
    }

    /// <summary>What it would do; nothing is changed.</summary>
    public async Task<CreditOutcome> PreviewAsync(Actor actor, CreditWish asked, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await PreviewAsync(db, actor, asked, cancel);
    }

    public async Task<CreditOutcome> IssueAsync(Actor actor, CreditWish asked, CancellationToken cancel)
    {
        try
        {
            return await databases.TransactAsync(async db =>
            {
                var number = await NumberAsync(db, cancel);
                var (found, outcome) = await cases.ReadAsync(db, actor, asked, cancel);
                // Whatever is wrong gives the number back.
                return found is null ? throw new CreditRefusedException(outcome!)
                    : found.Effect.NeedsApproval ? throw new CreditRefusedException(new CreditOutcome.Invalid(AboveLimit))
                    : await IssueAsync(db, actor, asked, found, number, cancel);
            }, cancel);
        }
        catch (CreditRefusedException refused)
        {
            return refused.Outcome;
        }
    }

    internal async Task<CreditOutcome> PreviewAsync(MarketplaceDb db, Actor actor, CreditWish asked, CancellationToken cancel)
    {
        var (found, outcome) = await cases.ReadAsync(db, actor, asked, cancel);
        return found is null ? outcome! : new CreditOutcome.Shown(found.Effect with
        {
            Journals = await journals.PreviewAsync(db, found.Written("preview"), clock.UtcNow, cancel),
        });
    }

    /// <summary>Taken before the rest is read: a credit issued at the same moment waits for it, and then sees this note.</summary>
    internal async Task<string> NumberAsync(MarketplaceDb db, CancellationToken cancel) =>
        await db.NextNumberAsync(await db.SellerPrefixAsync(cancel) + "C", clock.UtcNow.Year, cancel);

    /// <summary>In a transaction that has taken the number and then read the case.</summary>
    internal async Task<CreditOutcome.Issued> IssueAsync(
        MarketplaceDb db, Actor actor, CreditWish asked, CreditCase found, string number, CancellationToken cancel)
    {
        var (now, document) = (clock.UtcNow, found.Effect.Document with { Number = number });
        var note = new Invoice(document, found.Invoice.OrganizationId, null, found.Invoice.Id, now, actor.UserId);
        db.Add(note);
        await journals.PostAsync(db, found.Written(number), now, cancel);
        await balances.KeepAsync(db, note, found.Effect.Kept, now, cancel);
        if (found.Effect.Refund.Minor > 0 && await db.AskToRefundAsync(
            found.Payment!, found.Effect.Refund, Invoice.CreditNotePrefix + number, asked.Reason, actor.UserId, now, cancel) is null)
        {
            throw new CreditRefusedException(new CreditOutcome.Invalid("This would refund more than was paid. Check the payment's refunds."));
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

    private string AboveLimit =>
        $"More than {limit.Limit} of this invoice would be credited by one person. Preview it again to propose it: another operator has to approve it.";
}
