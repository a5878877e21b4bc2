using System.Diagnostics;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Licensing;
using Marketplace.Modules;
using Marketplace.Planning;
using Marketplace.Portal.Demo;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Search.Index;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Bench;

/// <summary>How long it takes to say what a plan costs: 50 modules come, 20 of them lack a license and have three offers each.</summary>
internal static class PlanCostsMeasure
{
    private const int Modules = 50, Sold = 20, WarmUp = 50, Rounds = 500;

    public static async Task RunAsync(string portal, Folders folders)
    {
        var data = folders.New("plan");
        using (await Servers.PortalAsync(portal, data))
        {
            // It has filled the demo.
        }

        await ListedModules.AddAsync(
            data, [.. Enumerable.Range(1, Modules).Select(id => new SearchDocument(id, $"Bench.Module{id}", $"Module {id}", "A module"))]);
        using var product = new Product(data);
        var actor = await product.ActorAsync(DemoPeople.Client);
        await using var db = product.Open();
        var names = Enumerable.Range(1, Sold).Select(id => $"Bench.Module{id}").ToList();
        var ids = await db.Modules.Where(m => names.Contains(m.PackageId)).Select(m => m.Id).ToListAsync();
        foreach (var id in ids)
        {
            foreach (var (tier, model, minor) in new[]
            {
                (OfferTier.Basic, OfferModel.Monthly, 900L), (OfferTier.Premium, OfferModel.Yearly, 19_900L),
                (OfferTier.Enterprise, OfferModel.OneTime, 99_900L),
            })
            {
                var offer = new Offer(id, tier, model, 1, actor.UserId, DateTime.UtcNow);
                offer.Prices.Add(new OfferPrice("EUR", minor));
                db.Add(offer);
            }
        }

        await db.SaveChangesAsync();
        var organization = await db.Organizations.Of(actor).Where(o => o.IsClient).Select(o => o.Id).FirstAsync();
        var plan = Plan();
        var times = new List<double>();
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            var price = await product.Get<PlanPricing>().ComputeAsync(actor, organization, [plan], [], CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (price.Quote?.Lines.Count != Sold)
            {
                throw new InvalidOperationException($"The plan has {price.Quote?.Lines.Count} lines and not {Sold}: {price.Outcome}");
            }
        }

        times.RemoveRange(0, WarmUp);
        times.Sort();
        Report.Line("plan of 50 modules with the costs of 20, p50", times[Rounds / 2], "ms");
        Report.Line("plan of 50 modules with the costs of 20, p99", times[Rounds * 99 / 100], "ms");
    }

    private static PlanDocument Plan() => new(
        1, "2.0.0", 0, null,
        [.. Enumerable.Range(1, Modules).Select(id => new PlanChange(ChangeKind.Add, $"Bench.Module{id}", null, "1.0.0", "Asked for", "", 1, [], [], []))],
        null,
        [.. Enumerable.Range(1, Modules).Select(id => id <= Sold
            ? new PlanLicense($"Bench.Module{id}", LicenseVerdict.NotFound, 0, 0, [], IsAsked: false)
            : new PlanLicense($"Bench.Module{id}", LicenseVerdict.Valid, null, 0, [], IsAsked: false))]);
}
