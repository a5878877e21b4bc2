using Marketplace.Data;
using Marketplace.Portal.Shared;
using Marketplace.Sites;
using Marketplace.Updates;

namespace Marketplace.Portal.Sites;

internal enum UpdateKind
{
    Ordinary,
    Security,
}

/// <summary>An update of a site's module as the list of updates shows it.</summary>
/// <param name="Number">Of the newest release, which ends each order.</param>
/// <param name="To">The newest version that nobody skipped; the newest of all if they were.</param>
/// <param name="Released">When that became available.</param>
/// <param name="Fixes">What it fixes; null if it fixes no security.</param>
/// <param name="Level">What the policy takes of the module; null for the same as of the site's others.</param>
/// <param name="Next">What the policy will do about it.</param>
internal sealed record SiteUpdateRow(
    long Number, string Id, string From, string To, DateTime Released, string? Fixes, UpdateKind Kind, bool IsPinned, bool IsSkipped,
    UpdateLevel? Level, string Next)
{
    public static readonly ListColumns<SiteUpdateRow> Columns = new ListColumns<SiteUpdateRow>(row => row.Number, "-kind", "module")
        .Text("module", row => row.Id).Choice("kind", row => row.Kind).Time("released", row => row.Released);

    public static SiteUpdateRow Of(ModuleUpdate update, PolicySettings policy, DateTime now)
    {
        var shown = update.Offered ?? update.Releases[0];
        return new(
            update.Releases[0].Id, update.PackageId, update.Installed.ToNormalizedString(), shown.Version.ToNormalizedString(), shown.AvailableAt,
            update.Security, update.IsSecurity ? UpdateKind.Security : UpdateKind.Ordinary, update.IsPinned, update.Offered is null,
            update.OwnLevel ? update.Level : null,
            NextOf(update, policy, now));
    }

    private static string NextOf(ModuleUpdate update, PolicySettings policy, DateTime now)
    {
        var coolDown = TimeSpan.FromHours(policy.CoolDownHours);
        return update.Taken(coolDown, now) is { } taken
            ? $"Takes {taken.Version.ToNormalizedString()}{(policy.Window is null ? " soon" : " in the next maintenance window")}."
            : update.Waits(coolDown, now) is { } until ? $"Waits until {Format.DayTime(until)}, when the cool-down is over."
            : "";
    }
}
