using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Credits;

/// <summary>
/// Credits above the limit: one operator proposes, another approves, and only then it is carried out. What is approved is what was shown to both: it is
/// named by its hash, and computed once more in the transaction that issues the credit note.
/// </summary>
public sealed class CreditProposals(IDbContextFactory<MarketplaceDb> databases, CreditCases cases, CreditNotes notes, TimeProvider clock)
{
    private const string OneAtATime = "A credit of this invoice is already waiting for approval. It has to be approved, declined or withdrawn first.";
    private const string Changed = "It was changed at the same time. Review it again.";

    /// <param name="hash">Of the effect that was shown.</param>
    public Task<CreditOutcome> ProposeAsync(Actor actor, CreditWish asked, string hash, CancellationToken cancel) => TransactAsync(async (db, now) =>
    {
        var (found, outcome) = await cases.ReadAsync(db, actor, asked, cancel);
        if (found is null)
        {
            return outcome!;
        }

        if (found.Effect.Hash != hash)
        {
            return new CreditOutcome.Invalid("The invoice changed after this was shown. Preview it again.");
        }

        if (await db.CreditProposals.AnyAsync(p => p.InvoiceId == asked.InvoiceId && p.EndedAt == null, cancel))
        {
            return new CreditOutcome.Invalid(OneAtATime);
        }

        var proposal = new CreditProposal(asked, found.Effect, actor.UserId, now);
        db.Add(proposal);
        await db.SaveChangesAsync(cancel);
        var by = await db.Users.Where(u => u.Id == actor.UserId).Select(u => u.DisplayName).SingleAsync(cancel);
        await db.NotifyStaffAsync(
            StaffRole.Operator, Subject(proposal),
            $"{by} proposes to credit {proposal.Total} of invoice {found.Invoice.Number}. Another operator has to approve it.", now, cancel);
        db.Audit(actor, "credit.propose", $"invoice/{found.Invoice.Number}", $"{proposal.Total}, {asked.Reason}, {hash}", now);
        await ChangedAsync(db, found.Invoice, now, cancel);
        return new CreditOutcome.Proposed(proposal.Id);
    }, OneAtATime, cancel);

    /// <param name="hash">Of the proposal that was shown.</param>
    public Task<CreditOutcome> ApproveAsync(Actor actor, long id, string hash, CancellationToken cancel) => TransactAsync(async (db, now) =>
    {
        // Of two who approve at once the second waits here, and then finds it approved.
        var number = await notes.NumberAsync(db, cancel);
        if (await FindAsync(db, actor, id, cancel) is not { } proposal)
        {
            return new CreditOutcome.NotFound();
        }

        if (await ProblemAsync(db, actor, proposal, cancel) is { } problem)
        {
            return new CreditOutcome.Invalid(problem);
        }

        var asked = proposal.Asked;
        var (found, _) = await cases.ReadAsync(db, actor, asked, cancel);
        if (found is null || found.Effect.Hash != proposal.Hash || hash != proposal.Hash)
        {
            return new CreditOutcome.Invalid(await CreditProposalQueries.ChangeAsync(db, proposal, cancel));
        }

        var issued = await notes.IssueAsync(db, actor, asked, found, number, cancel);
        proposal.Approve(issued.Id, actor.UserId, now);
        db.Notify(proposal.ById, Subject(proposal), $"{proposal.Total} of invoice {found.Invoice.Number} was credited as you proposed: {number}.", now);
        db.Audit(actor, "credit.approve", $"invoice/{found.Invoice.Number}", $"{number}: {proposal.Total}, {proposal.Hash}", now);
        await ChangedAsync(db, found.Invoice, now, cancel);
        return issued;
    }, Changed, cancel);

