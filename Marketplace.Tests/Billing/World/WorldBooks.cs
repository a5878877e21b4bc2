using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payments;
using Marketplace.Payments.Sandbox;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing.World;

/// <summary>What has to be true of a world after each of its days, computed from documents and payments alone.</summary>
internal static class WorldBooks
{
    /// <returns>What is not as it should be.</returns>
    public static IReadOnlyList<string> Faults(Shop shop) =>
        [.. Sums(shop), .. Provider(shop), .. Periods(shop), .. Joint(shop), .. Licenses(shop), .. Charges(shop), .. WorldMails.Faults(shop)];

    private static IEnumerable<string> Sums(Shop shop)
    {
        var documents = shop.Read(db => db.Invoices.AsNoTracking().ToList());
        long Total(InvoiceKind kind, Func<Invoice, long> of) => documents.Where(one => one.Kind == kind).Sum(of);
        var paid = shop.Read(db => db.Payments.Where(p => p.State == PaymentState.Succeeded).Sum(p => p.Minor));
        var refunded = shop.Read(db => db.Refunds.Where(r => r.State == RefundState.Succeeded).Sum(r => r.Minor));
        var kept = shop.Read(db => db.Set<ClientBalanceEntry>().Sum(e => e.Minor));
        var disputed = shop.Read(db => db.Disputes.Where(d => d.WithdrawnAt != null && d.ReinstatedAt == null).Sum(d => d.Minor));
        var receivable = Total(InvoiceKind.Invoice, i => i.Total.Minor) - Total(InvoiceKind.CreditNote, i => i.Total.Minor) - paid + refunded + kept;
        (string Name, long Wanted, long Found)[] sums =
        [
            ("receivable of documents", receivable, shop.Net(AccountKey.Receivable)),
            ("client credit", -kept, shop.Net(AccountKey.ClientCredit)),
            ("kept balances", kept, shop.Read(db => db.ClientBalances.Sum(b => b.Minor))),
            ("held credit", shop.Read(db => db.Orders.Open().Where(o => o.CreditUsedAt == null).Sum(o => o.CreditMinor)),
                shop.Read(db => db.ClientBalances.Sum(b => b.HeldMinor))),
            ("tax", Total(InvoiceKind.CreditNote, i => i.TaxMinor) - Total(InvoiceKind.Invoice, i => i.TaxMinor), shop.Net(AccountKey.TaxPayable("DE", 19))),
            ("disputed", disputed, shop.Net(AccountKey.Disputes)),
            ("cash before fees", paid - refunded - disputed,
                shop.Net(AccountKey.ProviderCash(PaymentProviders.Sandbox)) + shop.Net(AccountKey.ProviderFees(PaymentProviders.Sandbox))),
            ("credit used", Total(InvoiceKind.Invoice, i => i.CreditUsedMinor),
                -shop.Read(db => db.Set<ClientBalanceEntry>().Where(e => e.Minor < 0).Sum(e => e.Minor))),
            ("what was sold", Total(InvoiceKind.CreditNote, i => i.NetMinor) - Total(InvoiceKind.Invoice, i => i.NetMinor), Earned(shop)),
        ];
        return sums.Where(sum => sum.Wanted != sum.Found).Select(sum => $"{sum.Name}: {sum.Wanted} and not {sum.Found}");
    }

    // Sold and not given back: earned by one of the two, or not yet.
    private static long Earned(Shop shop) => shop.Net(AccountKey.DeferredRevenue) + shop.Net(AccountKey.Commission) + shop.Net(AccountKey.Refunds)
        + shop.Net(AccountKey.PayableHeld(shop.Acme.Id)) + shop.Net(AccountKey.PayableAvailable(shop.Acme.Id));

    // What the sandbox says that it took, gave back and contests.
    private static IEnumerable<string> Provider(Shop shop)
    {
        var theirs = shop.Read(db => (
            db.SandboxPayments.Where(p => p.State == PaymentState.Succeeded).Sum(p => p.Minor), db.SandboxRefunds.Sum(r => r.Minor),
            db.SandboxDisputes.GroupBy(d => d.State).Select(g => $"{g.Key} {g.Count()}").ToList(), db.SandboxMovements.Sum(m => m.Net)));
        var ours = shop.Read(db => (
            db.Payments.Where(p => p.State == PaymentState.Succeeded).Sum(p => p.Minor),
            db.Refunds.Where(r => r.State == RefundState.Succeeded).Sum(r => r.Minor),
            db.Disputes.GroupBy(d => d.State).Select(g => $"{g.Key} {g.Count()}").ToList(), shop.Net(AccountKey.ProviderCash(PaymentProviders.Sandbox))));
        var (there, here) = (Words(theirs), Words(ours));
        return there == here ? [] : [$"the provider has {there}, and not {here}"];

        static string Words((long Paid, long Refunded, List<string> Disputes, long Cash) books) =>
            $"{books.Paid} paid, {books.Refunded} refunded, {books.Cash} in all, disputes: {string.Join(", ", books.Disputes.Order(StringComparer.Ordinal))}";
    }

