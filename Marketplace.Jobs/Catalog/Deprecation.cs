using Marketplace.Modules.Packages;
using NuGet.Versioning;

namespace Marketplace.Catalog;

public enum DeprecationReason
{
    Legacy,
    CriticalBugs,
    Other,
}

/// <summary>
/// Its publisher advises against some versions of a module: one, a range, or all and every one to come. Which releases that are
/// is asked of the range each time and never copied to them.
/// </summary>
public sealed class Deprecation(long moduleId, string range, DeprecationReason reason, string note, string? replacementId, long byId, DateTime at)
{
    public long Id { get; private set; }
    public long ModuleId { get; private set; } = moduleId;

    /// <summary>A normalized NuGet version range; unique in the module.</summary>
    public string Range { get; private set; } = range;

    public DeprecationReason Reason { get; private set; } = reason;
    public string Note { get; private set; } = note;

    /// <summary>The package id of the module to use instead.</summary>
    public string? ReplacementId { get; private set; } = replacementId;

    public long ById { get; private set; } = byId;
    public DateTime At { get; private set; } = at;

    public void Change(DeprecationReason reason, string note, string? replacementId, long byId, DateTime now) =>
        (Reason, Note, ReplacementId, ById, At) = (reason, note, replacementId, byId, now);
}

/// <summary>A deprecation as people read it.</summary>
public sealed record DeprecationRow(string Range, DeprecationReason Reason, string Note, string? ReplacementId, DateTime At)
{
    public bool IsAll => VersionRange.Parse(Range) is { HasLowerBound: false, HasUpperBound: false };

    public bool Covers(string version) => VersionRange.Parse(Range).Includes(NuGetVersion.Parse(version));

    /// <summary>What is said of one version: the newest word that covers it.</summary>
    public static DeprecationRow? Of(string version, IEnumerable<DeprecationRow> all) => all.Where(d => d.Covers(version)).MaxBy(d => d.At);
}

/// <summary>An organization that sees a private module.</summary>
public sealed class ModuleAudience(long moduleId, long organizationId)
{
    public long ModuleId { get; private set; } = moduleId;
    public long OrganizationId { get; private set; } = organizationId;
    public Accounts.Organization Organization { get; private set; } = null!;
}