    public Task<CreditOutcome> DeclineAsync(Actor actor, long id, string reason, CancellationToken cancel) => EndAsync(actor, id, (db, proposal, now) =>
    {
        if (proposal.ById == actor.UserId)
        {
            return "You proposed it: withdraw it instead.";
        }

        if (reason.Trim() is not { Length: > 0 and <= Refund.MaxReason })
        {
            return $"Say why, in at most {Refund.MaxReason} characters. The person who proposed it reads it.";
        }

        proposal.Decline(reason.Trim(), actor.UserId, now);
        db.Notify(
            proposal.ById, Subject(proposal),
            $"Your proposal to credit {proposal.Total} of invoice {proposal.Invoice.Number} was declined: {reason.Trim()}", now);
        db.Audit(actor, "credit.decline", $"invoice/{proposal.Invoice.Number}", $"{proposal.Total}, {reason.Trim()}", now);
        return null;
    }, cancel);

    public Task<CreditOutcome> WithdrawAsync(Actor actor, long id, CancellationToken cancel) => EndAsync(actor, id, (db, proposal, now) =>
    {
        if (proposal.ById != actor.UserId)
        {
            return "Only the person who proposed it can withdraw it. Decline it instead.";
        }

        proposal.Withdraw(now);
        db.Audit(actor, "credit.withdraw", $"invoice/{proposal.Invoice.Number}", $"{proposal.Total}", now);
        return null;
    }, cancel);

    private static string Subject(CreditProposal proposal) => $"credit-proposal/{proposal.Id}";

    private static string Ended(CreditProposal proposal) => $"It was {proposal.State.ToString().ToLowerInvariant()} already.";

    private static Task<CreditProposal?> FindAsync(MarketplaceDb db, Actor actor, long id, CancellationToken cancel)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.CreditProposals.Include(p => p.Invoice).Include(p => p.By).FirstOrDefaultAsync(p => p.Id == id && operators.Any(), cancel);
    }

    private static async Task<string?> ProblemAsync(MarketplaceDb db, Actor actor, CreditProposal proposal, CancellationToken cancel)
    {
        var client = proposal.Invoice.OrganizationId;
        return proposal.State is not CreditProposalState.Open ? Ended(proposal)
            : proposal.ById == actor.UserId ? "You proposed it. Another operator has to approve it."
            : await db.Organizations.WithMember(actor.UserId).Where(o => o.Id == client).Select(o => o.Name).FirstOrDefaultAsync(cancel) is { } own
                ? $"You belong to {own}, which this credits. Another operator has to approve it."
            : null;
    }

    private Task<CreditOutcome> EndAsync(
        Actor actor, long id, Func<MarketplaceDb, CreditProposal, DateTime, string?> end, CancellationToken cancel) => TransactAsync(async (db, now) =>
    {
        if (await FindAsync(db, actor, id, cancel) is not { } proposal)
        {
            return new CreditOutcome.NotFound();
        }

        if ((proposal.State is CreditProposalState.Open ? end(db, proposal, now) : Ended(proposal)) is { } problem)
        {
            return new CreditOutcome.Invalid(problem);
        }

        await ChangedAsync(db, proposal.Invoice, now, cancel);
        return new CreditOutcome.Closed();
    }, Changed, cancel);

    private static async Task ChangedAsync(MarketplaceDb db, Invoice invoice, DateTime now, CancellationToken cancel)
    {
        db.TellInvoices(invoice.OrganizationId, invoice.OrderId, now);
        await db.SaveChangesAsync(cancel);
    }

    // What is refused changes nothing, and gives the number back.
    private async Task<CreditOutcome> TransactAsync(Func<MarketplaceDb, DateTime, Task<CreditOutcome>> act, string lost, CancellationToken cancel)
    {
        try
        {
            return await databases.TransactAsync(async db =>
            {
                var outcome = await act(db, clock.UtcNow);
                return outcome is CreditOutcome.Invalid or CreditOutcome.NotFound ? throw new CreditRefusedException(outcome) : outcome;
            }, cancel);
        }
        catch (CreditRefusedException refused)
        {
            return refused.Outcome;
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return new CreditOutcome.Invalid(lost);
        }
    }
}
