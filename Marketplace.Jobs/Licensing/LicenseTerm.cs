using Marketplace.Modules;

namespace Marketplace.Licensing;

/// <summary>What a license says, apart from whose it is.</summary>
/// <param name="Sites">Null for all of the organization's sites.</param>
/// <param name="UpdatesUntil">Releases that were approved after it are not covered; null if all are.</param>
public sealed record LicenseTerm(int? Sites, DateTime? UpdatesUntil, LicenseLife Life)
{
    /// <summary>Whether a module may be activated on one more site.</summary>
    /// <param name="terms">All licenses that the organization has, or had, of the module.</param>
    /// <param name="others">Its other sites that have the module.</param>
    /// <param name="now">The moment.</param>
    public static LicenseVerdict Judge(IReadOnlyCollection<LicenseTerm> terms, int others, DateTime now) =>
        Counting(terms, LicenseStage.NoActivations, now) is { Count: > 0 } counting
            ? Sum(counting) <= others ? LicenseVerdict.TooManySites : LicenseVerdict.Valid
            : Why(terms, LicenseStage.NoActivations, now);

    /// <summary>The same of a release that was approved then: what may still be activated though its updates have ended brings those of before.</summary>
    public static LicenseVerdict JudgeInstall(IReadOnlyCollection<LicenseTerm> terms, int others, DateTime approvedAt, DateTime now) =>
        Judge(terms, others, now) is var verdict && verdict is not LicenseVerdict.Valid ? verdict
        : approvedAt <= InstallWindow(terms, now) ? LicenseVerdict.Valid : LicenseVerdict.OutsideReleaseWindow;

    /// <summary>Whether a site that has the module may get a release that was approved then.</summary>
    public static LicenseVerdict JudgeUpdate(IReadOnlyCollection<LicenseTerm> terms, DateTime approvedAt, DateTime now) =>
        UpdateWindow(terms, now) is not { } until ? Why(terms, LicenseStage.NoUpdates, now)
        : approvedAt <= until ? LicenseVerdict.Valid : LicenseVerdict.OutsideReleaseWindow;

    /// <summary>Until when releases were approved that come to a site which has the module: for ever if all do, null if none does.</summary>
    public static DateTime? UpdateWindow(IEnumerable<LicenseTerm> terms, DateTime now) => Latest(terms, LicenseStage.NoUpdates, now, term => term.UpdatesUntil);

    /// <summary>The same of those that come to one more site.</summary>
    public static DateTime? InstallWindow(IEnumerable<LicenseTerm> terms, DateTime now) => Latest(
        terms, LicenseStage.NoActivations, now,
        term => term.Life.End?.AddDays(term.Life.Steps.NoUpdates) is { } end && !(end > term.UpdatesUntil) ? end : term.UpdatesUntil);

    /// <summary>On how many sites those that may still be activated count together; null for all.</summary>
    public static int? SitesOf(IEnumerable<LicenseTerm> terms, DateTime now) => Sum(Counting(terms, LicenseStage.NoActivations, now));

    private static List<LicenseTerm> Counting(IEnumerable<LicenseTerm> terms, LicenseStage stopsAt, DateTime now) =>
        [.. terms.Where(term => term.Life.VerdictAt(now, stopsAt) is LicenseVerdict.Valid)];

    private static DateTime? Latest(IEnumerable<LicenseTerm> terms, LicenseStage stopsAt, DateTime now, Func<LicenseTerm, DateTime?> until) =>
        Counting(terms, stopsAt, now) is { Count: > 0 } counting ? counting.Max(term => until(term) ?? DateTime.MaxValue) : null;

    private static int? Sum(List<LicenseTerm> terms) => terms.Exists(term => term.Sites is null) ? null : terms.Sum(term => term.Sites!.Value);

    // Of several that do not count the one that comes closest says why: it can be extended, reinstated or waited for.
    private static LicenseVerdict Why(IEnumerable<LicenseTerm> terms, LicenseStage stopsAt, DateTime now) =>
        terms.Select(term => term.Life.VerdictAt(now, stopsAt)).DefaultIfEmpty(LicenseVerdict.NotFound).Max();
}
