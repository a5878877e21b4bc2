using System.Diagnostics;
using Marketplace.Resolution;
using NuGet.Versioning;

namespace Marketplace.Bench;

/// <summary>The resolver on hard generated catalogs, beside NuGet's on the same ones; on a large catalog; and on a real archive of modules.</summary>
internal static class ResolverMeasure
{
    private const int Rounds = 5;

    /// <param name="archive">A folder with <c>ckan-meta.jsonl.gz</c>, or null.</param>
    public static void Run(string? archive)
    {
        foreach (var (name, releases) in Family.All(1000, 10))
        {
            Generated(name, releases);
        }

        Large();
        if (archive is not null)
        {
            Archive(archive);
        }
    }

    private static void Generated(string name, IReadOnlyList<SnapshotRelease> releases)
    {
        var site = new SiteState(new NuGetVersion(1, 0, 0), []);
        ResolverOutcome? answer = null;
        var cold = Milliseconds(() => answer = Resolver.Resolve(new CatalogSnapshot(releases), site, ChangeRequest.Install("M0")));
        var catalog = new CatalogSnapshot(releases);
        Resolver.Resolve(catalog, site, ChangeRequest.Install("M0"));
        var warm = Enumerable.Range(0, Rounds)
            .Select(_ => Milliseconds(() => Resolver.Resolve(catalog, site, ChangeRequest.Install("M0"))))
            .Order()
            .ElementAt(Rounds / 2);
        var rival = NuGetRival.Resolve(releases, "M0");
        Report.Line(
            $"resolver: {name}, 1,000 modules of 10 releases: {Words(answer!)}",
            warm,
            "ms",
            $"aim 100; first time, with the snapshot, {cold:0} ms; NuGet.Resolver {rival.Milliseconds:#,0} ms: {rival.Verdict}");
        if (answer is ResolverOutcome.Refused refused)
        {
            Console.WriteLine(
                $"  ours:  {refused.Sentence} {string.Join("; ", refused.Story.Take(8))}"
                    + $"{(refused.Story.Count > 8 ? $"; and {refused.Story.Count - 8} more" : "")}");
            Console.WriteLine($"  NuGet: {rival.Message}");
        }
    }

    private static void Large()
    {
        var random = new Random(3);
        var releases = LargeCatalog.Releases(10_000, 20, random).ToList();
        var before = GC.GetTotalMemory(true);
        var watch = Stopwatch.StartNew();
        var catalog = new CatalogSnapshot(releases);
        Report.Line(
            "resolver: snapshot of 10,000 modules of 20 releases",
            watch.Elapsed.TotalMilliseconds,
            "ms",
            $"{(GC.GetTotalMemory(true) - before) / 1048576.0:0} MB beside the releases");
        var site = LargeCatalog.Site(catalog, 200, random);
        Times(
            "resolver: install one, 200 installed, of 10,000",
            "aim 10",
            Enumerable.Range(0, 400)
                .Select(_ => ChangeRequest.Install($"M{random.Next(10_000)}"))
                .Where(request => !site.Installed.ContainsKey(request.Targets[0].Id)),
            catalog,
            site);
        Times("resolver: update one, 200 installed, of 10,000", "aim 10", site.Installed.Keys.Select(id => ChangeRequest.Update(id)), catalog, site);
        var pages = Enumerable.Range(0, 50).Select(_ => Enumerable.Range(0, 24).Select(_ => ChangeRequest.Install($"M{random.Next(10_000)}")).ToList())
            .ToList();
        var fits = pages.Select(page => Milliseconds(() => page.ForEach(request => Resolver.Resolve(catalog, site, request, 2_000)))).Order().ToList();
        Report.Line("resolver: how 24 modules of a page fit the site, p50", fits[fits.Count / 2], "ms", "aim 100");
        Report.Line("resolver: how 24 modules of a page fit the site, slowest of 50", fits[^1], "ms", "aim 100");
        Times("resolver: update everything, 200 installed", "aim 10", Enumerable.Repeat(ChangeRequest.UpdateEverything(), 20), catalog, site);
    }

    private static void Archive(string folder)
    {
        var (releases, host) = ModuleArchive.Read(folder);
        var catalog = new CatalogSnapshot(releases);
        var site = new SiteState(host, []);
        Times(
            $"resolver: each of {catalog.Modules.Count():#,0} modules of the archive on host {host}",
            "aim p99 20",
            catalog.Modules.Select(module => ChangeRequest.Install(module.Id)),
            catalog,
            site);
    }

    private static void Times(string what, string aim, IEnumerable<ChangeRequest> requests, CatalogSnapshot catalog, SiteState site)
    {
        var all = requests.ToList();
        var kinds = new Dictionary<string, int>();
        all.Take(100).ToList().ForEach(request => Resolver.Resolve(catalog, site, request));
        var slowest = (Milliseconds: 0.0, Request: "");
        var times = all.Select(request =>
        {
            ResolverOutcome? answer = null;
            var took = Milliseconds(() => answer = Resolver.Resolve(catalog, site, request));
            kinds[Words(answer!)] = kinds.GetValueOrDefault(Words(answer!)) + 1;
            slowest = took > slowest.Milliseconds ? (took, string.Join(", ", request.Targets.Select(target => target.Id))) : slowest;
            return took;
        }).Order().ToList();
        Report.Line($"{what}, p50", times[times.Count / 2], "ms", string.Join(", ", kinds.Select(kind => $"{kind.Value:#,0} {kind.Key}")));
        Report.Line($"{what}, p99", times[(int)(times.Count * 0.99)], "ms", $"{aim}; slowest {slowest.Milliseconds:0.0} ms: {slowest.Request}");
    }

    private static string Words(ResolverOutcome answer) => answer switch
    {
        ResolverOutcome.Solved => "solved",
        ResolverOutcome.Refused refused => refused.Kind.ToString(),
        _ => "nothing to do",
    };

    private static double Milliseconds(Action act)
    {
        var start = Stopwatch.GetTimestamp();
        act();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
