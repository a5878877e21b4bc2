using System.Diagnostics;

namespace Marketplace.Bench;

/// <summary>How fast packages come in: over HTTP as the NuGet client sends them, and with the client itself.</summary>
internal static class PushMeasure
{
    private const int Small = 100;
    private const int Concurrency = 4;
    private const int LargeMegabytes = 100;
    private const int Rounds = 7;

    public static async Task RunAsync(string portal, Folders folders)
    {
        using var ours = await Servers.PortalAsync(portal, folders.Data);
        using var feed = await NuGetFeed.OfAsync(ours);
        await feed.PushAsync(Packages.Write("Bench.Push.First"));

        var packages = Enumerable.Range(0, Small).Select(number => Packages.Write($"Bench.Push.Number{number}")).ToList();
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(packages, new ParallelOptions { MaxDegreeOfParallelism = Concurrency }, async (package, _) =>
            await feed.PushAsync(package));
        Report.Line($"Pushes of small packages, {Concurrency} at once", Small / watch.Elapsed.TotalSeconds, "1/s");

        using var large = Packages.WriteLarge("Bench.Push.Large", LargeMegabytes);
        var before = ours.Memory();
        ours.ForgetPeak();
        watch.Restart();
        await feed.PushAsync(large);
        Report.Line($"Push of a package of {LargeMegabytes} MB", LargeMegabytes / watch.Elapsed.TotalSeconds, "MB/s");
        Report.Line("Memory it took at most", (ours.PeakMemory() - before) / 1e6, "MB", "aim 32");

        // In turns, so that whatever else the machine does falls on both.
        using var product = new Product(folders.Data);
        using var rival = await PushRival.StartAsync(folders.New("rival"), Servers.FreePort());
        var (here, there) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            await product.RestAsync();
            here.Add(await ClientAsync($"Bench.Client{round}", feed.Index, feed.Key, folders));
            await product.RestAsync();
            there.Add(await ClientAsync($"Bench.Client{round}", rival.Index, "any", folders));
        }

        Report.Ratio(
            $"dotnet nuget push, small package, median of {Rounds}",
            here.Order().ElementAt(Rounds / 2),
            there.Order().ElementAt(Rounds / 2),
            "s",
            "a feed that only writes the file");
    }

    private static async Task<double> ClientAsync(string id, Uri index, string key, Folders folders)
    {
        var file = Path.Combine(folders.New("push"), $"{id}.1.0.0.nupkg");
        await File.WriteAllBytesAsync(file, Packages.Write(id).ToArray());
        var watch = Stopwatch.StartNew();
        using var client = Process.Start(new ProcessStartInfo(
            "dotnet", ["nuget", "push", file, "--source", index.ToString(), "--api-key", key, "--allow-insecure-connections"])
        {
            RedirectStandardOutput = true,
        })!;
        var said = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        return client.ExitCode is 0 ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException($"dotnet nuget push failed.\n{said}");
    }
}
