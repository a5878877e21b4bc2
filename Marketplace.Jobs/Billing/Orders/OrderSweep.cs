using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Operations;
using Marketplace.Payments;
using Marketplace.Planning;
using Marketplace.Pricing.Promotions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Orders;

/// <summary>Goes on with what waits for orders that are paid, and ends orders that nobody paid.</summary>
public sealed class OrderSweep(
    IDbContextFactory<MarketplaceDb> databases, Planner planner, OperationCommands operations, OrderPayments payments,
    Redemptions redemptions, IUnpaidInvoices unpaid, IOptions<PaymentOptions> options, TimeProvider clock)
{
    private const int Batch = 200;

    public async Task RunAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        foreach (var id in await db.Orders
            .Where(o => o.PaidAt != null && o.Install != null && o.OperationId == null && o.InstallProblem == null && o.EndedAt == null)
            .OrderBy(o => o.PaidAt).Select(o => o.Id).Take(Batch).ToListAsync(cancel))
        {
            await InstallAsync(id, cancel);
        }

        var now = clock.UtcNow;
        foreach (var id in await db.Orders.Open().Where(o => o.ExpiresAt <= now).OrderBy(o => o.ExpiresAt).Select(o => o.Id).Take(Batch).ToListAsync(cancel))
        {
            await ExpireAsync(id, cancel);
        }
    }

    // With the buyer's rights as they are now. A plan that was started already is found, not started twice.
    private async Task InstallAsync(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var order = await db.Orders.SingleAsync(o => o.Id == id, cancel);
        var (install, actor) = (order.Install!, new Actor(order.ById));
        var request = ChangeRequestText.Read(install.Request)!;
        var plan = await planner.PlanAsync(actor, install.SiteId, request, cancel) as PlanOutcome.Ready;
        var outcome = plan?.Document.Content() == install.Content
            ? await operations.StartAsync(actor, install.SiteId, request, plan.Hash, install.KeepOthers, cancel)
            : new StartOutcome.PlanChanged();
        if (outcome is StartOutcome.Started started)
        {
            order.Begin(started.OperationId);
        }
        else
        {
            order.Hold(outcome is StartOutcome.Unlicensed unlicensed ? string.Join(" ", unlicensed.Problems)
                : "The site or the catalog changed since you reviewed the plan. Plan the install again; you already have the licenses.");
            await db.NotifyBuyerAsync(order, "Your purchase is complete, but the install is on hold: review the plan", clock.UtcNow, cancel);
        }

        db.TellOrder(order, clock.UtcNow);
        await SaveAsync(db, cancel);
    }

    private async Task ExpireAsync(Guid id, CancellationToken cancel)
    {
        if (!await payments.EndsAsync(id, cancel))
        {
            return;
        }

        try
        {
            await databases.TransactAsync(async db =>
            {
                var order = await db.Orders.Include(o => o.Lines).SingleAsync(o => o.Id == id, cancel);
                if (order.IsOpen)
                {
                    await OrderCredits.ReleaseAsync(db, order, cancel);
                    order.Finish(OrderEnd.Expired, null, clock.UtcNow);
                    await db.PostAsync(order, "order.ended", clock.UtcNow, cancel);
                    await redemptions.ReleaseAsync(db, order.Document, cancel);
                    await unpaid.CreditAsync(db, order, "It was not paid in time, so the order has ended.", cancel);
                    await db.NotifyBuyerAsync(
                        order, $"Your order of {string.Join(", ", order.Lines.Select(line => line.Name).Distinct())} was not completed in time and has ended. "
                            + "Nothing was charged. You can order again at any time.",
                        clock.UtcNow, options.Value.MailsAbandonedOrders, cancel);
                    db.TellOrder(order, clock.UtcNow);
                    await db.SaveChangesAsync(cancel);
                }

                return order.Id;
            }, cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // It was paid, or canceled, at this very moment.
        }
    }

    private static async Task SaveAsync(MarketplaceDb db, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another worker, or a member, was first; what is left is found by the next run.
        }
    }
}

/// <summary>Goes on with paid orders and ends unpaid ones. Safe to run twice: each step asks whether it was done.</summary>
public sealed class SweepOrdersJob(OrderSweep sweep)
{
    public Task RunAsync(CancellationToken cancel) => sweep.RunAsync(cancel);
}
