using System.Diagnostics;

namespace Marketplace.Bench;

/// <summary>How fast packages come in: over HTTP as the NuGet client sends them, and with the client itself.</summary>
internal static class PushMeasure
{
    private const int Small = 100;
    private const int AtOnce = 4;
    private const int LargeMegabytes = 100;

    public static async Task RunAsync(string portal, Folders folders)
    {
        using var ours = await Servers.PortalAsync(portal, folders.Data);
        using var feed = await NuGetFeed.OfAsync(ours);
        await feed.PushAsync(Packages.Write("Bench.Push.First"));

        var packages = Enumerable.Range(0, Small).Select(number => Packages.Write($"Bench.Push.Number{number}")).ToList();
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(packages, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (package, _) => await feed.PushAsync(package));
        Report.Line($"Pushes of small packages, {AtOnce} at once", Small / watch.Elapsed.TotalSeconds, "1/s");

        using var large = Packages.WriteLarge("Bench.Push.Large", LargeMegabytes);
        var before = ours.Memory();
        ours.ForgetPeak();
        watch.Restart();
        await feed.PushAsync(large);
        Report.Line($"Push of a package of {LargeMegabytes} MB", LargeMegabytes / watch.Elapsed.TotalSeconds, "MB/s");
        Report.Line("Memory it took at most", (ours.PeakMemory() - before) / 1e6, "MB", "aim 32");

        Report.Line("dotnet nuget push, small package", await ClientAsync(feed, folders), "s", "aim 0.44, a common feed server");
    }

    private static async Task<double> ClientAsync(NuGetFeed feed, Folders folders)
    {
        var folder = folders.New("push");
        var times = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            var file = Path.Combine(folder, $"Bench.Client{i}.1.0.0.nupkg");
            await File.WriteAllBytesAsync(file, Packages.Write($"Bench.Client{i}").ToArray());
            var watch = Stopwatch.StartNew();
            using var client = Process.Start(new ProcessStartInfo(
                "dotnet", ["nuget", "push", file, "--source", feed.Index.ToString(), "--api-key", feed.Key, "--allow-insecure-connections"]) { RedirectStandardOutput = true })!;
            var said = await client.StandardOutput.ReadToEndAsync();
            await client.WaitForExitAsync();
            if (client.ExitCode != 0)
            {
                throw new InvalidOperationException($"dotnet nuget push failed.\n{said}");
            }

            times.Add(watch.Elapsed.TotalSeconds);
        }

        return times.Order().ElementAt(2);
    }
}
