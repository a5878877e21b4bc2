namespace Marketplace.Bench;

/// <summary>How many packages a second leave the portal, beside a file server with the same file in the same run.</summary>
internal static class DownloadsMeasure
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(6);

    public static async Task RunAsync(string portal, Folders folders)
    {
        using var ours = await Servers.PortalAsync(portal, folders.Data);
        using var feed = await NuGetFeed.OfAsync(ours);
        using (var product = new Product(folders.Data))
        {
            await product.ReleaseAsync(Packages.Write("Bench.Download", kilobytes: 28));
        }

        var address = feed.Download("Bench.Download", "1.0.0");
        var folder = folders.New("files");
        var file = Path.Combine(folder, "package.nupkg");
        await File.WriteAllBytesAsync(file, await feed.BytesAsync(address));
        using var rival = await Rival.StartAsync(file, folder, Servers.FreePort());

        // Twice in turn, so that neither has the quieter machine.
        var (mine, theirs) = (0.0, 0.0);
        for (var round = 0; round < 2; round++)
        {
            mine = Math.Max(mine, await Load.PerSecondAsync(address, Time, header: $"X-NuGet-ApiKey: {feed.Key}\r\n"));
            theirs = Math.Max(theirs, await Load.PerSecondAsync(rival.File, Time));
        }

        Report.Ratio($"Downloads of a package of {new FileInfo(file).Length / 1024} KB", mine, theirs, "1/s", $"aim ≥ 0.6; {rival.Name}");
    }
}
