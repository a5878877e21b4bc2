using System.Collections.Concurrent;
using System.Diagnostics;
using Marketplace.Catalog;
using Marketplace.Search;
using Marketplace.Search.Index;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Bench;

/// <summary>Fifty people who each search four times a second, through the index and the database, while twenty releases a second change and
/// the index takes them in.</summary>
internal static class SearchersMeasure
{
    private const int Searchers = 50;
    private const int ChangesPerSecond = 20;
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly string[] Texts =
    [
        "invoice", "pdf", "shop", "contoso", "payrol", "image gallery",
        "a", "acme.invoicing", "tag:billing invoice", "", "theme", "export",
    ];

    public static async Task RunAsync(string portal, Folders folders)
    {
        using (await Servers.PortalAsync(portal, folders.Data))
        {
            // It has filled the demo.
        }

        using var product = new Product(folders.Data);
        var (index, search, times, failures) = (product.Get<CatalogIndex>(), product.Get<CatalogSearch>(), new ConcurrentBag<double>(), 0);
        await index.RebuildAsync(CancellationToken.None);
        using var end = new CancellationTokenSource(Lasts);
        var changes = Task.Run(() => ChangeAsync(product, index, end.Token));
        await Task.WhenAll(Enumerable.Range(0, Searchers).Select(number => Task.Run(async () =>
        {
            for (var at = number; !end.IsCancellationRequested; at++)
            {
                var start = Stopwatch.GetTimestamp();
                try
                {
                    await search.FindAsync(new CatalogQuery { Text = Texts[at % Texts.Length] }, null, CancellationToken.None);
                }
                catch (Exception error)
                {
                    Console.WriteLine(error.Message);
                    Interlocked.Increment(ref failures);
                }

                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                await Task.Delay(Pause);
            }
        })));
        var changed = await changes;
        var all = times.Order().ToList();
        Report.Line(
            $"{Searchers} searchers, {all.Count / Lasts.TotalSeconds:0} searches and "
                + $"{changed / Lasts.TotalSeconds:0} changes a second, p50",
            all[all.Count / 2],
            "ms");
        Report.Line("the same, p99", all[(int)(all.Count * 0.99)], "ms", $"aim 100; {failures} failed");
    }

    private static async Task<int> ChangeAsync(Product product, CatalogIndex index, CancellationToken end)
    {
        var (changed, watch) = (0, Stopwatch.StartNew());
        while (!end.IsCancellationRequested)
        {
            await using (var db = product.Open())
            {
                foreach (var module in await db.Modules.OrderBy(m => m.ChangedAt).Take(ChangesPerSecond / 5).ToListAsync(CancellationToken.None))
                {
                    module.Touch(DateTime.UtcNow);
                    changed++;
                }

                await db.SaveChangesAsync(CancellationToken.None);
            }

            await index.RefreshAsync(CancellationToken.None);
            await Task.Delay(
                TimeSpan.FromSeconds(changed / (double)ChangesPerSecond) - watch.Elapsed is { Ticks: > 0 } rest ? rest : TimeSpan.Zero,
                CancellationToken.None);
        }

        return changed;
    }
}
