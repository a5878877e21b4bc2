using System.Diagnostics;
using Marketplace.Licensing;
using Marketplace.Licensing.Activations;
using Marketplace.Licensing.Metering;
using Marketplace.Modules;
using Marketplace.Portal.Demo;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Bench;

/// <summary>How many installations a second a license key activates, how many ask again, and how many entries of use are taken down, in this process.</summary>
internal static class ActivationsMeasure
{
    private const int WarmUp = 50, Many = 1_000, Threads = 2, Batch = 100;

    public static async Task RunAsync(string portal, Folders folders)
    {
        var data = folders.New("activations");
        using (await Servers.PortalAsync(portal, data))
        {
            // It has filled the demo.
        }

        using var product = new Product(data, ("Portal:Address", "http://localhost"));
        var owner = await product.ActorAsync(DemoPeople.Client);
        await using var db = product.Open();
        var license = await db.Licenses
            .Where(l => l.Organization.Name == "Wide World Importers" && l.Module.PackageId == "Northwind.EInvoice" && l.OfferId != null)
            .Select(l => new { l.Id, l.OrganizationId }).FirstAsync();
        // As many as are measured.
        await db.Licenses.Where(l => l.Id == license.Id).ExecuteUpdateAsync(set => set.SetProperty(l => l.Sites, 10_000));
        var key = (await product.Get<LicenseKeys>().ShowAsync(owner, license.Id, CancellationToken.None))!;

        async Task ActivateAsync(int number)
        {
            var answer = await product.Get<KeyActivations>().ActivateAsync(new(new(key, null, null), $"machine {number}", ""), CancellationToken.None);
            if (answer.Verdict is not LicenseVerdict.Valid)
            {
                throw new InvalidOperationException($"Machine {number} got no place: {answer.Verdict}.");
            }
        }

        async Task UseAsync(int number)
        {
            var now = DateTime.UtcNow;
            var entries = Enumerable.Range(0, Batch).Select(_ => new UsageEntry(Guid.NewGuid(), "Northwind.EInvoice", "documents", 1, now, now)).ToList();
            var receipt = await product.Get<UsageReports>().RecordAsync(license.OrganizationId, $"bench/{number}", entries, CancellationToken.None);
            if (receipt.Counted != Batch)
            {
                throw new InvalidOperationException($"{receipt.Counted} of {Batch} entries counted.");
            }
        }

        await PerSecondAsync(WarmUp, number => ActivateAsync(-1 - number));
        Report.Line("Installations activated by key", await PerSecondAsync(Many, ActivateAsync), "/s", $"of one license, {Threads} at once");
        Report.Line("Installations that ask again", await PerSecondAsync(Many, ActivateAsync), "/s");
        await PerSecondAsync(4, UseAsync);
        Report.Line("Entries of use taken down", Batch * await PerSecondAsync(Many / Batch, UseAsync), "/s", $"{Batch} in a call");
    }

    private static async Task<double> PerSecondAsync(int many, Func<int, Task> once)
    {
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, many), new ParallelOptions { MaxDegreeOfParallelism = Threads }, async (number, _) => await once(number));
        return many / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
