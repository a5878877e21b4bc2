using Marketplace.Billing.Interest;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Transfers;

/// <param name="Amount">Of the transfer, at most what is open of the invoice.</param>
public sealed record AssignedPart(long InvoiceId, Money Amount);

/// <summary>Books what arrived, within the caller's transaction: journals, invoices, and all that follows where one is paid with it.</summary>
public sealed class TransferBooking(PaymentBooks books, Journals journals, TimeProvider clock)
{
    /// <returns>Null if it is done; otherwise what is wrong, and the transaction has to end with nothing done.</returns>
    internal async Task<string?> AssignAsync(MarketplaceDb db, BankLine line, IReadOnlyList<AssignedPart> parts, CancellationToken cancel)
    {
        foreach (var part in parts.OrderBy(part => part.InvoiceId))
        {
            if (await AssignAsync(db, line, part, cancel) is { } problem)
            {
                return problem;
            }
        }

        await ReconsiderAsync(db, line, [.. parts.Select(part => (long?)part.InvoiceId)], cancel);
        return null;
    }

    /// <summary>Takes what a line paid off the invoices that are not paid in full, so that it can be kept, sent back or assigned elsewhere.</summary>
    /// <returns>Null if it is done.</returns>
    internal async Task<string?> ReleaseAsync(MarketplaceDb db, BankLine line, CancellationToken cancel)
    {
        var (now, released) = (clock.UtcNow, false);
        var parts = await db.InvoicePayments.Where(p => p.LineId == line.Id).GroupBy(p => p.InvoiceId)
            .Select(g => new { InvoiceId = g.Key, Minor = g.Sum(p => p.Minor) }).ToListAsync(cancel);
        foreach (var part in parts.Where(part => part.Minor > 0).OrderBy(part => part.InvoiceId))
        {
            if (await LockAsync(db, part.InvoiceId, cancel) is not { State: not PaymentState.Succeeded } transfer
                || await TransferCandidates.FindAsync(db, part.InvoiceId, cancel) is not { } invoice)
            {
                continue;
            }

            released = true;
            line.Spend(-part.Minor);
            transfer.Receive(-part.Minor, line.Name, line.Iban);
            db.Add(new InvoicePayment(invoice.Id, transfer.PaymentId, -part.Minor, now, line.Id));
            await journals.PostAsync(
                db,
                BankPostings.Released(
                    $"bank-release/{line.Id}-{line.Version}-{invoice.Id}", "Transfer unassigned", $"invoice/{invoice.Number}", now,
                    new(part.Minor, line.Currency)),
                cancel);
            // It may be canceled now, though that was refused while a part of it was there.
            await db.ProviderRequests.Where(r => r.Subject == transfer.PaymentId && r.Act == ProviderAct.Cancel).ExecuteDeleteAsync(cancel);
            var order = await db.Invoices.Where(i => i.Id == invoice.Id).Select(i => i.OrderId).SingleAsync(cancel);
            db.TellInvoices(invoice.OrganizationId, order, now);
        }

        if (released)
        {
            await SuggestAsync(db, line, cancel);
        }

        return released ? null : "The invoices that it was assigned to are paid in full. Credit one instead, and the refund follows.";
    }

    /// <summary>Looks at a line for the first time, or once more since an invoice changed.</summary>
    internal static async Task<TransferVerdict> SuggestAsync(MarketplaceDb db, BankLine line, CancellationToken cancel)
    {
        var said = line.Minor > 0 ? line.Said with { Amount = line.Rest } : line.Said;
        var named = await TransferCandidates.NamedAsync(db, said, cancel);
        var verdict = TransferMatch.Judge(said, named, await TransferCandidates.ReadAsync(db, said, named, cancel));
        line.Suggest(verdict.State, verdict.Best.Count > 0 ? verdict.Best[0].Id : null, verdict.Score);
        return verdict;
    }

