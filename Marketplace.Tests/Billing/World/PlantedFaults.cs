using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing.World;

/// <param name="Undo">Puts back what was there.</param>
internal sealed record PlantedFault(string Name, Action<MarketplaceDb> Plant, Action<MarketplaceDb> Undo);

/// <summary>What a mistake in the code might leave behind, planted by hand to see that it is found.</summary>
internal static class PlantedFaults
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <returns>Null on a day on which there is nothing to plant them in.</returns>
    public static IReadOnlyList<PlantedFault>? In(Shop shop)
    {
        var now = shop.Now;
        // One that goes on, was billed more than once without a pause, and is paid.
        if (shop.Read(db => db.Subscriptions.AsNoTracking().Include(s => s.Periods).Include(s => s.License)
            .FirstOrDefault(s => s.EndedAt == null && s.RenewsAt > now && s.PausedFrom == null && s.Periods.Count > 1 && s.License.RevokedAt == null
                && s.Periods.All(p => p.PaidAt != null) && s.Events.All(e => e.Kind != SubscriptionEventKind.Resumed))) is not { } one
            || !shop.Read(db => db.Set<ClientBalanceEntry>().Any()))
        {
            return null;
        }

        var last = one.Periods.MaxBy(p => p.Number)!;
        var (expires, tier, renews) = (one.License.ExpiresAt, one.License.Tier, one.RenewsAt);
        IQueryable<SubscriptionPeriod> Period(MarketplaceDb db) => db.SubscriptionPeriods.Where(p => p.Id == last.Id);
        var (invoice, payment, entry) = (
            shop.Read(db => db.Invoices.Where(i => i.Kind == InvoiceKind.Invoice).Min(i => i.Id)),
            shop.Read(db => db.Payments.First(p => p.State == PaymentState.Succeeded && p.Minor > 0).Id),
            shop.Read(db => db.Set<ClientBalanceEntry>().Min(e => e.Id)));
        IQueryable<Invoice> Invoiced(MarketplaceDb db) => db.Invoices.Where(i => i.Id == invoice);
        IQueryable<Payment> Paid(MarketplaceDb db) => db.Payments.Where(p => p.Id == payment);
        var joint = shop.Read(db => db.SubscriptionPeriods.Where(p => p.LeadId != null && p.PaidAt != null).OrderBy(p => p.BilledAt).FirstOrDefault());
        IQueryable<SubscriptionPeriod> Joint(MarketplaceDb db) => db.SubscriptionPeriods.Where(p => p.Id == joint!.Id);
        IQueryable<License> Licensed(MarketplaceDb db) => db.Licenses.Where(l => l.Id == one.LicenseId);
        return
        [
            new("a day that nobody was billed for", db => Period(db).ExecuteUpdate(set => set.SetProperty(p => p.From, last.From + Day)),
                db => Period(db).ExecuteUpdate(set => set.SetProperty(p => p.From, last.From))),
            new("a day that was billed twice", db => Period(db).ExecuteUpdate(set => set.SetProperty(p => p.From, last.From - Day)),
                db => Period(db).ExecuteUpdate(set => set.SetProperty(p => p.From, last.From))),
            new("a period that is missing", db => Period(db).ExecuteUpdate(set => set.SetProperty(p => p.Number, last.Number + 1)),
                db => Period(db).ExecuteUpdate(set => set.SetProperty(p => p.Number, last.Number))),
            new("a renewal that is forgotten", db => One(db, one.Id).ExecuteUpdate(set => set.SetProperty(s => s.RenewsAt, shop.Now - Day)),
                db => One(db, one.Id).ExecuteUpdate(set => set.SetProperty(s => s.RenewsAt, renews))),
            new("a license that is shorter than what is paid", db => Licensed(db).ExecuteUpdate(set => set.SetProperty(l => l.ExpiresAt, shop.Now - Day)),
                db => Licensed(db).ExecuteUpdate(set => set.SetProperty(l => l.ExpiresAt, expires))),
            .. joint is null ? [] : (PlantedFault[])
            [
                new("a part that is not paid with the rest", db => Joint(db).ExecuteUpdate(set => set.SetProperty(p => p.PaidAt, joint.PaidAt - Day)),
                    db => Joint(db).ExecuteUpdate(set => set.SetProperty(p => p.PaidAt, joint.PaidAt))),
                new("a part of a cent more", db => Joint(db).ExecuteUpdate(set => set.SetProperty(p => p.PartMinor, p => p.PartMinor + 1)),
                    db => Joint(db).ExecuteUpdate(set => set.SetProperty(p => p.PartMinor, p => p.PartMinor - 1))),
            ],
            new("a license of another tier", db => Licensed(db).ExecuteUpdate(set => set.SetProperty(l => l.Tier, OfferTier.Enterprise)),
                db => Licensed(db).ExecuteUpdate(set => set.SetProperty(l => l.Tier, tier))),
            new("an invoice of a cent more", db => Invoiced(db).ExecuteUpdate(set => set.SetProperty(i => i.NetMinor, i => i.NetMinor + 1)),
                db => Invoiced(db).ExecuteUpdate(set => set.SetProperty(i => i.NetMinor, i => i.NetMinor - 1))),
            new("a cent of tax", db => Invoiced(db).ExecuteUpdate(set => set.SetProperty(i => i.TaxMinor, i => i.TaxMinor + 1)),
                db => Invoiced(db).ExecuteUpdate(set => set.SetProperty(i => i.TaxMinor, i => i.TaxMinor - 1))),
            new("a payment of a cent more", db => Paid(db).ExecuteUpdate(set => set.SetProperty(p => p.Minor, p => p.Minor + 1)),
                db => Paid(db).ExecuteUpdate(set => set.SetProperty(p => p.Minor, p => p.Minor - 1))),
            new("a payment that was never booked", db => Paid(db).ExecuteUpdate(set => set.SetProperty(p => p.State, PaymentState.Failed)),
                db => Paid(db).ExecuteUpdate(set => set.SetProperty(p => p.State, PaymentState.Succeeded))),
            new("credit that nobody was given", db => db.ClientBalances.ExecuteUpdate(set => set.SetProperty(b => b.Minor, b => b.Minor + 1)),
                db => db.ClientBalances.ExecuteUpdate(set => set.SetProperty(b => b.Minor, b => b.Minor - 1))),
            new("credit that was given twice",
                db => db.Set<ClientBalanceEntry>().Where(e => e.Id == entry).ExecuteUpdate(set => set.SetProperty(e => e.Minor, e => e.Minor * 2)),
                db => db.Set<ClientBalanceEntry>().Where(e => e.Id == entry).ExecuteUpdate(set => set.SetProperty(e => e.Minor, e => e.Minor / 2))),
        ];
    }

    private static IQueryable<Subscription> One(MarketplaceDb db, Guid id) => db.Subscriptions.Where(s => s.Id == id);
}
