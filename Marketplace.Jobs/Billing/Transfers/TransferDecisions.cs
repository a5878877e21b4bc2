using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Live;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Transfers;

/// <summary>What becomes of what is not assigned.</summary>
public enum RestUse
{
    /// <summary>It is kept for a client, and can be assigned later.</summary>
    Balance,

    /// <summary>It is sent back to its payer.</summary>
    SendBack,
}

/// <param name="OrganizationId">For whom a rest is kept; null for the client of the first invoice.</param>
/// <param name="Reason">Why it is sent back; the payer reads it.</param>
public sealed record LineDecision(IReadOnlyList<AssignedPart> Parts, RestUse Rest, long? OrganizationId = null, string Reason = "");

public abstract record DecisionOutcome
{
    public sealed record Done : DecisionOutcome;

    /// <param name="Problem">What is wrong and what mends it; nothing was done.</param>
    public sealed record Invalid(string Problem) : DecisionOutcome;

    /// <summary>Someone else decided on the line first.</summary>
    public sealed record Changed(string? By) : DecisionOutcome;

    public sealed record NotFound : DecisionOutcome;
}

/// <summary>Operators decide on lines of statements: each decision with all of its effects in one transaction, by the version that was looked at.</summary>
public sealed class TransferDecisions(IDbContextFactory<MarketplaceDb> databases, TransferBooking booking, Journals journals, TimeProvider clock)
{
    /// <param name="version">Of the line that was looked at.</param>
    public Task<DecisionOutcome> AssignAsync(Actor actor, long lineId, int version, LineDecision decision, CancellationToken cancel) =>
        DecideAsync(actor, lineId, version, "bank.assign", isCredit: true, async (db, line) =>
        {
            if (decision.Parts.DistinctBy(part => part.InvoiceId).Count() < decision.Parts.Count)
            {
                return "Each invoice has one amount.";
            }

            if (await booking.AssignAsync(db, line, decision.Parts, cancel) is { } problem)
            {
                return problem;
            }

            var ids = decision.Parts.Select(part => part.InvoiceId).ToList();
            var invoices = await db.Set<Invoices.Invoice>().Where(i => ids.Contains(i.Id)).OrderBy(i => i.Id)
                .Select(i => new { i.Number, i.OrganizationId }).ToListAsync(cancel);
            var words = invoices.Count == 0 ? "" : $"Invoice {string.Join(", ", invoices.Select(i => i.Number))}";
            return await RestAsync(db, line, decision, words, decision.OrganizationId ?? invoices.FirstOrDefault()?.OrganizationId, actor, cancel);
        }, cancel);

    /// <summary>Takes back what was assigned to invoices that are not paid in full.</summary>
    public Task<DecisionOutcome> ReleaseAsync(Actor actor, long lineId, int version, CancellationToken cancel) =>
        DecideAsync(actor, lineId, version, "bank.release", isCredit: true, (db, line) => booking.ReleaseAsync(db, line, cancel), cancel, mayBeBooked: true);

    /// <summary>The line has nothing to do with the marketplace: its money leaves the books.</summary>
    public Task<DecisionOutcome> IgnoreAsync(Actor actor, long lineId, int version, string reason, CancellationToken cancel) =>
        DecideAsync(actor, lineId, version, "bank.ignore", isCredit: null, async (db, line) =>
        {
            if (reason.Trim() is not { Length: > 0 and <= BankLine.MaxDecision } why)
            {
                return $"Say why, in at most {BankLine.MaxDecision} characters.";
            }

            if (line.SpentMinor > 0)
            {
                return "A part of it is assigned already, so it cannot be ignored. Keep the rest, or send it back.";
            }

            await journals.PostAsync(
                db, BankPostings.Ignored($"bank-ignored/{line.Id}", $"Ignored: {why}", line.Document, clock.UtcNow, PaymentProviders.Bank, line.Amount),
                cancel);
            line.Decide(BankLineState.Ignored, why, actor.UserId, clock.UtcNow);
            return null;
        }, cancel);

