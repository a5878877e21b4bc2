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
/// A module that needs 9 or 49 others, from the confirmed plan until the site is in its new revision; beside it <c>dotnet restore</c> of the
/// same packages from a folder, with nothing in its caches.
/// </summary>
internal static class InstallMeasure
{
    private static readonly int[] Sizes = [10, 50];
    private const int Rounds = 5;

    public static async Task RunAsync(string portal, Folders folders)
    {
        using var ours = await Servers.PortalAsync(portal, folders.Data);
        using var product = new Product(folders.Data);
        var feed = folders.New("feed");
        for (var number = 0; number < Sizes[^1]; number++)
        {
            // Each needs the two before it, so the graph is as deep as it is large.
            var needs = Enumerable.Range(0, number).TakeLast(2).Select(other => $"Bench.Graph{other} [1.0,2.0)").ToArray();
            using var package = Packages.Write($"Bench.Graph{number}", needs: needs);
            await File.WriteAllBytesAsync(Path.Combine(feed, $"Bench.Graph{number}.1.0.0.nupkg"), package.ToArray());
            await product.ReleaseAsync(package);
        }

        foreach (var size in Sizes)
        {
            await MeasureAsync(product, feed, folders, size);
        }
    }

    private static async Task MeasureAsync(Product product, string feed, Folders folders, int size)
    {
        var (installs, restores, last) = (new List<double>(), new List<double>(), $"Bench.Graph{size - 1}");
        for (var round = 0; round < Rounds; round++)
        {
            installs.Add(await InstallAsync(product, $"Bench {size} {round}", last));
            restores.Add(await Restore.RunAsync(last, feed, folders.New($"restore-{size}-{round}")));
        }

        Report.Ratio(
            $"Install of a graph of {size} modules, median of {Rounds}",
            installs.Order().ElementAt(Rounds / 2),
            restores.Order().ElementAt(Rounds / 2),
            "ms",
            "dotnet restore");
    }

    private static async Task<double> InstallAsync(Product product, string name, string module)
    {
        var client = await product.ActorAsync(DemoPeople.Client);
        await using var db = product.Open();
        var organization = await db.Memberships.Where(m => m.UserId == client.UserId).Select(m => m.OrganizationId).FirstAsync();
        var site = ((CreateSiteOutcome.Created)await product.Get<SiteCommands>().CreateAsync(client, organization, name, "3.0.0", CancellationToken.None)).Id;
        var request = ChangeRequest.Install(module);
        var plan = (PlanOutcome.Ready)await product.Get<Planner>().PlanAsync(client, site, request, CancellationToken.None);

        var watch = Stopwatch.StartNew();
        var started = (StartOutcome.Started)await product.Get<OperationCommands>().StartAsync(client, site, request, plan.Hash, false, CancellationToken.None);
        OperationState state;
        while ((state = await db.Operations.Where(o => o.Id == started.OperationId).Select(o => o.State).SingleAsync())
            is OperationState.Queued or OperationState.Running)
        {
            await Task.Delay(5);
        }

        return state is OperationState.Done ? watch.Elapsed.TotalMilliseconds : throw new InvalidOperationException($"The operation is {state}.");
    }
}
