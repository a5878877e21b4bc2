using NuGet.Versioning;

namespace Marketplace.Resolution;

/// <summary>
/// The request as the solver sees it: which modules must be there, and of each module the releases that may be taken.
/// </summary>
internal sealed record Problem(CatalogSnapshot Catalog, SiteState Site, ChangeRequest Request)
{
    /// <summary>The number of a module's absence in the set of what may become of it.</summary>
    public static readonly Bits Absent = Bits.Of(0);

    /// <summary>Releases of requested modules that are settled already.</summary>
    public IReadOnlyDictionary<string, SnapshotRelease> Settled { get; init; } = new Dictionary<string, SnapshotRelease>();

    /// <summary>The only modules that count, to find out whether a conflict stands without the others; null means all.</summary>
    public IReadOnlySet<string>? Core { get; init; }

    public bool CyclesAllowed { get; init; }

    /// <summary>The installed modules that may change besides the requested ones; null means all.</summary>
    public IReadOnlySet<string>? Free { get; init; }

    /// <summary>Releases of one module that may be taken although they may not, to find out whether that would help.</summary>
    public (string Id, Bits Releases) Also { get; init; }

    /// <summary>A rule that gives way, to find out whether that would help; null means none does.</summary>
    public Leeway? Leeway { get; init; }

    public IEnumerable<string> Required => Site.Installed.Keys.Where(id => !Request.Removes(id) && !Yields(Rule.Stay, id))
        .Union(Request.Targets.Select(target => target.Id), StringComparer.OrdinalIgnoreCase).Where(Counts);

    /// <summary>The installed modules that had better stay as they are.</summary>
    public IEnumerable<string> Pins => Request.Everything ? [] : Site.Installed.Keys.Where(id => !IsRequested(id) && !Removes(id) && Counts(id));

    /// <summary>The same request with the other installed modules left exactly as they are, but for those named.</summary>
    public Problem AsItStands(params IEnumerable<string> free) =>
        this with { Request = Request.Alone(), Free = free.ToHashSet(StringComparer.OrdinalIgnoreCase) };

    public bool Counts(string id) => Core is null || Core.Contains(id);

    public bool Yields(Rule rule, string id) => Leeway is { } leeway && leeway.Rule == rule && leeway.Ids?.Contains(id) is not false;

    public bool Removes(string id) => Request.Removes(id) && !Yields(Rule.Remove, id);

    public bool IsRequested(string id) => Request.Targets.Count > 0 && Request.Of(id) is not null;

    /// <summary>An installed module that no plan may change unless it is requested.</summary>
    public bool IsPinned(string id) => Site.Installed.ContainsKey(id) && ((Site.IsPinned(id) && !Yields(Rule.Pin, id)) || Holds(id));

    /// <summary>A module that is not there and must not come.</summary>
    public bool IsLeftOut(string id) => Holds(id) && !Site.Installed.ContainsKey(id);

    public IEnumerable<Requirement> Requirements(SnapshotRelease release) => release.Requirements.Where(need => Counts(need.Id));

    public IEnumerable<Requirement> Conflicts(SnapshotRelease release) => release.Conflicts.Where(conflict => Counts(conflict.Id));

    public SnapshotModule? Module(string id)
    {
        var module = Catalog.Module(id);
        return !Site.Installed.TryGetValue(id, out var installed) || module?.NumberOf(installed) > 0 ? module
            : new SnapshotModule([new SnapshotRelease(id, installed, VersionRange.All, [], [], Available: false), .. module?.Releases ?? []], module?.OnlyFor);
    }

    /// <summary>The releases of a module that may be taken: the installed one first, then the newest.</summary>
    public IReadOnlyList<SnapshotRelease> Candidates(string id)
    {
        if (Module(id) is not { } module)
        {
            return [];
        }

        var installed = IsRequested(id) ? null : InstalledRelease(id);
        var others = Allowed(module).Numbers().Select(number => module.Releases[number - 1]).Where(release => release.Version != installed?.Version);
        return installed is null || Removes(id) ? [.. others] : [installed, .. others];
    }

    /// <summary>The releases of a module that would do, as numbers.</summary>
    public Bits Allowed(SnapshotModule module) =>
        string.Equals(module.Id, Also.Id, StringComparison.OrdinalIgnoreCase) ? Chosen(module).Or(Also.Releases) : Chosen(module);