    private async Task<string?> AssignAsync(MarketplaceDb db, BankLine line, AssignedPart part, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        if (await LockAsync(db, part.InvoiceId, cancel) is not { } transfer
            || await TransferCandidates.FindAsync(db, part.InvoiceId, cancel) is not { } invoice)
        {
            return "One of the invoices is not to be paid by transfer.";
        }

        if (part.Amount.Currency != invoice.Open.Currency || part.Amount.Currency != line.Currency)
        {
            return $"Invoice {invoice.Number} is in {invoice.Open.Currency}, the payment in {line.Currency}.";
        }

        if (part.Amount.Minor <= 0 || part.Amount > invoice.Open || part.Amount > line.Rest)
        {
            return invoice.Open.Minor == 0 ? $"Invoice {invoice.Number} has nothing open."
                : part.Amount > line.Rest ? $"The payment has {line.Rest} left, less than {part.Amount}."
                : $"Of invoice {invoice.Number}, {invoice.Open} is open. Assign at most as much.";
        }

        // The other payment is of the whole invoice, so with a part of it too much would be paid.
        if (transfer.State is PaymentState.Canceled && part.Amount < invoice.Open)
        {
            return "The client chose another way to pay. Keep it as a client balance.";
        }

        line.Spend(part.Amount.Minor);
        transfer.Receive(part.Amount.Minor, line.Name, line.Iban);
        db.Add(new InvoicePayment(invoice.Id, transfer.PaymentId, part.Amount.Minor, now, line.Id));
        await journals.PostAsync(
            db,
            BankPostings.Assigned(
                $"bank-assignment/{line.Id}-{line.Version}-{invoice.Id}", $"Transfer of {line.Name}".TrimEnd(), $"invoice/{invoice.Number}", now, part.Amount),
            cancel);
        await FollowAsync(db, transfer, invoice, part.Amount, now, cancel);
        return null;
    }

    private async Task FollowAsync(MarketplaceDb db, ExpectedTransfer transfer, OpenInvoice invoice, Money paid, DateTime now, CancellationToken cancel)
    {
        if (paid == invoice.Open)
        {
            transfer.Succeed();
            await db.SaveChangesAsync(cancel);
            await books.TakeAsync(db, transfer.PaymentId, transfer.Told, null, null, cancel);
            await db.PostAsync(await db.Invoices.SingleAsync(i => i.Id == invoice.Id, cancel), "invoice.paid", now, cancel);
        }
        else
        {
            await db.NotifyOwnersAsync(
                invoice.OrganizationId, $"invoice/{invoice.Number}", $"{paid} of invoice {invoice.Number} arrived; {invoice.Open - paid} is still open", now,
                cancel);
        }

        var order = await db.Invoices.Where(i => i.Id == invoice.Id).Select(i => i.OrderId).SingleAsync(cancel);
        db.TellInvoices(invoice.OrganizationId, order, now);
    }

    // Of two that assign to the same invoice at once, the second waits here for the first.
    private static async Task<ExpectedTransfer?> LockAsync(MarketplaceDb db, long invoiceId, CancellationToken cancel)
    {
        if (await DocumentAsync(db, invoiceId, cancel) is not { } document)
        {
            return null;
        }

        var payments = db.Payments.Where(p => p.Document == document && p.Provider == PaymentProviders.Bank);
        if (await db.ExpectedTransfers.Where(t => payments.Any(p => p.Id == t.PaymentId)).OrderByDescending(t => t.At).Select(t => t.Id)
            .FirstOrDefaultAsync(cancel) is not { } id)
        {
            return null;
        }

        await db.ExpectedTransfers.Where(t => t.Id == id).ExecuteUpdateAsync(set => set.SetProperty(t => t.Version, t => t.Version + 1), cancel);
        return await db.ExpectedTransfers.SingleAsync(t => t.Id == id, cancel);
    }

    // An invoice is that of an order, of a period, or of interest.
    private static async Task<string?> DocumentAsync(MarketplaceDb db, long invoiceId, CancellationToken cancel)
    {
        var orders = db.Invoices.Where(i => i.Id == invoiceId && i.Kind == InvoiceKind.Invoice && i.OrderId != null).Select(i => i.OrderId);
        return await orders.FirstOrDefaultAsync(cancel) is { } order ? Order.DocumentOf(order)
            : await db.SubscriptionPeriods.Where(p => p.InvoiceId == invoiceId && p.LeadId == null).OrderBy(p => p.Number).Select(p => (Guid?)p.Id)
                .FirstOrDefaultAsync(cancel) is { } period ? SubscriptionPeriod.DocumentOf(period)
            : await db.Invoices.Where(i => i.Id == invoiceId && i.InterestOnId != null).Select(i => InterestDocuments.Prefix + i.Number)
                .FirstOrDefaultAsync(cancel);
    }

    private static async Task ReconsiderAsync(MarketplaceDb db, BankLine booked, IReadOnlyList<long?> invoices, CancellationToken cancel)
    {
        BankLineState[] open = [BankLineState.Suggested, BankLineState.Overpaid, BankLineState.Underpaid];
        foreach (var other in await db.BankLines.Where(l => open.Contains(l.State) && invoices.Contains(l.InvoiceId) && l.Id != booked.Id)
            .OrderBy(l => l.Id).Take(100).ToListAsync(cancel))
        {
            await SuggestAsync(db, other, cancel);
        }
    }
}
