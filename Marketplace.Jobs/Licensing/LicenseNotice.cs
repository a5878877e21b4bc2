using Marketplace.Modules;

namespace Marketplace.Licensing;

/// <summary>What the people of a site are told of the license of a module that it has: what ended, or ends soon, and what follows when.</summary>
/// <param name="Verdict"><see cref="LicenseVerdict.Valid"/> where it only ends soon.</param>
public sealed record LicenseNotice(LicenseVerdict Verdict, string Text)
{
    /// <summary>Null if there is nothing to tell.</summary>
    /// <param name="licenses">Of one module, with it.</param>
    /// <param name="now">The moment.</param>
    public static LicenseNotice? Of(IEnumerable<License> licenses, DateTime now) =>
        licenses.Best(now) is { } license && license.Life.Notice(license.Module.DisplayName, license.IsOptional, now) is { } text
            ? new(license.Life.VerdictAt(now, LicenseStage.Banner), text) : null;
}

internal static class BestLicense
{
    /// <summary>The one of a module that a site goes by.</summary>
    public static License? Best(this IEnumerable<License> licenses, DateTime now) => licenses
        .OrderBy(l => l.Life.VerdictAt(now, LicenseStage.Banner) is not LicenseVerdict.Valid).ThenBy(l => l.Life.StageAt(now))
        .ThenByDescending(l => l.Tier).ThenByDescending(l => l.ExpiresAt ?? DateTime.MaxValue).ThenByDescending(l => l.Id).FirstOrDefault();
}