    /// <summary>Whether a site like this one may take the release, whatever was requested.</summary>
    public bool IsUsable(SnapshotRelease release) => Module(release.Id) is { } module && Usable(module).Contains(module.NumberOf(release.Version));

    /// <summary>Whether prereleases of a module count: by the site's channel, or since one is installed.</summary>
    public bool TakesPrereleases(string id) =>
        SiteState.TakesPrereleases(Site.Prereleases || Yields(Rule.Stable, id), Site.Installed.GetValueOrDefault(id));

    /// <summary>The newest release that would do if a license covered it; null where it is no newer than this one.</summary>
    public SnapshotRelease? Beyond(SnapshotRelease release)
    {
        var module = Site.Licensed.ContainsKey(release.Id) ? Catalog.Module(release.Id) : null;
        var others = module is null ? default : (this with { Leeway = new(Rule.License) }).Usable(module);
        return !others.IsEmpty && module!.Releases[others.First - 1] is var newest && newest.Version > release.Version && !IsUsable(newest) ? newest : null;
    }

    private Bits Chosen(SnapshotModule module)
    {
        var id = module.Id;
        if (Settled.TryGetValue(id, out var settled))
        {
            return Bits.Of(module.NumberOf(settled.Version));
        }

        if (Request.Of(id) is { } target)
        {
            return Requested(module, target);
        }

        if (Removes(id) || IsLeftOut(id))
        {
            return default;
        }

        var here = Site.Installed.TryGetValue(id, out var installed) ? Bits.Of(module.NumberOf(installed)) : default;
        return installed is null ? Usable(module)
            : IsPinned(id) || (Free is not null && !Free.Contains(id)) ? here
            : Request.Everything ? Usable(module).And(module.Where(release => release.Version > installed)).Or(here)
            : Usable(module).Or(here);
    }

    /// <summary>The releases that would grant one of the requests, best first.</summary>
    public IReadOnlyList<SnapshotRelease> WishedReleases(Target target) =>
        Catalog.Module(target.Id) is { } module ? [.. Requested(module, target).Numbers().Select(number => module.Releases[number - 1])] : [];

    public SnapshotRelease? InstalledRelease(string id) =>
        Site.Installed.TryGetValue(id, out var version) ? Module(id)!.Releases.First(release => release.Version == version) : null;

    /// <summary>Whether the module is in the catalog for this site's organization.</summary>
    public bool Sees(string id) => Catalog.Module(id) is { } module && Sees(module);

    /// <summary>Whether an installed module that nobody asked to change would change.</summary>
    public bool Changes(SnapshotRelease release) =>
        !IsRequested(release.Id) && Site.Installed.TryGetValue(release.Id, out var installed) && installed != release.Version;

    private bool Holds(string id) => Request.Holds(id) && !Yields(Rule.Hold, id) && !Yields(Rule.Pin, id);

    private Bits Requested(SnapshotModule module, Target target) =>
        Yields(Rule.Version, module.Id) ? Usable(module).And(module.Where(release => release.Version != Site.Installed.GetValueOrDefault(module.Id)))
        : target.Version is { } asked ? Offered(module).And(module.Where(release => release.Version == asked))
        : Site.Installed.TryGetValue(module.Id, out var installed) ? Usable(module).And(module.Where(release => release.Version > installed))
        : Usable(module);

    private Bits Offered(SnapshotModule module) =>
        Sees(module) ? module.OfferedFor(Site.Host) : default;

    private bool Sees(SnapshotModule module) => module.OnlyFor is not { } some || (Site.OrganizationId is { } organization && some.Contains(organization));

    private Bits Usable(SnapshotModule module)
    {
        var usable = TakesPrereleases(module.Id) ? Offered(module) : Offered(module).And(module.Stable);
        return Site.Licensed.TryGetValue(module.Id, out var until) && !Yields(Rule.License, module.Id) && Covered(module, until) is { IsEmpty: false } covered
            ? usable.And(covered) : usable;
    }

    // None, where it is of no use: then the newest comes, and its plan says which licenses there are.
    private Bits Covered(SnapshotModule module, DateTime until) => module.Where(release => release.ApprovedAt <= until
        && (release.Available || release.Version == Site.Installed.GetValueOrDefault(module.Id)));
}
