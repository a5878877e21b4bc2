using System.Globalization;
using Marketplace.Billing.Subscriptions;
using Marketplace.Ledger;
using Marketplace.Pricing;
using Marketplace.Tests.Billing.AccountStatements;
using Marketplace.Tests.Revenue;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Billing.World;

/// <summary>
/// A simulated world. <c>MARKETPLACE_WORLD_DAYS</c> says for how many subscription-days, <c>MARKETPLACE_WORLD_CLIENTS</c> of how many clients, and
/// <c>MARKETPLACE_WORLD_SEED</c> which of them.
/// </summary>
public sealed class BillingWorldTests
{
    private static readonly int Days = int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_WORLD_DAYS") ?? "400", CultureInfo.InvariantCulture);
    private static readonly int Clients = int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_WORLD_CLIENTS") ?? "8", CultureInfo.InvariantCulture);
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_WORLD_SEED") ?? "1", CultureInfo.InvariantCulture);

    [Fact]
    public async Task After_each_week_books_documents_statements_periods_licenses_and_charges_agree()
    {
        var cancel = TestContext.Current.CancellationToken;
        var deaths = new Deaths();
        using var shop = new Shop(services => services.AddSingleton<IInterceptor>(deaths));
        await shop.FillAsync(new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]));
        var world = new BillingWorld(shop, deaths, new Random(Seed), cancel);
        await world.OpenAsync(Clients);
        for (var day = 1; world.SubscriptionDays < Days; day++)
        {
            await world.DayAsync();
            if (day % 7 == 0)
            {
                await world.RecoverAsync();
                var wrong = WorldBooks.Faults(shop);
                wrong = [.. wrong, .. await StatementBooks.FaultsAsync(shop, cancel), .. new PlainRevenue(shop, BillingWorld.PriceOf).Faults()];
                Assert.True(wrong.Count == 0, $"MARKETPLACE_WORLD_SEED={Seed}, day {day}:\n{string.Join('\n', wrong)}");
            }
        }

        Assert.Empty((await shop.Get<LedgerVerify>().RunAsync(cancel)).Problems);
        Assert.True(shop.Read(db => db.SubscriptionPeriods.Any(p => p.LeadId != null)), "No client had subscriptions on one invoice.");
        IReadOnlyList<PlantedFault>? faults;
        while ((faults = PlantedFaults.In(shop)) is null)
        {
            await world.DayAsync();
            await world.RecoverAsync();
        }

        foreach (var fault in faults)
        {
            Change(shop, fault.Plant);
            Assert.True(WorldBooks.Faults(shop).Count > 0, $"MARKETPLACE_WORLD_SEED={Seed}: nobody saw {fault.Name}.");
            Change(shop, fault.Undo);
        }

        Assert.Equal("", string.Join('\n', WorldBooks.Faults(shop)));
    }

    private static void Change(Shop shop, Action<Marketplace.Data.MarketplaceDb> change) => shop.Read(db =>
    {
        change(db);
        return true;
    });
}
