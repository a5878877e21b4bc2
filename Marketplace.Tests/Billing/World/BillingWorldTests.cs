using System.Globalization;
using Marketplace.Ledger;
using Marketplace.Pricing;

namespace Marketplace.Tests.Billing.World;

/// <summary>
/// A simulated world. <c>MARKETPLACE_WORLD_DAYS</c> says for how many subscription-days, <c>MARKETPLACE_WORLD_SEED</c> repeats one.
/// </summary>
public sealed class BillingWorldTests
{
    private static readonly int Days = int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_WORLD_DAYS") ?? "1500", CultureInfo.InvariantCulture);
    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_WORLD_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : Environment.TickCount;

    [Fact]
    public async Task After_each_week_books_documents_periods_licenses_and_charges_agree()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var shop = await Shop.OpenAsync(new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]));
        var world = new BillingWorld(shop, new Random(Seed), cancel);
        await world.OpenAsync(clients: 8);
        for (var day = 1; world.SubscriptionDays < Days; day++)
        {
            await world.DayAsync();
            if (day % 7 == 0)
            {
                await world.WorkAsync();
                var faults = WorldBooks.Faults(shop);
                Assert.True(faults.Count == 0, $"MARKETPLACE_WORLD_SEED={Seed}, day {day}:\n{string.Join('\n', faults)}");
            }
        }

        Assert.Empty((await shop.Get<LedgerVerify>().RunAsync(cancel)).Problems);
        foreach (var fault in PlantedFaults.In(shop))
        {
            Change(shop, fault.Plant);
            Assert.True(WorldBooks.Faults(shop).Count > 0, $"MARKETPLACE_WORLD_SEED={Seed}: nobody saw {fault.Name}.");
            Change(shop, fault.Undo);
        }

        Assert.Empty(WorldBooks.Faults(shop));
    }

    private static void Change(Shop shop, Action<Marketplace.Data.MarketplaceDb> change) => shop.Read(db =>
    {
        change(db);
        return true;
    });
}
