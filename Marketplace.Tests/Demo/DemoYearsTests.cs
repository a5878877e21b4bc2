using Marketplace.Accounts;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Licensing.Metering;
using Marketplace.Payments;
using Marketplace.Payments.Reconciliation;
using Marketplace.Portal.Demo;
using Marketplace.Pricing;
using Marketplace.Revenue;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MovementKind = Marketplace.Revenue.Movements.MovementKind;

namespace Marketplace.Tests.Demo;

/// <summary>The demo filled from nothing, with its two years.</summary>
public sealed class DemoYearsPortal : IAsyncLifetime
{
    public PortalHost Host { get; } = new PortalHost { IsDemo = true, FillsDemo = true }.With("Demo:History", "true");

    public ValueTask InitializeAsync()
    {
        _ = Host.Services;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>Those that read the two years, one after the other.</summary>
[CollectionDefinition(nameof(WithTheDemoYears))]
public sealed class WithTheDemoYears : ICollectionFixture<DemoYearsPortal>;

/// <summary>What the two years tell, in figures that the marketplace computes from what happened.</summary>
[Collection(nameof(WithTheDemoYears))]
public sealed class DemoYearsTests(DemoYearsPortal demo)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestDatabase Database => demo.Host.Database;

    [Fact]
    public void Clients_come_grow_shrink_leave_and_return_in_five_currencies()
    {
        var movements = Database.Read(db => db.RecurringMovements.AsNoTracking().ToList());

        Assert.Equal(Enum.GetValues<MovementKind>(), movements.Select(m => m.Kind).Distinct().Order());
        Assert.Equal(["CHF", "EUR", "GBP", "SEK", "USD"], movements.Select(m => m.Currency).Distinct().Order());
        Assert.InRange(movements.Select(m => m.OrganizationId).Distinct().Count(), 36, 50);
        Assert.InRange(Database.Read(db => db.Subscriptions.Count()), 60, 120);
        Assert.InRange((movements.Max(m => m.At) - movements.Min(m => m.At)).TotalDays, 650, 731);
        Assert.Contains(movements, m => m.PromotionId is not null);
        Assert.Contains(movements, m => m.Kind == MovementKind.Expansion && m.Model == OfferModel.Monthly);
    }

    [Fact]
    public void Cards_fail_and_recover_or_not_and_trials_pauses_refunds_and_a_dispute_are_there()
    {
        var cases = Database.Read(db => db.DunningCases.Select(c => c.State).ToList());
        var events = Database.Read(db => db.Set<SubscriptionEvent>().Select(e => e.Kind).Distinct().ToList());
        var trials = Database.Read(db => db.Subscriptions.Where(s => s.TrialEndsAt < Database.Now).Select(s => s.Period >= 0).ToList());

        Assert.Equal([DunningState.Recovered, DunningState.Lost], cases.Distinct().Order());
        Assert.Superset(new HashSet<SubscriptionEventKind> { SubscriptionEventKind.Paused, SubscriptionEventKind.Resumed, SubscriptionEventKind.Changed },
            events.ToHashSet());
        Assert.Equal([false, true], trials.Distinct().Order());
        Assert.Contains(Database.Read(db => db.Disputes.Select(d => d.State).ToList()), state => state == DisputeState.Lost);
        Assert.True(Database.Read(db => db.Refunds.Count(r => r.State == RefundState.Succeeded)) > 3);
        Assert.True(Database.Read(db => db.UsageReports.Count()) > 10);
    }

    [Fact]
    public async Task The_books_agree_with_what_was_billed_and_with_the_provider()
    {
        Assert.Empty((await demo.Host.Get<LedgerVerify>().RunAsync(Cancel)).Problems);
        Assert.Equal(0, Database.Read(db => db.Set<Comparison>().OrderByDescending(c => c.Id).First().Found));
        Assert.True(Database.Read(db => db.ClosedMonths.Count()) > 20);
    }

    [Fact]
    public async Task What_a_month_brings_is_what_live_invoices_say()
    {
        var movements = Database.Read(db => db.RecurringMovements.GroupBy(m => m.SubscriptionId).Select(g => new { g.Key, Minor = g.Sum(m => m.Minor) })
            .ToDictionary(g => g.Key, g => g.Minor));
        var live = Database.Read(db => db.Subscriptions.AsNoTracking().Include(s => s.Periods).Where(s => s.EndedAt == null && s.Period >= 0).ToList());
        var invoices = Database.Read(db => db.Invoices.AsNoTracking().Where(i => i.Kind == InvoiceKind.Invoice).ToDictionary(i => i.Id, i => i.Document));

        // A whole period and nothing beside it: what is billed is what it brings.
        var plain = live.Where(s => s.PausedFrom is null && !s.IsMetered).Select(s => (Subscription: s, Last: s.Periods.MaxBy(p => p.Number)!))
            .Where(one => one.Last is { InvoiceId: not null, Continues: false }).ToList();
        Assert.True(plain.Count > 20);
        Assert.All(plain, one =>
        {
            var line = invoices[one.Last.InvoiceId!.Value].Lines[one.Last.InvoiceLine];
            Assert.InRange(movements[one.Subscription.Id] - ((decimal)line.Net.Minor / one.Subscription.Model.Months()), -.5m, .5m);
        });
        var report = await ReportAsync(new());
        Assert.Equal(0, report.Movements.Fx, 8);
        Assert.True(report.Movements.Closing > report.Movements.Opening && report.Movements.Opening > 0);
        var publishers = Database.Read(db => db.RecurringMovements.Select(m => m.PublisherId).Distinct().ToList());
        var parts = await Task.WhenAll(publishers.Select(id => ReportAsync(new() { PublisherId = id })));
        Assert.Equal(report.Movements.Closing, parts.Sum(part => part.Movements.Closing), 8);
    }

    [Fact]
    public async Task Billing_goes_on_after_the_start_and_a_second_start_adds_nothing()
    {
        var (orders, invoices) = Database.Read(db => (db.Orders.Count(), db.Invoices.Count()));
        await using (var scope = demo.Host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<DemoTrade>().EnsureAsync(Cancel);
        }

        Assert.Equal((orders, invoices), Database.Read(db => (db.Orders.Count(), db.Invoices.Count())));

        await demo.Host.Get<RenewalRun>().RunAsync(Cancel);
        Assert.DoesNotContain(Database.Read(db => db.Subscriptions.AsNoTracking().ToList()), s => s.ParkedAt is not null || s.RenewsAt < Database.Now);
        Assert.All(Database.Read(db => db.Subscriptions.Where(s => s.PastDueSince != null && s.EndedAt == null).Select(s => s.PastDueSince!.Value).ToList()),
            since => Assert.InRange(Database.Now - since, TimeSpan.Zero, TimeSpan.FromDays(2)));
    }

    // In constant currency, as a day before the first known rate has that one.
    private async Task<RevenueReport> ReportAsync(RevenueFilter filter)
    {
        var today = DateOnly.FromDateTime(Database.Now);
        var staff = new Actor(Database.Read(db => db.Users.Single(u => u.Email == DemoPeople.Operator.Email).Id), HasSecondFactor: true);
        var span = new RevenueSpan(today.AddMonths(-11), today);
        return (await demo.Host.Get<RevenueQueries>().ReadAsync(staff, new(span, span.Before(), "EUR", today, filter), Cancel))!;
    }
}
