using Marketplace.Resolution;
using NuGet.Versioning;

namespace Marketplace.Bench;

/// <summary>Generated catalogs that are hard for a resolver, each in a way of its own. The request is always to install "M0".</summary>
internal static class Family
{
    public static IEnumerable<(string Name, IReadOnlyList<SnapshotRelease> Releases)> All(int modules, int releases) =>
    [
        ("chain", [.. Each(modules, releases, (m, v) => m + 1 < modules ? [Need(m + 1, v, releases)] : [])]),
        ("diamond", [.. Each(modules, releases, (m, v) =>
            [.. new[] { 2 * m + 1, 2 * m + 2, m + 1 }
                .Where(to => to < modules)
                .Distinct()
                .Select(to => Need(to, Math.Max(1, v - 3), v))])]),
        ("lockstep", [.. Each(modules, releases, (m, v) => m + 1 < modules ? [Need(m + 1, v, v)] : [])
            .Where(r => r.Id != Id(modules - 1) || r.Version.Major == 1)]),
        ("staircase", [.. Each(modules, releases, (m, v) => m + 1 < modules ? [Need(m + 1, 1, v)] : [])
            .Where(r => r.Version.Major <= releases - (Number(r.Id) * (releases - 1) / modules))]),
        ("unsolvable", Unsolvable(modules, releases)),
        ("random", Random(modules, releases, new Random(7))),
    ];

    // Two long chains in lockstep that end at the same module and want different halves of it.
    private static List<SnapshotRelease> Unsolvable(int modules, int releases)
    {
        var last = modules - 1;
        return [.. Each(modules, releases, (m, v) =>
            m == 0 ? [Need(1, 1, releases), Need(2, 1, releases)]
            : m == last ? []
            : m + 2 < last ? [Need(m + 2, v, v)]
            : m % 2 == 0 ? [Need(last, 1, releases / 2)] : [Need(last, releases / 2 + 1, releases)])];
    }

    private static List<SnapshotRelease> Random(int modules, int releases, Random random) => [.. Each(modules, releases, (m, _) =>
    {
        var count = m == 0 ? 10 : random.Next(5);
        var others = Enumerable.Range(0, count).Select(_ => random.Next(m + 1, modules + 1)).Where(to => to < modules).Distinct();
        return [.. others.Select(to => random.Next(1, releases + 1) is var from ? Need(to, from, Math.Min(releases, from + random.Next(releases))) : null!)];
    })];

    private static IEnumerable<SnapshotRelease> Each(int modules, int releases, Func<int, int, Requirement[]> needs) =>
        from module in Enumerable.Range(0, modules)
        from version in Enumerable.Range(1, releases)
        select new SnapshotRelease(Id(module), new NuGetVersion(version, 0, 0), VersionRange.All, needs(module, version), []);

    private static Requirement Need(int module, int from, int to) =>
        new(Id(module), new VersionRange(new NuGetVersion(from, 0, 0), true, new NuGetVersion(to, 0, 0), true));

    private static string Id(int module) => $"M{module}";

    private static int Number(string id) => int.Parse(id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
}
