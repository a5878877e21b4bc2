using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Licensing.Metering;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Payments.Reconciliation;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Demo;

/// <summary>
/// What was bought, billed and paid in the demo's past, by the marketplace's own acts under a clock of the past. It ends when the demo's people came, so that
/// a start that died is gone on with by the next one, from the last thing that happened. In the end what the sandbox holds is reconciled with the books.
/// </summary>
internal sealed class DemoTrade(
    IDbContextFactory<MarketplaceDb> databases, DemoSales sales, DemoYears years, IOptions<DemoOptions> options, IConfiguration configuration,
    IHostEnvironment environment)
{
    /// <summary>Does nothing where it was reconciled, and where the sandbox is not on.</summary>
    public async Task EnsureAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var now = await db.Users.Where(u => u.Email == DemoPeople.Operator.Email).Select(u => u.CreatedAt).SingleAsync(cancel);
        using var past = new DemoPast(databases, now, configuration, environment);
        if (await db.Set<Comparison>().AnyAsync(cancel)
            || !past.Get<PaymentProviders>().On.Any(provider => provider.Name == PaymentProviders.Sandbox))
        {
            return;
        }

        var steps = sales.Steps(past, now).ToList();
        var done = await DoneAsync(db, cancel);
        if (options.Value.History)
        {
            steps.AddRange(await years.PlanAsync(past, now, cancel));
            past.GoTo(done ?? now.AddMonths(-DemoYears.Months));
        }

        // Reminders carry protected links, written in a transaction: the first key has to be there before, since only one writes at a time.
        past.Get<IDataProtectionProvider>().CreateProtector(nameof(DemoTrade)).Protect("");
        var calendar = new DemoCalendar(past);
        foreach (var step in steps.Where(step => done is null || step.At > done).OrderBy(step => step.At))
        {
            await (options.Value.History ? calendar.RunToAsync(step.At, cancel) : Task.CompletedTask);
            past.GoTo(step.At);
            await step.Act(cancel);
        }

        past.GoTo(now);
        await FileAsync(db, now.AddDays(-1), cancel);
        // Last of all: it says that all the rest is there.
        await past.Get<ReconciliationRun>().RunAsync(cancel);
    }

    // The last thing that happened, if something did.
    private static async Task<DateTime?> DoneAsync(MarketplaceDb db, CancellationToken cancel) => ((DateTime?[])
    [
        await db.Orders.MaxAsync(o => (DateTime?)o.PlacedAt, cancel), await db.Payments.MaxAsync(p => (DateTime?)p.At, cancel),
        await db.Set<SubscriptionEvent>().MaxAsync(e => (DateTime?)e.At, cancel), await db.Invoices.MaxAsync(i => (DateTime?)i.IssuedAt, cancel),
        await db.UsageReports.MaxAsync(r => (DateTime?)r.ReceivedAt, cancel),
    ]).Max();

    // What is so old was read and sent.
    private static async Task FileAsync(MarketplaceDb db, DateTime before, CancellationToken cancel)
    {
        await db.Set<Notification>().Where(n => n.At < before)
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, n => (DateTime?)n.At), cancel);
        await db.Set<OutgoingMail>().Where(m => m.QueuedAt < before).ExecuteDeleteAsync(cancel);
    }
}
