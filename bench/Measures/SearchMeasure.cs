using System.Diagnostics;
using System.Globalization;
using Marketplace.Search.Index;

namespace Marketplace.Bench;

/// <summary>The search index on a given list of names, in process and single-threaded, beside LIKE on SQLite.</summary>
internal static class SearchMeasure
{
    private const int Tries = 2000;
    private static readonly DateTime Now = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <param name="list">Tab-separated: name, summary, popularity.</param>
    /// <param name="archive">A folder with <c>ckan-meta.jsonl.gz</c> and <c>download_counts.json</c>, or null.</param>
    public static async Task RunAsync(string? list, string? archive)
    {
        if (list is null)
        {
            throw new ArgumentException(
                "Say which list: bench/run search <file with name, summary and popularity, tab-separated> [folder of the module archive]");
        }

        await MeasureAsync(Path.GetFileName(list), SearchList.Read(list));
        if (archive is not null)
        {
            await MeasureAsync("module archive", SearchList.ReadArchive(archive));
        }
    }

    private static async Task MeasureAsync(string name, IReadOnlyList<SearchDocument> documents)
    {
        var before = Held();
        var watch = Stopwatch.StartNew();
        var index = Build(documents);
        Report.Line($"{name}: index of {documents.Count:#,0} modules built in", watch.Elapsed.TotalSeconds, "s", "aim 40");
        Report.Line($"{name}: memory the index holds", (Held() - before) / 1048576.0, "MB");

        var queries = new SearchQueries(documents, seed: 11);
        using var like = await LikeSearch.OfAsync(documents);
        var all = new List<(double Wall, double Work, string Text)>();
        Ask(index, queries.Mistyped(300), []);
        foreach (var (what, asked) in new[]
        {
            ("misspellings by one edit", queries.Mistyped(Tries)), ("exact ids", queries.Ids(Tries)),
            ("prefixes of the 2,000 most popular", queries.Prefixes(2000)), ("words of summaries", queries.Words(Tries)),
            ("longest texts", queries.Longest(Tries)),
        })
        {
            var times = new List<(double Wall, double Work, string Text)>();
            var (ten, first) = Ask(index, asked, times);
            all.AddRange(times);
            var hasRival = asked[0].Meant != "" && !what.StartsWith("words", StringComparison.Ordinal);
            Report.Line($"{name}: {what}: in the first ten", 100.0 * ten, "%", !hasRival ? "" : $"LIKE on SQLite {100 * like.InTen(asked.Take(100)):0}");
            Report.Line($"{name}: {what}: first", 100.0 * first, "%");
            Times($"{name}: {what}", times);
        }

        Times($"{name}: all of these", all);
        Report.Line($"{name}: LIKE on SQLite without facets, p50", like.Median(), "ms");
    }

    private static SearchIndex Build(IReadOnlyList<SearchDocument> documents)
    {
        var builder = new IndexBuilder();
        foreach (var document in documents)
        {
            builder.Add(document);
        }

        var segment = builder.Build();
        return new SearchIndex(segment, new IndexBuilder(segment).Build(), new bool[segment.Count], SearchSynonyms.None);
    }

    // Others may use the machine: what this thread itself worked is said beside what the clock says.
    private static void Times(string what, List<(double Wall, double Work, string Text)> times)
    {
        var (wall, work) = (times.Select(time => time.Wall).Order().ToList(), times.Select(time => time.Work).Order().ToList());
        Report.Line(
            $"{what}: with facets, p50",
            wall[wall.Count / 2],
            "ms",
            string.Create(CultureInfo.InvariantCulture, $"aim 2; processor {work[work.Count / 2]:0.00} ms"));
        Report.Line(
            $"{what}: with facets, p99",
            wall[(int)(wall.Count * 0.99)],
            "ms",
            string.Create(
                CultureInfo.InvariantCulture,
                $"aim 15; processor {work[(int)(work.Count * 0.99)]:0.00} ms; slowest "
                    + $"{string.Join(", ", times.OrderByDescending(time => time.Work).Take(3).Select(time => $"“{time.Text}” {time.Work:0.0}"))}"));
    }

    private static (double Ten, double First) Ask(
        SearchIndex index, IReadOnlyList<(string Text, string Meant)> queries, List<(double Wall, double Work, string Text)> times)
    {
        var (ten, first) = (0, 0);
        foreach (var (text, meant) in queries)
        {
            var (start, worked) = (Stopwatch.GetTimestamp(), ThreadTime.Milliseconds);
            var hits = index.Find(new CatalogQuery { Text = text }, Now, 20).Hits;
            times.Add((Stopwatch.GetElapsedTime(start).TotalMilliseconds, ThreadTime.Milliseconds - worked, text));
            var at = hits.Select(hit => hit.PackageId).ToList().IndexOf(meant);
            (ten, first) = (ten + (at is >= 0 and < 10 ? 1 : 0), first + (at == 0 ? 1 : 0));
        }

        return ((double)ten / Math.Max(1, queries.Count), (double)first / Math.Max(1, queries.Count));
    }

    private static double Held()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
