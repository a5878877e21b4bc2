using System.Globalization;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Ledger;
using Marketplace.Payments;
using Marketplace.Payments.Sandbox;
using Marketplace.Pricing;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Subscriptions;

/// <summary>
/// Competing workers are killed while they renew, each at another moment, and others take over: no period is missing or twice, no charge either, and the
/// books agree. <c>MARKETPLACE_RENEWAL_KILLS</c> says how many months.
/// </summary>
public sealed class RenewalKillTests
{
    private const int Subscriptions = 6, Workers = 24;
    private static readonly int Months = int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_RENEWAL_KILLS") ?? "1", CultureInfo.InvariantCulture);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_at_any_moment_of_renewing_each_period_is_billed_and_charged_once(bool isJoint)
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The process is given an SQLite file.");
        using var shop = await Shop.OpenAsync(new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]));
        await BuyAsync(shop);
        var saved = shop.Read(db => db.SavedMethods.Single().Id);
        for (var more = 1; more < Subscriptions; more++)
        {
            var (quote, hash) = await shop.QuoteAsync();
            var order = Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(quote, hash, again: true)).OrderId;
            await shop.PayAsync(order, way: new(MethodId: saved));
        }

        await Joint.Joined.SwitchAsync(shop, isJoint);
        foreach (var one in Joint.Joined.All(shop))
        {
            await shop.Get<SubscriptionChanges>().ChooseMethodAsync(shop.Owner, one.Id, null, Cancel);
        }

        var longest = 0;
        for (var month = 1; month <= Months; month++)
        {
            shop.Advance(TimeSpan.FromDays(31));
            longest = Math.Max(longest, await DyingRenewals.RunAsync(shop.Portal.Database.Folder, shop.Now, Workers, Cancel));
            // What the killed workers had in hand is taken over once its leases have passed.
            shop.Advance(TimeSpan.FromMinutes(61));
            await RenewAsync(shop);
            shop.Advance(TimeSpan.FromMinutes(61));
            await RenewAsync(shop);

            var periods = shop.Read(db => db.SubscriptionPeriods.AsNoTracking().ToList());
            Assert.Equal(Subscriptions * (month + 1), periods.Count);
            Assert.All(periods, period => Assert.NotNull(period.PaidAt));
            Assert.All(
                periods.GroupBy(period => period.SubscriptionId), one => Assert.Equal(Enumerable.Range(0, month + 1), one.Select(p => p.Number).Order()));
            var bills = isJoint ? Subscriptions + month : periods.Count;
            Assert.Equal(bills, shop.Read(db => db.Invoices.Count()));
            Assert.Equal(bills, shop.Read(db => db.Set<SandboxPayment>().Count(p => p.State == PaymentState.Succeeded && p.Minor > 0)));
            Assert.Equal(0, shop.Net(AccountKey.Receivable));
            Assert.Equal(
                shop.Read(db => db.Set<SandboxPayment>().Where(p => p.State == PaymentState.Succeeded).Sum(p => p.Minor - p.FeeMinor!.Value)),
                shop.Net(AccountKey.ProviderCash("sandbox")));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{Workers} workers over {Months} months; the longest that lived had {longest} moments.");
    }
}
