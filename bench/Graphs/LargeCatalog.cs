using Marketplace.Resolution;
using NuGet.Versioning;

namespace Marketplace.Bench;

/// <summary>A catalog as a large marketplace might have it: a few modules are needed by many, most needs are open within a major version.</summary>
internal static class LargeCatalog
{
    public static IEnumerable<SnapshotRelease> Releases(int modules, int releases, Random random)
    {
        for (var module = 0; module < modules; module++)
        {
            // What a module needs is much the same from release to release; its lower bounds rise.
            var needs = Enumerable.Range(0, module < 20 ? 0 : random.Next(5)).Select(_ => (int)(module * Math.Pow(random.NextDouble(), 3))).Distinct().ToList();
            for (var release = 0; release < releases; release++)
            {
                var version = Version(release);
                yield return new SnapshotRelease(
                    $"M{module}", version, release < releases / 2 ? VersionRange.Parse("[1.0,5.0)") : VersionRange.Parse("[2.0,5.0)"),
                    [.. needs.Select(to => new Requirement(
                        $"M{to}",
                        new VersionRange(Version(Math.Max(0, release - 6)), true, new NuGetVersion(version.Major + 1, 0, 0), false)))],
                    []);
            }
        }
    }

    /// <summary>A site with so many modules, installed one after the other as a client would, some of them a while ago.</summary>
    public static SiteState Site(CatalogSnapshot catalog, int modules, Random random)
    {
        var site = new SiteState(new NuGetVersion(3, 0, 0), []);
        while (site.Installed.Count < modules)
        {
            var id = $"M{random.Next(catalog.Modules.Count())}";
            var request = site.Installed.ContainsKey(id) ? null
                : ChangeRequest.Install(id, random.Next(2) == 0 ? catalog.Releases(id)[random.Next(6)].Version : null);
            if (request is not null && Resolver.Resolve(catalog, site, request) is ResolverOutcome.Solved solved)
            {
                site = new SiteState(
                    site.Host,
                    solved.Choices.Where(choice => choice.To is not null).Select(choice => KeyValuePair.Create(choice.Id, choice.To!)));
            }
        }

        return site;
    }

    private static NuGetVersion Version(int release) => new(1 + (release / 8), release % 8, 0);
}
