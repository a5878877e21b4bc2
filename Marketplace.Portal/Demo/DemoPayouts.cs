using Marketplace.Accounts;
using Marketplace.Billing.Transfers;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payments;
using Marketplace.Payments.Stripe;
using Marketplace.Payouts;
using Marketplace.Payouts.Accounts;
using Marketplace.Payouts.Shares;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Demo;

/// <summary>
/// The demo's publishers were paid each month so far, by the code that pays them: what was released by the third was prepared, approved, sent and found on the
/// statement two days later. What was released since waits to be prepared.
/// </summary>
internal sealed class DemoPayouts(
    IDbContextFactory<MarketplaceDb> databases, Journals journals, PaymentBooks books, TransferBooking booking, SelfBills bills,
    StripeConnect stripe, DemoPeople people, IOptions<PayoutOptions> options, TimeProvider clock)
{
    private static readonly string[] Accounts = ["FR7630006000011234567890189", "NL91ABNA0417164300", "AT611904300234573201", "BE68539007547034"];

    /// <param name="first">Of the months that there are books of.</param>
    public async Task PayAsync(DateOnly first, CancellationToken cancel)
    {
        await EnterAccountsAsync(first, cancel);
        var (actor, second) = (await people.ActorAsync(DemoPeople.Operator, cancel), await people.ActorAsync(DemoPeople.SecondOperator, cancel));
        for (var day = first.AddMonths(1).AddDays(2); At(day, 3) < clock.UtcNow; day = day.AddMonths(1))
        {
            await new ShareRun(databases, journals, new DemoLedger.Then(At(day, 0))).RunAsync(cancel);
            await PayAsync(actor, second, day, cancel);
        }

        await new ShareRun(databases, journals, clock).RunAsync(cancel);
    }

    private async Task EnterAccountsAsync(DateOnly first, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var owners = await db.Organizations.Where(o => o.Publishes && db.Set<Module>().Any(m => m.PublisherId == o.Id)).OrderBy(o => o.Id)
            .Select(o => new { o.Id, o.Name, Owner = o.Memberships.Where(m => m.Role == MemberRole.Owner).Select(m => (long?)m.UserId).FirstOrDefault() })
            .Where(o => o.Owner != null).ToListAsync(cancel);
        foreach (var (at, owner) in owners.Index())
        {
            db.Add(new PayoutAccount(
                owner.Id, PayoutMethod.Transfer, owner.Name, Accounts[at % Accounts.Length], owner.Owner!.Value, At(first, at % 60)));
        }

        await db.SaveChangesAsync(cancel);
    }

    private async Task PayAsync(Actor actor, Actor second, DateOnly day, CancellationToken cancel)
    {
        var then = new DemoLedger.Then(At(day, 1));
        var preparation = new PayoutPreparation(databases, new DuePayouts(new PayoutAccounts(databases, options, then), options, then), options, then);
        if (await preparation.PrepareAsync(actor, new("EUR", PayoutMethod.Transfer), cancel) is not PrepareOutcome.Prepared { RunId: var id })
        {
            return;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var run = await db.PayoutRuns.AsNoTracking().Include(r => r.Payouts).SingleAsync(r => r.Id == id, cancel);
        await new PayoutDecisions(databases, then).ApproveAsync(actor, id, run.Hash, cancel);
        if (run.Needed > 1)
        {
            await new PayoutDecisions(databases, then).ApproveAsync(second, id, run.Hash, cancel);
        }

        await new PayoutSending(databases, journals, bills, stripe, then).SendAsync(actor, id, run.Hash, cancel);
        var later = new DemoLedger.Then(At(day.AddDays(2), 0));
        var outgoing = new OutgoingTransfers(databases, books, [new PayoutReturns(databases, journals, later)], later);
        var imports = new BankImports(databases, new LineIntake(databases, booking, outgoing, journals, later), later);
        foreach (var payout in run.Payouts.Where(_ => later.GetUtcNow() < clock.GetUtcNow()))
        {
            await imports.SentAsync(actor, Payout.OutgoingOf(payout.Id), cancel);
        }
    }

    private static DateTime At(DateOnly day, int minutes) => day.ToDateTime(new TimeOnly(9, minutes), DateTimeKind.Utc);
}
