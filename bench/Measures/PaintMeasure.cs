using Marketplace.Portal.Demo;

namespace Marketplace.Bench;

/// <summary>How long a person waits from opening a page until it answers.</summary>
internal static class PaintMeasure
{
    public static async Task RunAsync(string portal, string empty, Folders folders)
    {
        await using var browser = await Browser.StartAsync();
        double rival;
        using (var blank = await Servers.EmptyAsync(empty))
        {
            rival = await browser.InteractiveAsync(blank.Address);
        }

        using var ours = await Servers.PortalAsync(portal, folders.Data);
        Report.Ratio("First interactive paint, browse", await browser.InteractiveAsync(ours.Address, DemoPeople.Client.Name), rival, "ms", "empty Blazor app");
        Report.Ratio(
            "First interactive paint, module page",
            await browser.InteractiveAsync(new Uri(ours.Address, "modules/Acme.Invoicing"), DemoPeople.Client.Name),
            rival,
            "ms",
            "empty Blazor app");
    }
}
