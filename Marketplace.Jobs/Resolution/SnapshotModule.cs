using System.Collections.Concurrent;
using Marketplace.Modules.Packages;
using NuGet.Versioning;

namespace Marketplace.Resolution;

/// <summary>One need of a release: another module, in a range of versions.</summary>
public sealed record Requirement(string Id, VersionRange Range);

/// <summary>Why a release may not be installed although its checks passed.</summary>
public enum Withdrawal : byte
{
    None,
    Unlisted,
    Suspended,
}

/// <summary>What the resolver must know of one release.</summary>
/// <param name="Available">False for a release that only stays where it is installed.</param>
public sealed record SnapshotRelease(
    string Id,
    NuGetVersion Version,
    VersionRange Host,
    IReadOnlyList<Requirement> Requirements,
    IReadOnlyList<string> Capabilities,
    string Hash = "",
    long Size = 0,
    bool Available = true)
{
    /// <summary>Modules that must not be on the site in these versions.</summary>
    public IReadOnlyList<Requirement> Conflicts { get; init; } = [];

    public Withdrawal Withdrawal { get; init; }

    /// <summary>Licenses cover releases by when they were approved.</summary>
    public DateTime ApprovedAt { get; init; }
}

/// <summary>
/// The releases of one module, newest first, with what is worked out of them once for all plans: when it is first asked for, since
/// of hundreds of thousands of modules few are.
/// </summary>
public sealed class SnapshotModule
{
    private ConcurrentDictionary<NuGetVersion, Bits>? _offered;
    private Tuple<Bits>? _stable;
    private IReadOnlyList<Need>? _needs;

    /// <param name="onlyFor">The organizations that may see it; null means everybody.</param>
    public SnapshotModule(IEnumerable<SnapshotRelease> releases, IReadOnlySet<long>? onlyFor = null) =>
        (Releases, OnlyFor) = (releases.OrderByDescending(release => release.Version).ToArray(), onlyFor);

    public string Id => Releases[0].Id;

    public IReadOnlyList<SnapshotRelease> Releases { get; }

    public IReadOnlySet<long>? OnlyFor { get; }

    /// <summary>Each different need once, with the releases that have it, in an order of its own.</summary>
    internal IReadOnlyList<Need> Needs => _needs ??= [.. Distinct(release => release.Requirements, false), .. Distinct(release => release.Conflicts, true)];

    /// <summary>A release's number in sets; 0 stands for the module's absence.</summary>
    internal int NumberOf(NuGetVersion version)
    {
        for (var at = 0; at < Releases.Count; at++)
        {
            if (Releases[at].Version == version)
            {
                return at + 1;
            }
        }

        return 0;
    }

    internal Bits Stable => (_stable ??= Tuple.Create(Where(release => !release.Version.IsPrerelease))).Item1;

    /// <summary>Those that may be installed on a host.</summary>
    internal Bits OfferedFor(NuGetVersion host) => LazyInitializer.EnsureInitialized(ref _offered)
        .GetOrAdd(host, on => Where(release => release.Available && release.Host.Includes(on)));

    internal Bits Within(VersionRange range) => Where(release => range.Includes(release.Version));

    internal Bits Where(Func<SnapshotRelease, bool> holds)
    {
        var bits = default(Bits);
        for (var at = 0; at < Releases.Count; at++)
        {
            bits = holds(Releases[at]) ? bits.With(at + 1) : bits;
        }

        return bits;
    }

    private IEnumerable<Need> Distinct(Func<SnapshotRelease, IReadOnlyList<Requirement>> of, bool excludes) =>
        from pair in Releases.SelectMany((release, at) => of(release).Select(need => (need, Number: at + 1)))
        group pair by (Id: pair.need.Id.ToUpperInvariant(), pair.need.Range) into same
        orderby same.Key.Id, same.Key.Range.ToNormalizedString(), same.Min(pair => pair.Number)
        select new Need(same.First().need.Id, same.Key.Range, excludes, same.Aggregate(default(Bits), (bits, pair) => bits.With(pair.Number)));
}

/// <summary>A need that several releases of a module have.</summary>
/// <param name="Excludes">The range is what must not be there, not what must.</param>
internal sealed record Need(string Id, VersionRange Range, bool Excludes, Bits Releases)
{
    private Tuple<SnapshotModule, Bits>? _last;

    /// <summary>The releases of the other module that the range names. Worked out once while that module stays the same.</summary>
    public Bits Named(SnapshotModule other)
    {
        if (_last is not { } last || last.Item1 != other)
        {
            _last = last = Tuple.Create(other, other.Within(Range));
        }

        return last.Item2;
    }
}
