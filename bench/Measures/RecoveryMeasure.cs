using System.Diagnostics;
using Marketplace.Accounts;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Bench;

/// <summary>
/// How long work lies idle when the process that does it is killed: from the kill of one of two until the other has taken over the last
/// operation that was at work, and until all of them are done.
/// </summary>
internal static class RecoveryMeasure
{
    private const int Modules = 20, Sites = 4, Rounds = 10;

    public static async Task RunAsync(string portal, Folders folders)
    {
        using var stays = await Servers.PortalAsync(portal, folders.Data);
        using var product = new Product(folders.Data);
        for (var number = 0; number < Modules; number++)
        {
            await product.ReleaseAsync(Packages.Write($"Bench.Recover{number}", needs: number > 0 ? [$"Bench.Recover{number - 1} [1.0,2.0)"] : []));
        }

        var client = await product.ActorAsync(DemoPeople.Client);
        var sites = await SitesAsync(product, client);
        var (taken, done) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var dies = await Servers.PortalAsync(portal, folders.Data);
            var request = round % 2 == 0 ? ChangeRequest.Install($"Bench.Recover{Modules - 1}") : ChangeRequest.Uninstall("Bench.Recover0").AndDependents();
            var operations = new List<long>();
            foreach (var site in sites)
            {
                var plan = (PlanOutcome.Ready)await product.Get<Planner>().PlanAsync(client, site, request, CancellationToken.None);
                operations.Add(((StartOutcome.Started)await product.Get<OperationCommands>()
                    .StartAsync(client, site, request, plan.Hash, false, CancellationToken.None)).OperationId);
            }

            await UntilAsync(product, db => db.Operations.AnyAsync(o => operations.Contains(o.Id) && o.State == OperationState.Running));
            dies.Dispose();
            var watch = Stopwatch.StartNew();
            await using var db = product.Open();
            var atWork = await db.Operations.Where(o => operations.Contains(o.Id) && o.State == OperationState.Running)
                .Select(o => new { o.Id, o.LeaseNumber })
                .ToListAsync();
            foreach (var left in atWork)
            {
                // Taken over, or done by the one that stays, which may have had it from the start.
                await UntilAsync(product, db => db.Operations.AnyAsync(o => o.Id == left.Id && (o.EndedAt != null || o.LeaseNumber > left.LeaseNumber)));
            }

            taken.Add(watch.Elapsed.TotalSeconds);
            await UntilAsync(product, async db => !await db.Operations.AnyAsync(o => operations.Contains(o.Id) && o.EndedAt == null));
            done.Add(watch.Elapsed.TotalSeconds);
            if (await db.Operations.CountAsync(o => operations.Contains(o.Id) && o.State == OperationState.Done) != Sites)
            {
                throw new InvalidOperationException("An operation was not done in the end.");
            }
        }

        Report.Line(
            $"Killed worker, until its work is taken over, slowest of {Rounds}",
            taken.Max(),
            "s",
            $"median {taken.Order().ElementAt(Rounds / 2):0.0}; aim 10");
        Report.Line("Killed worker, until all is done, slowest", done.Max(), "s", $"median {done.Order().ElementAt(Rounds / 2):0.0}");
    }

    private static async Task<List<long>> SitesAsync(Product product, Actor client)
    {
        await using var db = product.Open();
        var organization = await db.Memberships.Where(m => m.UserId == client.UserId).Select(m => m.OrganizationId).FirstAsync();
        var sites = new List<long>();
        for (var number = 0; number < Sites; number++)
        {
            sites.Add(((CreateSiteOutcome.Created)await product.Get<SiteCommands>()
                .CreateAsync(client, organization, $"Recovery {number}", "3.0.0", CancellationToken.None)).Id);
        }

        return sites;
    }

    private static async Task UntilAsync(Product product, Func<Data.MarketplaceDb, Task<bool>> question)
    {
        await using var db = product.Open();
        while (!await question(db))
        {
            await Task.Delay(20);
        }
    }
}
