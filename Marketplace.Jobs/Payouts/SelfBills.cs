using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payouts.Shares;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Tax;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payouts;

/// <summary>
/// Issues and reads self-billing invoices: one for each payout of a publisher whose billing details are known, and credit notes for what it takes back of
/// earlier ones.
/// </summary>
public sealed class SelfBills(IDbContextFactory<MarketplaceDb> databases, TaxRateQueries rates)
{
    /// <summary>Null where the payout has none, or the actor does not see it.</summary>
    /// <param name="creditNoteId">One of its credit notes; null for its invoice.</param>
    public async Task<SelfBill?> ReadAsync(Actor actor, long payoutId, long? creditNoteId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var seen = PayoutQueries.Seen(db, actor);
        return await db.SelfBills.AsNoTracking().FirstOrDefaultAsync(
            b => b.PayoutId == payoutId && (creditNoteId == null ? b.CorrectsId == null : b.CorrectsId != null && b.Id == creditNoteId)
                && seen.Any(p => p.Id == b.PayoutId), cancel);
    }

    /// <summary>Asks for the rates before the transaction that sends.</summary>
    internal Task<TaxTable> RatesAsync(CancellationToken cancel) => rates.TableAsync(cancel);

    /// <summary>In the transaction that sends the payout, so that a number that is taken has its document.</summary>
    internal static async Task IssueAsync(MarketplaceDb db, Payout payout, SellerEntity? seller, TaxTable rates, DateTime now, CancellationToken cancel)
    {
        var details = db.BillingProfiles.AsNoTracking();
        if (seller is null || await details.FirstOrDefaultAsync(p => p.OrganizationId == payout.PublisherId, cancel) is not { } supplier)
        {
            return;
        }

        // What came back was billed with the payout that it was first in.
        var shares = await db.Shares.Where(s => s.PayoutId == payout.Id && s.Kind != JournalKind.Payout)
            .GroupBy(s => new { ModuleId = (long?)s.Item!.ModuleId, Name = s.Item!.Module.DisplayName })
            .Select(g => new BilledShares(g.Key.ModuleId, g.Key.Name, g.Count(), g.Sum(s => s.Minor), g.Min(s => s.At), g.Max(s => s.At)))
            .ToListAsync(cancel);
        var paidBy = $"Transfer to {payout.Account.Masked}";
        var credits = await SelfBillCredits.FindAsync(db, payout, cancel);
        if (SelfBillDraft.Of(payout, supplier, seller, SelfBillCredits.Without(shares, credits), rates, paidBy, now) is { } draft)
        {
            db.Add(new SelfBill(payout, draft with { Number = await NumberAsync(db, "SB", payout, now, cancel) }, null, now));
        }

        foreach (var credit in credits)
        {
            if (SelfBillDraft.Credit(payout, supplier, seller, credit, rates, now) is { } note)
            {
                db.Add(new SelfBill(payout, note with { Number = await NumberAsync(db, "SBC", payout, now, cancel) }, credit.Bill.Id, now));
            }
        }
    }

    private static Task<string> NumberAsync(MarketplaceDb db, string series, Payout payout, DateTime now, CancellationToken cancel) =>
        db.NextNumberAsync(string.Create(CultureInfo.InvariantCulture, $"{series}{payout.PublisherId}-"), now.Year, cancel);
}
