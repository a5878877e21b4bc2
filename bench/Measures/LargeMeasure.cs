using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Portal;

namespace Marketplace.Bench;

/// <summary>The portal over a list of some hundred thousand modules: how soon its index stands, its memory, and how fast it answers strangers.</summary>
internal static partial class LargeMeasure
{
    private const int Tries = 20;

    /// <param name="list">Tab-separated: name, summary, popularity.</param>
    public static async Task RunAsync(string portal, Folders folders, string? list)
    {
        var documents = SearchList.Read(
            list ?? throw new ArgumentException("Say which list: bench/run large <file with name, summary and popularity, tab-separated>"));
        var data = folders.New("large");
        using (await Servers.PortalAsync(portal, data))
        {
            // It has filled the demo.
        }

        await ListedModules.AddAsync(data, documents);
        using (var ours = await Servers.PortalAsync(portal, data, ("Logging__LogLevel__Marketplace.Search", "Information")))
        {
            Report.Line($"{documents.Count:#,0} modules: ready in", ours.StartedIn.TotalSeconds, "s");
            using var http = new HttpClient { BaseAddress = ours.Address };
            await TimeAsync(http, PortalUrls.Home, 3, " while the index is built");
            Match built;
            while ((built = Built().Match(ours.Output)) is { Success: false })
            {
                await Task.Delay(200);
            }

            Report.Line(
                $"index of {built.Groups[1].Value} modules, from the database",
                double.Parse(built.Groups[2].Value, CultureInfo.InvariantCulture),
                "s",
                "aim 40");
            await Task.Delay(5000);
            Report.Line(
                "memory of the portal with it",
                ours.Memory() / 1e6,
                "MB",
                string.Create(CultureInfo.InvariantCulture, $"aim 450; highest {ours.PeakMemory() / 1e6:0}"));
            foreach (var path in new[]
            {
                PortalUrls.Home, PortalUrls.Browse("invoice"), PortalUrls.Browse("pdf exprt"),
                PortalUrls.Browse("react table publisher:acme"), "/?category=business&page=500",
                PortalUrls.Module("Acme.Invoicing"), "/api/v1/suggest?q=reac",
            })
            {
                await TimeAsync(http, path);
            }

            Report.Line("memory after these pages", ours.Memory() / 1e6, "MB", "aim 450");
        }

        await TypingMeasure.RunAsync(portal, data);
    }

    private static async Task TimeAsync(HttpClient http, string path, int tries = Tries, string when = "")
    {
        var times = new List<double>();
        for (var at = 0; at <= tries; at++)
        {
            var start = Stopwatch.GetTimestamp();
            (await http.GetAsync(path)).EnsureSuccessStatusCode();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        var rest = times.Skip(1).Order().ToList();
        Report.Line(
            $"GET {path}{when}, p50 of {tries}",
            rest[tries / 2],
            "ms",
            string.Create(CultureInfo.InvariantCulture, $"first {times[0]:0}, slowest of the rest {rest[^1]:0}"));
    }

    [GeneratedRegex(@"The search index holds (\d+) modules; it took ([\d.]+) s")]
    private static partial Regex Built();
}