    /// <summary>The bank took it for what it does.</summary>
    public Task<DecisionOutcome> FeeAsync(Actor actor, long lineId, int version, CancellationToken cancel) =>
        DecideAsync(actor, lineId, version, "bank.fee", isCredit: false, async (db, line) =>
        {
            await journals.PostAsync(
                db, BankPostings.Fee($"bank-fee/{line.Id}", "Fee of the bank", line.Document, clock.UtcNow, PaymentProviders.Bank, -line.Amount), cancel);
            line.Decide(BankLineState.Booked, "Fee of the bank", actor.UserId, clock.UtcNow);
            return null;
        }, cancel);

    private async Task<string?> RestAsync(
        MarketplaceDb db, BankLine line, LineDecision decision, string words, long? organizationId, Actor actor, CancellationToken cancel)
    {
        var (now, rest) = (clock.UtcNow, line.Rest);
        if (rest.Minor == 0)
        {
            line.Decide(BankLineState.Booked, words, actor.UserId, now, organizationId);
            return null;
        }

        var and = words is "" ? "" : $"{words}; ";
        if (decision.Rest is RestUse.Balance)
        {
            if (organizationId is not { } client || !await db.Organizations.AnyAsync(o => o.Id == client && o.IsClient, cancel))
            {
                return $"Choose the client for whom {rest} is kept.";
            }

            line.Decide(BankLineState.Balance, $"{and}{rest} kept for the client", actor.UserId, now, client);
            return null;
        }

        if (decision.Reason.Trim() is not { Length: > 0 and <= OutgoingTransfer.MaxReason } why)
        {
            return $"Say why {rest} is sent back, in at most {OutgoingTransfer.MaxReason} characters. The payer reads it.";
        }

        line.Spend(rest.Minor);
        db.Add(new OutgoingTransfer(
            $"out_{Guid.NewGuid():N}", null, rest.Minor, rest.Currency, line.Name, line.Iban, RfReference.Of($"B{line.Id}V{line.Version}"), why, now));
        line.Decide(BankLineState.Booked, $"{and}{rest} sent back: {why}", actor.UserId, now, organizationId);
        return null;
    }

    private async Task<DecisionOutcome> DecideAsync(
        Actor actor, long lineId, int version, string action, bool? isCredit, Func<MarketplaceDb, BankLine, Task<string?>> decide, CancellationToken cancel,
        bool mayBeBooked = false)
    {
        try
        {
            return await databases.TransactAsync<DecisionOutcome>(async db =>
            {
                var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
                if (await db.BankLines.FirstOrDefaultAsync(l => l.Id == lineId && operators.Any(), cancel) is not { } line)
                {
                    return new DecisionOutcome.NotFound();
                }

                if (line.Version != version || !(line.IsOpen || (mayBeBooked && line.State is BankLineState.Booked)))
                {
                    return new DecisionOutcome.Changed(
                        await db.Users.Where(u => u.Id == line.DecidedById).Select(u => u.DisplayName).FirstOrDefaultAsync(cancel));
                }

                if (isCredit is { } credit && credit != line.Minor > 0)
                {
                    return new DecisionOutcome.Invalid(credit ? "Only what arrived can be assigned." : "Only what left the account can be a fee.");
                }

                if (await decide(db, line) is { } problem)
                {
                    // Ends the transaction with nothing done.
                    throw new RefusedException(problem);
                }

                db.Audit(actor, action, line.Document, $"{line.Amount} of {line.Name}: {line.Decision}", clock.UtcNow);
                db.Changed(LiveTopic.Payments, clock.UtcNow);
                await db.SaveChangesAsync(cancel);
                return new DecisionOutcome.Done();
            }, cancel);
        }
        catch (RefusedException refused)
        {
            return new DecisionOutcome.Invalid(refused.Message);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return new DecisionOutcome.Changed(null);
        }
    }

    private sealed class RefusedException(string problem) : Exception(problem);
}
