using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Live;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Marketplace.Payments.Stripe;
using Marketplace.Payouts.Accounts;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Tax;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payouts;

/// <summary>
/// Operators send what is approved: the file for the bank, the transfers that its statement is compared with or that Stripe is asked for, and the
/// journals, in one transaction.
/// </summary>
public sealed class PayoutSending(IDbContextFactory<MarketplaceDb> databases, Journals journals, SelfBills bills, StripeConnect stripe, TimeProvider clock)
{
    /// <param name="hash">Of the run that was shown.</param>
    public async Task<RunOutcome> SendAsync(Actor actor, long runId, string hash, CancellationToken cancel)
    {
        if (await StripeProblemAsync(actor, runId, cancel) is { } problem)
        {
            return new RunOutcome.Refused(problem);
        }

        var rates = await bills.RatesAsync(cancel);
        try
        {
            return await databases.TransactAsync(async db => await PayoutDecisions.FindAsync(db, actor, runId, cancel) is { } run
                ? await SendAsync(db, actor, run, hash, rates, cancel) : new RunOutcome.NotFound(), cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return new RunOutcome.Changed();
        }
    }

    /// <summary>The file for the bank, the same bytes each time; null where there is none or the actor is no operator.</summary>
    public async Task<byte[]?> FileAsync(Actor actor, long runId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return await db.PayoutRuns.Where(r => r.Id == runId && operators.Any()).Select(r => r.File).FirstOrDefaultAsync(cancel);
    }

    private async Task<RunOutcome> SendAsync(
        MarketplaceDb db, Actor actor, PayoutRun run, string hash, TaxTable rates, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        if (!run.IsOpen || run.Hash != hash || !await PayoutHash.HoldsAsync(db, run, cancel))
        {
            return new RunOutcome.Changed();
        }

        if (run.Approvals.Count(approval => approval.Hash == run.Hash) is var count && count < run.Needed)
        {
            return new RunOutcome.Refused($"{run.Needed - count} more {(run.Needed - count == 1 ? "person has" : "people have")} to approve it first.");
        }

        var ids = run.Included.Select(payout => payout.AccountId).ToList();
        var current = await db.CurrentPayoutAccounts().Where(a => ids.Contains(a.Id)).Select(a => a.Id).ToListAsync(cancel);
        if (run.Included.FirstOrDefault(payout => !current.Contains(payout.AccountId)) is { } moved)
        {
            return new RunOutcome.Refused(
                $"{moved.Publisher.Name} changed its account after the run was prepared. Remove {moved.Name} from the run, and approve the rest again.");
        }

        var seller = await db.SellerEntities.AsNoTracking().Include(s => s.Registrations).FirstOrDefaultAsync(s => s.Id == SellerEntity.OnlyId, cancel);
        if (run is { IsTest: false, Method: PayoutMethod.Transfer } && seller?.Iban is null)
        {
            return new RunOutcome.Refused("The seller has no bank account to pay from. Enter its IBAN under Tax and currencies, Seller.");
        }

        run.Send(actor.UserId, File(run, seller, now), now);
        await db.SaveChangesAsync(cancel);
        foreach (var payout in run.Included.OrderBy(payout => payout.Id))
        {
            await SendAsync(db, payout, now, cancel);
            await SelfBills.IssueAsync(db, payout, seller, rates, now, cancel);
        }

        db.Audit(actor, "payout.send", $"payout-run/{run.Id}", $"{run.Count}, {run.Total}", now);
        db.Changed(LiveTopic.Payouts, now);
        db.Changed(LiveTopic.Payments, now);
        db.Wake(Work.Transfers, now);
        await db.SaveChangesAsync(cancel);
        return new RunOutcome.Done();
    }

    // Other currencies than the euro are transferred by hand, as the bank asks for it.
    private static byte[]? File(PayoutRun run, SellerEntity? seller, DateTime now) =>
        run is not { Currency: "EUR", IsTest: false, Method: PayoutMethod.Transfer } || seller?.Iban is not { } iban ? null : SepaFile.Write(
            $"PAYOUT-{run.Id}", new(seller.Address.Name, iban, seller.Bic),
            [
                .. run.Included.OrderBy(payout => payout.Id).Select(payout => new SepaTransfer(
                    payout.Reference, payout.Amount, payout.Account.Holder, payout.Account.Iban,
                    $"{payout.Reference} Payout {payout.Name} of {seller.Address.Name}")),
            ],
            now);

    private async Task SendAsync(MarketplaceDb db, Payout payout, DateTime now, CancellationToken cancel)
    {
        if (IsTransferred(payout.Run.Method, payout.Run.IsTest))
        {
            payout.PlanTransfer(now);
        }

        await journals.PostAsync(
            db,
            Postings.Payout($"payout/{payout.Id}", $"Payout {payout.Name} to {payout.Publisher.Name}", payout.Document, now, From(payout), payout.PublisherId,
                payout.Amount),
            cancel);
        if (payout.Run.IsTest && payout.Transfer is null)
        {
            payout.Pay(now);
        }
        else if (payout.Transfer is null)
        {
            db.Add(new OutgoingTransfer(
                payout.Outgoing, null, payout.Minor, payout.Currency, payout.Account.Holder, payout.Account.Iban, payout.Reference,
                $"Payout {payout.Name}", now));
        }

        var text = $"Payout {payout.Name} of {payout.Amount} was sent to {payout.Account.Masked}.";
        var isSandbox = payout is { Run.IsTest: true, Transfer: null };
        await db.TellAsync(payout, "payout.sent", isSandbox ? $"{text} This is a sandbox payout: no money moved." : text, now, cancel);
    }

    // What was sold with a test key of Stripe is transferred with it, too; no money moves.
    private bool IsTransferred(PayoutMethod method, bool isTest) => method is PayoutMethod.Connect && (!isTest || stripe.IsTest);

    // Before anything is booked, since nobody can say then which of the publishers are paid.
    private async Task<string?> StripeProblemAsync(Actor actor, long runId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        var run = await db.PayoutRuns.AsNoTracking().FirstOrDefaultAsync(r => r.Id == runId && r.Method == PayoutMethod.Connect && operators.Any(), cancel);
        if (run is null || !run.IsOpen || !IsTransferred(run.Method, run.IsTest))
        {
            return null;
        }

        if (!stripe.IsOn || (stripe.IsTest && !run.IsTest))
        {
            return stripe.IsOn ? "Payments:Stripe:SecretKey is a test key, with which no money moves. Set a live key first."
                : "Stripe is not among the payment providers (Payments:Providers), so nothing can be transferred by it.";
        }

        try
        {
            var available = (await stripe.AvailableAsync(cancel)).FirstOrDefault(one => one.Currency == run.Currency).Minor;
            return available >= run.Minor ? null
                : $"Stripe has {new Money(available, run.Currency)} available, and this run takes {run.Total}. Top up the balance in Stripe’s dashboard, or "
                    + "wait until more payments have settled.";
        }
        catch (ProviderAwayException)
        {
            return "Stripe cannot be reached now. Try again in a few minutes.";
        }
    }

    /// <summary>What it is taken from: a transfer is unallocated until the statement, or Stripe, shows it.</summary>
    internal static AccountKey From(Payout payout) =>
        payout is { Run.IsTest: true, Transfer: null } ? AccountKey.ProviderCash(PaymentProviders.Sandbox) : AccountKey.UnallocatedReceipts;
}
