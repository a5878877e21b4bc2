using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Orders;

/// <summary>Members pay, approve, decline and cancel orders.</summary>
public sealed class OrderPayments(
    IDbContextFactory<MarketplaceDb> databases, PaymentStarts payments, OrderCompletion completion, OrderCredits credits, Redemptions redemptions,
    IUnpaidInvoices unpaid, IOptions<PortalOptions> portal, TimeProvider clock)
{
    /// <summary>Starts the payment of an order, or finds the one that is under way.</summary>
    public async Task<PayOutcome> PayAsync(Actor actor, Guid orderId, PayBy by, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Orders.AsNoTracking().Of(actor).Include(o => o.Lines).FirstOrDefaultAsync(o => o.Id == orderId, cancel) is not { } order)
        {
            return new PayOutcome.NotFound();
        }

        if (order.State is not OrderState.AwaitingPayment)
        {
            return new PayOutcome.Refused(order.State switch
            {
                OrderState.Paid => "This order is already paid.",
                OrderState.AwaitingApproval => "An owner of the organization has to approve this order first.",
                _ => "This order has ended. Get a new quote.",
            });
        }

        var saved = by.MethodId is null ? null : await db.MethodsOf(order.OrganizationId).FirstOrDefaultAsync(m => m.Id == by.MethodId, cancel);
        if (by.MethodId is not null && saved is null)
        {
            return new PayOutcome.Refused("This payment method was removed. Choose another one.");
        }

        if (await credits.SuitAsync(order, saved?.Provider ?? by.Provider, cancel) is { } problem)
        {
            return new PayOutcome.Refused(problem);
        }

        order = await db.Orders.AsNoTracking().Include(o => o.Lines).SingleAsync(o => o.Id == orderId, cancel);
        if (order.Payable.Minor == 0 && (saved is not null || !order.NeedsMethod))
        {
            return await CompleteAsync(actor, order, saved, cancel);
        }

        var due = await db.Invoices.Where(i => i.OrderId == orderId).WithRest().Select(rest => (long?)rest.Minor).FirstOrDefaultAsync(cancel)
            ?? order.Payable.Minor;
        if (due <= 0 && order.Payable.Minor > 0)
        {
            return new PayOutcome.Refused("Nothing is open of this order's invoice. Cancel the order, and get a new quote.");
        }

        var email = await db.Users.Where(u => u.Id == actor.UserId).Select(u => u.Email!).SingleAsync(cancel);
        var buyer = await db.BillingProfiles.AsNoTracking().SingleAsync(p => p.OrganizationId == order.OrganizationId, cancel);
        var wanted = new PaymentWish(
            order.Document, string.Join(", ", order.Lines.OrderBy(l => l.Number).Select(l => l.Name).Distinct()), order.OrganizationId,
            actor.UserId, new(due, order.Currency),
            buyer.Address.Country, email, new Uri(portal.Value.At($"/orders/{order.Id:N}")), saved is null && (by.Keeps || order.NeedsMethod),
            saved is null ? null : new(saved.Id, saved.ProviderId));
        return await payments.StartAsync(
            wanted, saved?.Provider ?? by.Provider ?? await credits.NameAsync(order, buyer.Address.Country, cancel), cancel) switch
        {
            PaymentOutcome.Of { Payment: var payment } => new PayOutcome.Underway(payment.Id, payment.Url),
            PaymentOutcome.Refused refused => new PayOutcome.Refused(refused.Problem),
            _ => new PayOutcome.Refused("The payment provider is not responding. Nothing was charged; try again in a minute."),
        };
    }

    // Nothing is left to pay, and how to pay what follows is known where it has to be.
    private async Task<PayOutcome> CompleteAsync(Actor actor, Order order, SavedMethod? saved, CancellationToken cancel)
    {
        if (!await EndsAsync(order.Id, cancel))
        {
            return new PayOutcome.Refused("A payment method is being added for this order. Try again in a minute.");
        }

        string? ended = null;
        var outcome = await ChangeAsync(actor, db => db.Orders.Of(actor), order.Id, OrderState.AwaitingPayment, "order.pay", async (db, fresh) =>
        {
            if (saved is not null)
            {
                fresh.Choose(saved.Id);
            }

            await completion.CompleteAsync(db, fresh, null, cancel);
            ended = fresh.EndedAt is null ? null : fresh.EndReason;
        }, cancel);
        return outcome is OrderOutcome.Invalid invalid ? new PayOutcome.Refused(invalid.Problem)
            : ended is not null ? new PayOutcome.Refused(ended) : new PayOutcome.Complete();
    }

    /// <summary>Asks the provider for the payment's state, so that a payer who comes back need not wait for a webhook.</summary>
    public async Task LookAsync(Actor actor, Guid orderId, CancellationToken cancel)
    {
        var document = Order.DocumentOf(orderId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Orders.Of(actor).Open().AnyAsync(o => o.Id == orderId, cancel)
            && await db.Payments.Where(p => p.Live == document).Select(p => (Guid?)p.Id).FirstOrDefaultAsync(cancel) is { } payment)
        {
            await payments.LookAsync(payment, cancel);
        }
    }

    /// <summary>An owner allows what a member ordered. Where nothing is due, it is complete with that.</summary>
    public Task<OrderOutcome> ApproveAsync(Actor actor, Guid orderId, CancellationToken cancel) =>
        ChangeAsync(actor, db => db.Orders.OwnedBy(actor), orderId, OrderState.AwaitingApproval, "order.approve", async (db, order) =>
        {
            order.Approve(actor.UserId, clock.UtcNow);
            await db.NotifyBuyerAsync(order, $"Your order of {order.Due} is approved", clock.UtcNow, cancel);
            if (!order.AwaitsPayer)
            {
                await completion.CompleteAsync(db, order, null, cancel);
            }
        }, cancel);

    /// <param name="reason">The buyer reads it.</param>
    public Task<OrderOutcome> DeclineAsync(Actor actor, Guid orderId, string reason, CancellationToken cancel) =>
        reason.Trim() is not { Length: > 0 and <= Order.MaxReason } why
            ? Task.FromResult<OrderOutcome>(new OrderOutcome.Invalid($"Say why, in at most {Order.MaxReason} characters."))
            : ChangeAsync(actor, db => db.Orders.OwnedBy(actor), orderId, OrderState.AwaitingApproval, "order.decline", async (db, order) =>
            {
                await OrderCredits.ReleaseAsync(db, order, cancel);
                order.Finish(OrderEnd.Declined, why, clock.UtcNow);
                await db.NotifyBuyerAsync(order, $"Your order of {order.Due} was declined: {why}", clock.UtcNow, cancel);
                await redemptions.ReleaseAsync(db, order.Document, cancel);
            }, cancel);

    /// <summary>Ends an order that is not paid. What is being paid at this moment goes before: the payment is ended first.</summary>
    public async Task<OrderOutcome> CancelAsync(Actor actor, Guid orderId, CancellationToken cancel)
    {
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            if (!await db.Orders.Of(actor).AnyAsync(o => o.Id == orderId, cancel))
            {
                return new OrderOutcome.NotFound();
            }
        }

        if (!await EndsAsync(orderId, cancel))
        {
            return new OrderOutcome.Invalid("A payment is in progress, so the order cannot be canceled. Try again in a minute.");
        }

        return await ChangeAsync(actor, db => db.Orders.Of(actor), orderId, null, "order.cancel", async (db, order) =>
        {
            await OrderCredits.ReleaseAsync(db, order, cancel);
            order.Finish(OrderEnd.Canceled, null, clock.UtcNow);
            await redemptions.ReleaseAsync(db, order.Document, cancel);
            await unpaid.CreditAsync(db, order, "The order was canceled.", cancel);
        }, cancel);
    }

    /// <summary>Ends the payment of an order that nobody has paid yet, if there is one.</summary>
    internal async Task<bool> EndsAsync(Guid orderId, CancellationToken cancel)
    {
        var document = Order.DocumentOf(orderId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Payments.AsNoTracking().FirstOrDefaultAsync(p => p.Live == document, cancel) is not { } live
            || (live.State.IsLive() && await payments.EndsAsync(live, cancel));
    }

    private async Task<OrderOutcome> ChangeAsync(
        Actor actor, Func<MarketplaceDb, IQueryable<Order>> own, Guid orderId, OrderState? state, string action, Func<MarketplaceDb, Order, Task> change,
        CancellationToken cancel)
    {
        try
        {
            return await databases.TransactAsync<OrderOutcome>(async db =>
            {
                if (await own(db).Include(o => o.Lines).FirstOrDefaultAsync(o => o.Id == orderId, cancel) is not { } order)
                {
                    return new OrderOutcome.NotFound();
                }

                if (state is null ? !order.IsOpen : order.State != state)
                {
                    return new OrderOutcome.Invalid("Someone else changed this order first. Review it again.");
                }

                await change(db, order);
                if (order.EndedAt is not null)
                {
                    await db.PostAsync(order, "order.ended", clock.UtcNow, cancel);
                }

                db.Audit(actor, action, $"order/{order.Id:N}", $"{order.Due}", clock.UtcNow);
                db.TellOrder(order, clock.UtcNow);
                await db.SaveChangesAsync(cancel);
                return new OrderOutcome.Placed(order.Id);
            }, cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return new OrderOutcome.Invalid("Someone else changed this order first. Review it again.");
        }
    }
}