    private static IEnumerable<string> Periods(Shop shop)
    {
        var all = shop.Read(db => db.Subscriptions.AsNoTracking().Include(s => s.Periods).Include(s => s.Events).AsSplitQuery().ToList());
        var joins = shop.Read(db => db.BillingProfiles.Where(p => p.JoinsInvoices).Select(p => p.OrganizationId).ToHashSet());
        foreach (var one in all)
        {
            var periods = one.Periods.OrderBy(p => p.Number).ToList();
            if (periods.Exists(p => p.Until < p.From) || !periods.Select(p => p.Number).SequenceEqual(Enumerable.Range(0, periods.Count)))
            {
                yield return $"{one.Id}: periods {string.Join(", ", periods.Select(p => $"{p.Number} {p.From:u} {p.Until:u}"))}";
            }

            foreach (var (before, after) in periods.Zip(periods.Skip(1)))
            {
                var mayGap = one.Events.Any(e => e.Kind == SubscriptionEventKind.Resumed);
                if (after.From < before.Until || (after.From > before.Until && !mayGap))
                {
                    yield return $"{one.Id}: {before.Until:u} is followed by {after.From:u}";
                }
            }

            // What stands on one invoice waits to the end of its day.
            if (one.RenewsAt <= (joins.Contains(one.OrganizationId) ? shop.Now.AddDays(-1) : shop.Now))
            {
                yield return $"{one.Id}: due since {one.RenewsAt:u} and not billed";
            }

            if (one.ParkedAt is not null)
            {
                yield return $"{one.Id}: parked, since {one.ParkedBecause}";
            }
        }
    }

    // One of those on an invoice is charged, all are paid with it, and they share its total.
    private static IEnumerable<string> Joint(Shop shop)
    {
        var invoices = shop.Read(db => db.Invoices.AsNoTracking().ToDictionary(i => i.Id));
        foreach (var on in shop.Read(db => db.SubscriptionPeriods.AsNoTracking().Where(p => p.PartMinor != null).ToList()).GroupBy(p => p.InvoiceId!.Value))
        {
            if (invoices[on.Key].OrderId is not null)
            {
                // An order has more on its invoice than what goes on, and is paid before that begins.
                if (on.Any(p => p is { LeadId: not null } or { PaidAt: null }) || on.Sum(p => p.PartMinor) > invoices[on.Key].Total.Minor)
                {
                    yield return $"invoice {on.Key} of an order is for {on.Sum(p => p.PartMinor)} of {invoices[on.Key].Total.Minor}";
                }

                continue;
            }

            if (on.Count(p => p.LeadId is null) != 1 || on.Select(p => p.LeadId ?? p.Id).Distinct().Count() != 1
                || on.Select(p => p.PaidAt).Distinct().Count() != 1 || on.Any(p => p is { LeadId: not null, ChargeAt: not null })
                || on.Sum(p => p.PartMinor) != invoices[on.Key].Total.Minor)
            {
                yield return $"invoice {on.Key} is for {string.Join(", ", on.Select(p => $"{p.Id} with {p.LeadId}: {p.PartMinor}, paid {p.PaidAt:u}"))}";
            }
        }
    }

    private static IEnumerable<string> Licenses(Shop shop)
    {
        foreach (var one in shop.Read(db => db.Subscriptions.AsNoTracking().Include(s => s.Periods).Include(s => s.License).ToList()))
        {
            var (until, license) = (one.Periods.Count == 0 ? DateTime.MinValue : one.Periods.Max(p => p.Until), one.License);
            if (one.EndedAt is null && license.RevokedAt is null && one.Periods.All(p => p.PaidAt is not null) && until > shop.Now && license.ExpiresAt < until)
            {
                yield return $"{one.Id}: paid until {until:u}, licensed until {license.ExpiresAt:u}";
            }

            if (one.EndedAt is { } ended && license.RevokedAt is null && license.ExpiresAt > ended.AddDays(16) && license.ExpiresAt > until.AddDays(2))
            {
                yield return $"{one.Id}: ended {ended:u}, licensed until {license.ExpiresAt:u}";
            }

            if (one.EndedAt is null && (license.Tier, license.OfferId) != (one.Tier, (long?)one.OfferId))
            {
                yield return $"{one.Id}: {one.Tier} is billed and {license.Tier} licensed";
            }
        }
    }

    private static IEnumerable<string> Charges(Shop shop) => shop.Read(db => db.Payments
        .Where(p => p.State == PaymentState.Succeeded && p.Document.StartsWith("period/") && p.RefundedMinor == 0).GroupBy(p => p.Document)
        .Where(g => g.Count() > 1).Select(g => g.Key).ToList()).Select(document => $"{document} was charged twice");
}
