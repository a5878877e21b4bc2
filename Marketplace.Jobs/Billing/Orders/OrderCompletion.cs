using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Pricing;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Quotes;
using Marketplace.Updates;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Orders;

/// <summary>
/// What follows from a payment of an order, all in the transaction that takes it: the invoice, its journals, the licenses, and what waits for them. An order
/// is paid once; whatever else is paid for it goes back.
/// </summary>
public sealed class OrderCompletion(
    OrderInvoices invoices, OrderCredits credits, IOrderedTerms terms, PaymentProviders providers, Redemptions redemptions, IUnpaidInvoices unpaid,
    TimeProvider clock)
    : IPaymentListener
{
    public async Task ChangedAsync(MarketplaceDb db, Payment payment, CancellationToken cancel)
    {
        if (Order.IdOf(payment.Document) is not { } id || await db.Orders.Include(o => o.Lines).FirstOrDefaultAsync(o => o.Id == id, cancel) is not { } order)
        {
            return;
        }

        db.TellOrder(order, clock.UtcNow);
        if (payment.State.IsLive() && order.IsOpen && providers.Find(payment.Provider).Face.IsInvoiced)
        {
            await invoices.AskAsync(db, order, payment, clock.UtcNow, cancel);
        }

        if (payment.State is not PaymentState.Succeeded || order.PaymentId == payment.Id)
        {
            return;
        }

        if (!order.IsOpen)
        {
            await GiveBackAsync(db, order, payment, "The order had already ended.", cancel);
        }
        else if (await credits.IsShortAsync(db, order, payment, cancel))
        {
            await GiveBackAsync(db, order, payment, "It was less than is due for the order.", cancel);
        }
        else if (await UnavailableAsync(db, order, payment, cancel) is { } what)
        {
            await EndAsync(db, order, what, cancel);
            await db.PostAsync(order, "order.ended", clock.UtcNow, cancel);
            await unpaid.CreditAsync(db, order, what, cancel);
            await GiveBackAsync(db, order, payment, what, cancel);
        }
        else
        {
            await CompleteAsync(db, order, payment, cancel);
        }
    }

    // A refund's effect is that of its credit note, which was issued when it was asked for.
    public async Task RefundedAsync(MarketplaceDb db, Refund refund, CancellationToken cancel)
    {
        if (Order.IdOf(refund.Payment.Document) is { } id && await db.Orders.FirstOrDefaultAsync(o => o.Id == id, cancel) is { } order)
        {
            db.TellOrder(order, clock.UtcNow);
        }
    }

    // The money is gone for good with a dispute that is lost, and with it what was bought by it.
    public async Task DisputedAsync(MarketplaceDb db, Dispute dispute, CancellationToken cancel)
    {
        if (Order.IdOf(dispute.Payment.Document) is not { } id || await db.Orders.FirstOrDefaultAsync(o => o.Id == id, cancel) is not { } order)
        {
            return;
        }

        if (dispute.State is DisputeState.Lost && order.PaymentId == dispute.PaymentId)
        {
            await db.RevokeLicensesAsync(order, $"The payment of {dispute.Amount} was disputed, and the dispute was lost.", clock.UtcNow, cancel);
        }

        db.TellOrder(order, clock.UtcNow);
    }

    /// <summary>Completes it, or ends it where it would begin a second trial.</summary>
    /// <param name="payment">Null where nothing was due, or credit pays it.</param>
    internal async Task CompleteAsync(MarketplaceDb db, Order order, Payment? payment, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        if (await TriedAsync(db, order, payment, cancel) is { } tried)
        {
            await EndAsync(db, order, tried, cancel);
            return;
        }

        await db.UseTrialsAsync(order, payment, isRefused: false, now, cancel);
        if (payment is { Minor: > 0 } || order.CreditMinor > 0)
        {
            await invoices.PayAsync(db, order, payment, now, cancel);
        }

        var zone = await terms.ZoneAsync(db, order, cancel);
        foreach (var lines in Licensed(order))
        {
            var licenses = await db.LicenseAsync(
                new LicenseGrant(
                    order.OrganizationId, lines[0].OfferId, lines[0].Tier, OriginOf(lines), lines.Max(line => line.Sites),
                    lines.Max(line => Until(line, now, zone)), order.ById),
                now, cancel);
            lines.ForEach(line => line.License(licenses[0].Id));
            foreach (var license in licenses)
            {
                await db.PostAsync(license, "license.issued", now, cancel);
            }
        }

        var invoice = await db.Invoices.Where(i => i.OrderId == order.Id).Select(i => (long?)i.Id).FirstOrDefaultAsync(cancel);
        await terms.BeginAsync(db, order, zone, invoice, now, cancel);
        order.Pay(payment?.Id, now);
        await db.PostAsync(order, "order.completed", now, cancel);
        if (payment is not null)
        {
            // One that was given up may have been paid while another waits: nobody shall pay that one too.
            await db.AskToCancelOthersAsync(payment, now, cancel);
        }

        if (order.Install is not null)
        {
            db.Wake(Work.Orders, now);
        }

        await db.NotifyBuyerAsync(
            order, payment is not { Minor: > 0 } ? "Your order is complete" : $"Your payment of {payment.Amount} arrived", now, cancel);
        db.TellOrder(order, now);
    }

    private static LicenseOrigin OriginOf(List<OrderLine> lines) => lines.Exists(line => line.TrialEnds is not null) ? LicenseOrigin.Trial
        : lines[0].Tier is OfferTier.Custom ? LicenseOrigin.Quote : LicenseOrigin.Purchase;

    private async Task EndAsync(MarketplaceDb db, Order order, string why, CancellationToken cancel)
    {
        await OrderCredits.ReleaseAsync(db, order, cancel);
        order.Finish(OrderEnd.Unavailable, why, clock.UtcNow);
        await redemptions.ReleaseAsync(db, order.Document, cancel);
    }

    // An organization that was refused has had its trial too: its next quote is without one, and can be bought.
    private async Task<string?> TriedAsync(MarketplaceDb db, Order order, Payment? payment, CancellationToken cancel)
    {
        if (await db.TriedAsync(order, payment, cancel) is not { } tried)
        {
            return null;
        }

        await db.UseTrialsAsync(order, payment, isRefused: true, clock.UtcNow, cancel);
        return tried;
    }

    // The buyer could not install what is no longer listed.
    private async Task<string?> UnavailableAsync(MarketplaceDb db, Order order, Payment payment, CancellationToken cancel)
    {
        var (buyer, _) = await db.PayerAsync(order.OrganizationId, order.ById, cancel);
        var (ids, listed) = (order.Lines.Select(line => line.ModuleId).Distinct().ToList(), db.ListedModules(new Actor(buyer)));
        var there = await listed.Where(m => ids.Contains(m.Id)).Select(m => m.Id).ToListAsync(cancel);
        return order.Lines.FirstOrDefault(line => !there.Contains(line.ModuleId)) is { } gone ? $"{gone.Name} is no longer available."
            : await TriedAsync(db, order, payment, cancel);
    }

    private async Task GiveBackAsync(MarketplaceDb db, Order order, Payment payment, string reason, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        // The payment is saved with its new state first: only what has succeeded is refunded.
        await db.SaveChangesAsync(cancel);
        // By transfer less may have arrived than was asked for: what was credited in between was not paid.
        var arrived = payment.Provider == PaymentProviders.Bank
            ? new Money(await db.InvoicePayments.Where(p => p.PaymentId == payment.Id).SumAsync(p => p.Minor, cancel), payment.Currency)
            : payment.Amount;
        if (await db.AskToRefundAsync(payment, arrived, order.Document, reason, null, now, cancel) is not null)
        {
            await db.NotifyBuyerAsync(order, $"Your payment of {arrived} is refunded: {reason}", now, cancel);
        }
    }

    // Each line is a license of its own, but those of a custom quote are one: for as many sites, and as long, as the line that has most.
    private static IEnumerable<List<OrderLine>> Licensed(Order order) => order.Lines.Where(line => line.Kind is QuoteLineKind.License)
        .OrderBy(line => line.Number).GroupBy(line => line.Tier is OfferTier.Custom ? 0 : line.Number).Select(lines => lines.ToList());

    // A trial has its days; what is paid again and again has its period.
    private DateTime? Until(OrderLine line, DateTime now, TimeZoneInfo zone) =>
        line.TrialEnds is not null || line.Model.Months() > 0 ? terms.UntilOf(line, now, zone) : null;
}
