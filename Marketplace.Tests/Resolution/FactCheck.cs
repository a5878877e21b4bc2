using System.Text.RegularExpressions;
using Marketplace.Modules.Packages;
using Marketplace.Resolution;
using NuGet.Versioning;

namespace Marketplace.Tests.Resolution;

/// <summary>Reads a line of a story as a person would, and looks in the catalog whether it is so.</summary>
internal static partial class FactCheck
{
    public static bool IsTrue(RandomCase random, Fact fact)
    {
        var versions = Versions(random, fact);
        return versions is not null && fact.Text.Split(" and ").All(part => IsTrue(random, fact.Module, versions, part));
    }

    private static bool IsTrue(RandomCase random, string id, List<NuGetVersion> versions, string text)
    {
        var releases = random.Graph.Releases.Where(release => release.Id == id).ToList();
        var named = releases.Where(release => versions.Contains(release.Version)).ToList();
        var site = random.Site;
        if (Need().Match(text) is { Success: true } need)
        {
            var (verb, other, range) = (need.Groups[1].Value, need.Groups[2].Value, need.Groups[3].Value);
            return named.Count == versions.Count
                && named.Count > 0
                && named.TrueForAll(release => (verb is "needs" ? release.Requirements : release.Conflicts)
                    .Any(item => item.Id == other && item.Range.Words() == range));
        }

        var offered = releases.Where(release => release.Available).ToList();
        var forHost = offered.Where(release => release.Host.Includes(site.Host)).ToList();
        var choice = Choice(random, id, forHost);
        return text switch
        {
            "is installed" => versions.Count is 1 && site.Installed[id] == versions[0],
            "is pinned" => site.Pinned.Contains(id) || random.Request.Holds(id),
            "is to be removed" => random.Request.Removes(id),
            "is to be left out" => random.Request.Holds(id) && !site.Installed.ContainsKey(id),
            "is not in the catalog" => releases.Count is 0,
            "has only prereleases for this host" => forHost.Count > 0 && forHost.TrueForAll(release => release.Version.IsPrerelease),
            "has no stable release that this site's license covers" =>
                site.Licensed.ContainsKey(id) && !forHost.Exists(release => !release.Version.IsPrerelease && random.Covers(release)),
            "has no release that this site's license covers" => forHost.Count > 0 && !forHost.Exists(random.Covers),
            "is the only release to choose from" => versions.Count is 1 && choice.SetEquals(versions),
            "are the releases to choose from" => choice.SetEquals(versions),
            "is another release to choose from" => versions.Count is 1 && choice.IsProperSupersetOf(versions),
            "are other releases to choose from" => versions.Count > 1 && choice.IsProperSupersetOf(versions),
            "would fit but is a prerelease" =>
                versions[0].IsPrerelease && forHost.Exists(release => release.Version == versions[0]) && !choice.Contains(versions[0]),
            "would fit but is unlisted" => named is [{ Available: false, Withdrawal: Withdrawal.Unlisted }],
            "would fit but is suspended" => named is [{ Available: false, Withdrawal: Withdrawal.Suspended }],
            "would fit but is not covered by this site's license" => named is [{ Available: true } only] && !random.Covers(only),
            _ when text.StartsWith("would fit but needs host ", StringComparison.Ordinal) =>
                named is [{ Available: true } only] && !only.Host.Includes(site.Host)
                    && text.EndsWith(only.Host.Words(), StringComparison.Ordinal),
            _ when text.StartsWith("needs host ", StringComparison.Ordinal) => named is [var only] && text == $"needs host {only.Host.Words()}",
            _ when text.StartsWith("has no release for host ", StringComparison.Ordinal) => forHost.Count is 0 && offered.Count > 0,
            _ when text.StartsWith("has no release that is available", StringComparison.Ordinal) => offered.Count is 0 && releases.Count > 0,
            _ => false,
        };
    }

    // By the rules as they are written in words: what is there may stay, and what is offered may come
    // unless a prerelease, a license, a pin or the request forbids.
    private static HashSet<NuGetVersion> Choice(RandomCase random, string id, List<SnapshotRelease> forHost)
    {
        // What is so already is no part of the request.
        var (site, target) = (random.Site, Resolver.Open(new Problem(random.Catalog, random.Site, random.Request)).Of(id));
        site.Installed.TryGetValue(id, out var installed);
        var stands = installed is not null && target is null;
        if (stands && (site.Pinned.Contains(id) || random.Request.Holds(id)))
        {
            return [installed!];
        }

        var usable = forHost.Where(release => (site.Prereleases || installed?.IsPrerelease is true || !release.Version.IsPrerelease)
            && random.Covers(release)).Select(release => release.Version);
        usable = target is { Version: { } asked } ? forHost.Select(release => release.Version).Where(version => version == asked)
            : target is not null && installed is not null ? usable.Where(version => version > installed)
            : usable;
        return [.. usable, .. stands ? [installed!] : Array.Empty<NuGetVersion>()];
    }

    private static List<NuGetVersion>? Versions(RandomCase random, Fact fact)
    {
        var known = random.Graph.Releases.Where(release => release.Id == fact.Module).Select(release => release.Version)
            .Concat(random.Site.Installed.TryGetValue(fact.Module, out var installed) ? [installed] : []).Distinct().ToList();
        var match = Span().Match(fact.Versions);
        var list = match.Success
            ? known
                .Where(version => version >= NuGetVersion.Parse(match.Groups[1].Value) && version <= NuGetVersion.Parse(match.Groups[2].Value))
                .Except(Each(match.Groups[3].Value))
                .ToList()
            : Each(fact.Versions).ToList();
        return list.TrueForAll(known.Contains) ? list : null;
    }

    private static IEnumerable<NuGetVersion> Each(string text) => text.Split([", ", " and "], StringSplitOptions.RemoveEmptyEntries).Select(NuGetVersion.Parse);

    [GeneratedRegex(@"^(needs|cannot stand beside) (M\d+) (.+)$")]
    private static partial Regex Need();

    [GeneratedRegex(@"^(\S+) to (\S+)(?: except (.+))?$")]
    private static partial Regex Span();
}
