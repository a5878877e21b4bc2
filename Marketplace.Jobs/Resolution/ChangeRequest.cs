using NuGet.Versioning;

namespace Marketplace.Resolution;

public enum TargetKind
{
    Install,
    Update,
    Uninstall,
}

/// <summary>One module that is requested.</summary>
/// <param name="Version">The exact version asked for; null means the newest that fits.</param>
public sealed record Target(TargetKind Kind, string Id, NuGetVersion? Version);

/// <summary>What someone wants of a site: modules put in or brought up to date, and modules taken away, in one plan.</summary>
public sealed record ChangeRequest
{
    private ChangeRequest(IEnumerable<Target> targets, IEnumerable<string> remove) => (Targets, Remove) = (
        [.. targets.DistinctBy(target => target.Id, StringComparer.OrdinalIgnoreCase).OrderBy(target => target.Id, StringComparer.OrdinalIgnoreCase)],
        [.. remove.Distinct(StringComparer.OrdinalIgnoreCase)]);

    public IReadOnlyList<Target> Targets { get; private init; }

    public IReadOnlyList<string> Remove { get; private init; }

    /// <summary>Bring every installed module to the newest version that fits with the others.</summary>
    public bool Everything { get; private init; }

    /// <summary>Modules that stay as they are, or do not come: a plan goes on without them.</summary>
    public IReadOnlyList<string> Hold { get; private init; } = [];

    /// <summary>Modules whose data is given up when they are removed; that of others is kept.</summary>
    public IReadOnlyList<string> Forget { get; private init; } = [];

    /// <summary>Take away too what needs the removed modules, instead of refusing.</summary>
    public bool WithDependents { get; private init; }

    public TargetKind Kind => Targets is [var first, ..] ? first.Kind : Everything ? TargetKind.Update : TargetKind.Uninstall;

    /// <summary>The one module that is requested; null when there are none or several.</summary>
    public Target? Only => Targets is [var only] && !Everything ? only : null;

    public static ChangeRequest Install(string id, NuGetVersion? version = null, params IReadOnlyList<string> without) =>
        new([new Target(TargetKind.Install, id, version)], without);

    public static ChangeRequest Update(string id, NuGetVersion? version = null, params IReadOnlyList<string> without) =>
        new([new Target(TargetKind.Update, id, version)], without);

    public static ChangeRequest Uninstall(params IReadOnlyList<string> ids) => new([], ids);

    /// <summary>Nothing but that these stay as they are; to be added to another request.</summary>
    public static ChangeRequest Held(params IReadOnlyCollection<string> ids) => new ChangeRequest([], []).Holding(ids);

    /// <summary>Nothing but that the data of these goes, should they be removed; to be added to another request.</summary>
    public static ChangeRequest Forgotten(params IReadOnlyCollection<string> ids) =>
        new([], []) { Forget = [.. ids.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)] };

    public static ChangeRequest UpdateEverything() => new([], []) { Everything = true };

    /// <summary>Both requests in one plan; where both name a module the second counts.</summary>
    public ChangeRequest And(ChangeRequest other) => new(other.Targets.Concat(Targets), Remove.Concat(other.Remove))
    {
        Everything = Everything || other.Everything,
        WithDependents = WithDependents || other.WithDependents,
        Hold = [.. Hold.Union(other.Hold, StringComparer.OrdinalIgnoreCase)],
        Forget = [.. Forget.Union(other.Forget, StringComparer.OrdinalIgnoreCase)],
    };

    /// <summary>The same request without the removals that were agreed to for its sake.</summary>
    public ChangeRequest Alone() => this with { Remove = [] };

    /// <summary>The same request without the modules named.</summary>
    public ChangeRequest Less(params IReadOnlyCollection<string> ids) =>
        this with { Targets = [.. Targets.Where(target => !ids.Contains(target.Id, StringComparer.OrdinalIgnoreCase))] };

    /// <summary>The same request with one of its modules in another version.</summary>
    public ChangeRequest At(Target target, NuGetVersion? version) =>
        this with { Targets = [.. Targets.Select(other => other == target ? target with { Version = version } : other)] };

    public ChangeRequest Without(params IReadOnlyCollection<string> ids) => this with { Remove = [.. Remove.Union(ids, StringComparer.OrdinalIgnoreCase)] };

    public ChangeRequest Holding(params IReadOnlyCollection<string> ids) =>
        this with { Hold = [.. Hold.Union(ids, StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)] };

    /// <summary>The same request without the removal of these.</summary>
    public ChangeRequest Keeping(IReadOnlyCollection<string> ids) => this with { Remove = [.. Remove.Except(ids, StringComparer.OrdinalIgnoreCase)] };

    /// <summary>The same request without holding these.</summary>
    public ChangeRequest Releasing(IReadOnlyCollection<string> ids) => this with { Hold = [.. Hold.Except(ids, StringComparer.OrdinalIgnoreCase)] };

    public ChangeRequest AndDependents() => this with { WithDependents = true };

    public Target? Of(string id) => Targets.FirstOrDefault(target => string.Equals(target.Id, id, StringComparison.OrdinalIgnoreCase));

    public bool Holds(string id) => Hold.Contains(id, StringComparer.OrdinalIgnoreCase) && Of(id) is null;

    public bool Forgets(string id) => Forget.Contains(id, StringComparer.OrdinalIgnoreCase);

    public ChangeRequest KeepingData() => this with { Forget = [] };

    public bool Removes(string id) => Remove.Contains(id, StringComparer.OrdinalIgnoreCase);
}
