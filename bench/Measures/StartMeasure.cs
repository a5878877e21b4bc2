namespace Marketplace.Bench;

/// <summary>How long until the portal is ready: with an empty folder, which includes the demo, and again.</summary>
internal static class StartMeasure
{
    public static async Task RunAsync(string portal, string empty, Folders folders)
    {
        TimeSpan rival;
        using (var blank = await Servers.EmptyAsync(empty))
        {
            rival = blank.StartedIn;
            await Task.Delay(3000);
            Report.Line("Memory idle, empty Blazor app", blank.Memory() / 1e6, "MB");
        }

        using (var first = await Servers.PortalAsync(portal, folders.Data))
        {
            Report.Line("First start, with the demo", first.StartedIn.TotalSeconds, "s", "aim 15");
        }

        using var second = await Servers.PortalAsync(portal, folders.Data);
        Report.Ratio("Second start", second.StartedIn.TotalSeconds, rival.TotalSeconds, "s", "aim 4; empty Blazor app");
        await Task.Delay(3000);
        Report.Line("Memory idle", second.Memory() / 1e6, "MB");
    }
}
