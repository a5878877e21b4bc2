using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payouts;
using Marketplace.Payouts.Accounts;
using Marketplace.Payouts.Connect;
using Marketplace.Payouts.Shares;
using Marketplace.Payouts.Terms;
using Marketplace.Pricing.Parties;
using Marketplace.Tests.Payouts;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Access;

public sealed partial class World
{
    /// <summary>Of Home, and sent.</summary>
    public Payout Payout { get; private set; } = null!;

    /// <summary>A credit note with that payout.</summary>
    public long CreditNoteId { get; private set; }

    /// <summary>It waits to be sent; somebody has approved it.</summary>
    public PayoutRun OpenRun { get; private set; } = null!;

    /// <summary>Home was paid, is in a run that waits, has something available, and something that is held.</summary>
    private async Task EarnAsync(CancellationToken cancel)
    {
        var staff = Signed(Database.Staff(StaffRole.Operator));
        Database.Save(new PayoutAccount(HomeId, PayoutMethod.Transfer, "Home", Market.Iban, Owner.UserId, A.Day.AddDays(-30)));
        Database.Save(new ConnectAccount(HomeId, "CH", Owner.UserId, A.Day));
        Database.Save(new PayoutTerms(HomeId, "EUR", new(null, null, 7, null), "As agreed", staff.UserId, A.Day));
        Payout = (await PrepareAsync("paid", staff, cancel)).Payouts.Single();
        await using var db = Database.CreateDbContext();
        // Its self-billing invoice names a number for tax; what Home buys is taxed as it was.
        await db.BillingProfiles.Where(p => p.OrganizationId == HomeId).ExecuteUpdateAsync(set => set.SetProperty(p => p.VatId, "CHE109322551"), cancel);
        Assert.IsType<RunOutcome.Done>(await Get<PayoutSending>().SendAsync(staff, Payout.RunId, Payout.Run.Hash, cancel));
        await db.BillingProfiles.Where(p => p.OrganizationId == HomeId).ExecuteUpdateAsync(set => set.SetProperty(p => p.VatId, (string?)null), cancel);
        var bill = await db.SelfBills.AsNoTracking().SingleAsync(cancel);
        var note = bill.Document with { Kind = InvoiceKind.CreditNote, Number = "SBC1-2026-000001", Corrects = bill.Number };
        CreditNoteId = Database.Saved(new SelfBill(Payout, note, bill.Id, A.Day)).Id;
        OpenRun = await PrepareAsync("open", staff, cancel);
        await SellAsync("available", cancel);
        await Get<ShareRun>().RunAsync(cancel);
        await SellAsync("held", cancel);
        // Whose inbox is open to whom is asked of one notification alone.
        await db.Set<Marketplace.Notifications.Notification>().Where(n => n.Subject.StartsWith("payout")).ExecuteDeleteAsync(cancel);
    }

    private async Task<PayoutRun> PrepareAsync(string name, Actor staff, CancellationToken cancel)
    {
        await SellAsync(name, cancel);
        await Get<ShareRun>().RunAsync(cancel);
        var prepared = Assert.IsType<PrepareOutcome.Prepared>(
            await Get<PayoutPreparation>().PrepareAsync(staff, new("EUR", PayoutMethod.Transfer), cancel));
        var run = Database.Read(db => db.PayoutRuns.AsNoTracking().Include(r => r.Payouts).Single(r => r.Id == prepared.RunId));
        Assert.IsType<RunOutcome.Done>(await Get<PayoutDecisions>().ApproveAsync(staff, run.Id, run.Hash, cancel));
        return run;
    }

    private async Task SellAsync(string name, CancellationToken cancel) => await Get<IDbContextFactory<MarketplaceDb>>().TransactAsync(
        db => Get<Journals>().PostAsync(
            db, Postings.Sale($"sale/{name}", "Sold", $"sale/{name}", A.Day, new(HomeId, new(10000, "EUR"), 1500)), cancel), cancel);
}
