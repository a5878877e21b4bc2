using Marketplace.Sites;
using NuGet.Versioning;

namespace Marketplace.Updates;

/// <summary>A release that is newer than what a site has and runs on its host.</summary>
/// <param name="Security">What it fixes; null if it fixes no security.</param>
public sealed record NewerRelease(long Id, NuGetVersion Version, DateTime AvailableAt, string? Security)
{
    /// <summary>What its publisher says is new, as sanitized HTML; read for pages only.</summary>
    public string NotesHtml { get; init; } = "";

    /// <summary>False if the organization's licenses cover others of the module's releases, but not it.</summary>
    public bool IsCovered { get; init; } = true;
}

/// <summary>One module of a site for which there is something newer.</summary>
/// <param name="Releases">Newest first, never empty; those between what is installed and the newest.</param>
/// <param name="Level">What the policy takes of this module automatically.</param>
/// <param name="OwnLevel">Whether that was said for the module itself.</param>
public sealed record ModuleUpdate(
    string PackageId, NuGetVersion Installed, IReadOnlyList<NewerRelease> Releases, bool IsPinned, IReadOnlyList<string> Skipped,
    UpdateLevel Level, bool OwnLevel)
{
    /// <summary>What is offered: the newest that a license covers and nobody skipped, or else one to get a license for; null if all were skipped.</summary>
    public NewerRelease? Offered => Releases.Where(release => !IsSkipped(release)).OrderByDescending(release => release.IsCovered).FirstOrDefault();

    /// <summary>The same whether it was skipped or not.</summary>
    public NewerRelease Newest => Releases.OrderByDescending(release => release.IsCovered).First();

    /// <summary>What the newest of the releases that fix security fixes.</summary>
    public string? Security => Releases.FirstOrDefault(release => release.Security is not null)?.Security;

    /// <summary>What is fixed by going to a version; null if that fixes no security.</summary>
    public string? FixedIn(NuGetVersion version) => Releases.FirstOrDefault(release => release.Security is not null && release.Version <= version)?.Security;

    public bool IsSecurity => Offered is not null && Security is not null;

    public bool IsSkipped(NewerRelease release) => Skipped.Contains(release.Version.ToNormalizedString());

    /// <summary>What the policy takes now: the newest that its level and a license allow and whose cool-down is over. Never of a pinned module.</summary>
    public NewerRelease? Taken(TimeSpan coolDown, DateTime now) =>
        Allowed().FirstOrDefault(release => release.Security is not null || release.AvailableAt + coolDown <= now);

    /// <summary>When the policy will take something, while it waits for a cool-down; null if it takes something now, or nothing.</summary>
    public DateTime? Waits(TimeSpan coolDown, DateTime now) =>
        Taken(coolDown, now) is null && Allowed().MinBy(release => release.AvailableAt) is { } first ? first.AvailableAt + coolDown : null;

    private IEnumerable<NewerRelease> Allowed() => IsPinned
        ? []
        : Releases.Where(release => release.IsCovered && !IsSkipped(release) && release.Version.Major == Installed.Major && Level switch
        {
            UpdateLevel.Manual => false,
            UpdateLevel.Security => release.Security is not null,
            UpdateLevel.Patch => release.Security is not null || release.Version.Minor == Installed.Minor,
            _ => true,
        });
}
